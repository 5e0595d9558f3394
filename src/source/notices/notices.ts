import { basename } from 'node:path';
import type { Notice } from '../source-event.js';
import { openFault, readFault } from '../file-error.js';
import type { NameEvent } from './name-event.js';
import type { LogFile } from '../file/log-file.js';

export const notice = (source: string, text: string): Notice => ({ kind: 'notice', source, text });

/** The notice for an event, if it deserves one. */
export function nameNotice(path: string, event: NameEvent): Notice | undefined {
  const text = textOf(path, event);
  return text === undefined ? undefined : notice(path, text);
}

const RETURNED = 'is back; going on where it was';

function textOf(path: string, event: NameEvent): string | undefined {
  switch (event.kind) {
    case 'missing':
      return 'is not there yet; waiting for it';
    case 'vanished':
      return 'is gone; waiting for it to come back';
    case 'returned':
      return RETURNED;
    case 'shared':
      return `is the same file as ${event.reader}, and is not counted twice`;
    case 'lost':
      return 'cannot be read on where the last run stopped: that file is gone, and what was written to it since is lost';
    case 'fault':
      return event.text;
    case 'refused':
      return `was rotated before it was seen; ${basename(event.path)} ${openFault(event.code)}`;
    case 'behind':
      return `was rotated; what was between ${openFault(event.code)}; trying again`;
    case 'settled':
      return undefined;
    case 'opened':
      return openedText(path, event);
  }
}

function openedText(path: string, { file, how }: Extract<NameEvent, { kind: 'opened' }>): string | undefined {
  const other = basename(file.path);
  switch (how) {
    case 'first':
      return undefined;
    case 'found':
      return 'appeared; reading from the start';
    case 'rotated':
      return 'was rotated; reading the new file from the start';
    case 'between':
      return `was rotated before it was seen; reading ${other} from the start`;
    case 'resumed':
      return file.path === path
        ? undefined
        : `was rotated meanwhile; reading ${other} on from where the last run stopped`;
    case 'copied':
      return `was truncated meanwhile; reading its copy ${other} on from where the last run stopped`;
    case 'returned':
      return RETURNED;
    case 'rewritten':
      return 'was replaced by an edited copy; reading on after the lines already counted';
    case 'restarted':
      return 'was truncated meanwhile; reading it from the start';
  }
}

/** @param unread how many bytes were seen but not read; undefined when a copy of them was found */
export function truncatedNotice(path: string, unread: number, copies: readonly LogFile[]): Notice {
  const [copy] = copies;
  if (copy !== undefined)
    return notice(
      path,
      `was truncated; reading its copy ${basename(copy.path)} to the end, and then it from the start`,
    );
  if (unread > 0) return notice(path, `was truncated: up to ${unread} bytes written before were never read`);
  return notice(path, 'was truncated; reading it from the start');
}

export function failedNotice(path: string, error: Error): Notice {
  return notice(path, `${readFault(error)}; trying again`);
}
