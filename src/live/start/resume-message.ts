import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { STDIN } from '../../source/file-error.js';
import { escapeText } from '../../text/escape.js';
import { formatTime } from '../../text/time.js';

/** The message for a resumed state: its time, any active alert, and logs it does not cover. */
export function resumeMessage(
  path: string,
  { at, watches, sources }: Checkpoint,
  logs: readonly string[],
  utc: boolean,
): string {
  const [first = '', ...others] = logs.filter((log) => log !== STDIN && !sources.has(log));
  const unknown = others.length === 0 ? `${escapeText(first)} is` : `${others.length + 1} of the files are`;
  return [
    `resuming from ${escapeText(path)}, saved ${formatTime(at, utc)}`,
    ...(watches.some(({ triggered }) => triggered !== undefined) ? ['an alert was active'] : []),
    ...(first === '' ? [] : [`${unknown} new`]),
  ].join('; ');
}
