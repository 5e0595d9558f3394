import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf } from '../source/fault.js';
import { escapeText } from '../view/escape.js';

/** How many names are tried: one picture is exported that often in one second by nobody. */
const MOST_NAMES = 100;

/**
 * Writes what was exported into a file of the current folder that is not there yet.
 *
 * @param at milliseconds since 1970, by which the file is named
 * @returns what is to be said of it
 */
export function exportFile(json: string, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '');
  for (let i = 0; i < MOST_NAMES; i++) {
    const path = resolve(`rxmon-${time}Z${i === 0 ? '' : `-${i}`}.json`);
    try {
      writeFileSync(path, json, { flag: 'wx' });
      return `exported to ${escapeText(path)}`;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return `cannot export to ${escapeText(path)}: ${codeOf(error)}`;
    }
  }
  return 'cannot export: too many files of this second; wait for the next';
}
