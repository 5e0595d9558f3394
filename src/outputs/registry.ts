import type { SchedulerLike } from 'rxjs';
import type { MonitorOptions } from '../live/options.js';
import type { OpenOutput, Output } from './output.js';
import { openScreen } from './screen/screen.js';
import { openTables } from './stdout/tables.js';

/** The possible outputs of a run; the first one that opens is used. The tables always open. */
export const OUTPUTS: readonly OpenOutput[] = [openScreen, openTables];

/** The output of a run. */
export function openOutput(options: MonitorOptions, clock: SchedulerLike): Output {
  for (const open of OUTPUTS) {
    const output = open(options, clock);
    if (output !== undefined) return output;
  }
  throw new Error('no output can be opened');
}
