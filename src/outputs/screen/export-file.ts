import { resolve } from 'node:path';
import { codeOf } from '../../source/file-error.js';
import { escapeText } from '../../text/escape.js';
import { randomName, writeNew } from '../../files/new-file.js';

/** How many numbered names are tried before a random one: one picture is exported that often in one second by nobody. */
const MAX_NAMES = 100;

/**
 * Writes what was exported into a file of the current folder that is not there yet, for this user alone.
 *
 * @param at milliseconds since 1970, by which the file is named
 * @returns what is to be said of it
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
