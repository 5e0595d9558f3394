import { resolve } from 'node:path';
import { codeOf } from '../../source/file-error.js';
import { escapeText } from '../../text/escape.js';
import { randomName, writeNew } from '../../files/new-file.js';

/** The numbered names to try before a random one: nobody exports one picture that often in one second. */
const MAX_NAMES = 100;

/**
 * Writes an export into a new file of the current folder, for this user alone.
 *
 * @param at milliseconds since 1970, for the name of the file
 * @returns the message about it
 */
export function exportFile(json: string, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '');
  for (let i = 0; ; i++) {
    const suffix = i === 0 ? '' : `-${i < MAX_NAMES ? i : randomName()}`;
    const path = resolve(`rxmon-${time}Z${suffix}.json`);
    try {
      writeNew(path, json, true);
      return `exported to ${escapeText(path)}`;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return `cannot export to ${escapeText(path)}: ${codeOf(error)}`;
    }
  }
}
