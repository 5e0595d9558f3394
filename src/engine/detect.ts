import { emptyDigest } from '../digest/digest.js';
import { layouts } from '../format/registry.js';
import type { Layout } from '../format/layout.js';
import { Engine } from './engine.js';

const NEWLINE = 0x0a;
const LINES_LOOKED_AT = 20;
/** A layout that reads more may fit somewhat fewer lines than the best-fitting one: at least this share. */
const ENOUGH = 0.9;

/**
 * Finds the layout of the first lines in `bytes`: among the layouts that fit nearly as many lines as the best-fitting
 * one, the one that reads the most of a line. Nearly as many means 90 %, or one line less as long as most lines fit: a
 * line that was cut short fits a layout that reads less, and must not cost the referrers of all others.
 *
 * @param engine has no counts that are yet to be taken, and gets none
 * @param candidates layouts that read more of a line first
 * @returns undefined when no layout fits any line
 */
export function detect(
  bytes: Uint8Array,
  engine: Engine = new Engine(),
  candidates: readonly Layout[] = layouts,
): Layout | undefined {
  const lines = firstLines(bytes);
  const fits = candidates.map((layout) => fitOf(lines, layout, engine));
  const most = Math.max(...fits);
  if (most === 0) return undefined;
  const isEnough = (fit: number): boolean => fit >= ENOUGH * most || (fit >= most - 1 && 2 * fit > most);
  return candidates.find((_, i) => isEnough(fits[i] ?? 0));
}

/**
 * The number of lines that fit. One without host counts half: behind a virtual host, a user with a space in its name is
 * taken for the user, and the dash before it for the host.
 */
function fitOf(lines: Uint8Array, layout: Layout, engine: Engine): number {
  const digest = emptyDigest();
  engine.fold(lines, layout, '', digest);
  const hostless = digest.tables.hosts.rows().find(({ key }) => key === '-')?.hits ?? 0;
  return digest.hits - hostless / 2;
}

function firstLines(bytes: Uint8Array): Uint8Array {
  let end = 0;
  for (let line = 0; line < LINES_LOOKED_AT && end < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, end);
    end = newline === -1 ? bytes.length : newline + 1;
  }
  return bytes.subarray(0, end);
}
