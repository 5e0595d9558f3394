import { parseCommand } from './args/parse-command.js';
import { print, say } from '../stdio/stdio.js';

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
      return print(`${command.text}\n`);
    case 'faults':
      say(command.faults);
      return 2;
    // What a command does not need is not loaded: that is most of the time that a short one takes.
    case 'generate':
      return (await import('./commands/generate.js')).runGenerate(command.options);
    case 'report':
      return (await import('./commands/report.js')).runReport(command.options);
    case 'monitor':
      return (await import('./commands/monitor.js')).runMonitor(command.options);
  }
}
