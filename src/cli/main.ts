import { parseCommand } from './args/parse-command.js';
import { print, say } from '../stdio/stdio.js';

/**
 * Runs the command that a command line asks for.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 success, 1 failure, 2 a faulty command line
 */
export async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case 'print':
      return print(`${command.text}\n`);
    case 'faults':
      say(command.faults);
      return 2;
    // Each command loads its own modules only: loading is most of the time of a short one.
    case 'generate':
      return (await import('./commands/generate.js')).runGenerate(command.options);
    case 'report':
      return (await import('./commands/report.js')).runReport(command.options);
    case 'monitor':
      return (await import('./commands/monitor.js')).runMonitor(command.options);
  }
}
