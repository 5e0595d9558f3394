import { runGenerate } from './generate.js';
import { runMonitor } from './monitor.js';
import { parseCommand } from './parse.js';

/**
 * Does what a command line asks for.
 *
 * @param argv the words behind the program's name
 * @returns the exit code: 0 all went well, 1 it could not be done, 2 the command line makes no sense
 */
export async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case 'print':
      process.stdout.write(`${command.text}\n`);
      return 0;
    case 'faults':
      process.stderr.write(command.faults.map((fault) => `rxmon: ${fault}\n`).join(''));
      return 2;
    case 'generate':
      return runGenerate(command.options);
    case 'monitor':
      return runMonitor(command.options);
  }
}
