import type { Mouse } from './input.js';

/**
 * A report of the mouse: the requested kind (SGR, mode 1006), or three bytes after `\x1b[M` from a terminal that does
 * not know that mode. Node's keypress parser would take the numbers of either for text. Source: XTerm Control
 * Sequences, "Mouse Tracking".
 */
export const MOUSE_REPORT = /^\x1b\[(?:<\d+;\d+;\d+[Mm]|M[ -\xff]{3})$/;

const ACTIONS: ReadonlyMap<number, Mouse['action']> = new Map([
  [0, 'press'],
  [64, 'wheel up'],
  [65, 'wheel down'],
]);

/** The event of a report; none for releases, motion, other buttons, and a button with a key held down. */
export function mouseOf(report: string): Mouse[] {
  const [button = -1, column = 0, row = 0] = report.startsWith('\x1b[<') ? sgr(report) : bytes(report);
  const action = ACTIONS.get(button);
  if (action === undefined || report.endsWith('m')) return [];
  return [{ kind: 'mouse', action, column: Math.max(0, column - 1), row: Math.max(0, row - 1) }];
}

const sgr = (report: string): number[] => report.slice(3, -1).split(';').map(Number);

/** Each number is sent as a byte that is larger by 32. */
const bytes = (report: string): number[] => Array.from(Buffer.from(report.slice(3), 'latin1'), (byte) => byte - 32);
