import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from '../followers/settled.mjs';
import { surviving } from '../log/surviving.mjs';
import { keep, removeFolder } from '../process/scratch.mjs';

/**
 * Lets rxmon read the rest, ends it, and says what is wrong with its count.
 *
 * @param written how many lines were
 * @param bytes that they state; unknown unless told
 * @param isLossless whether no rotation destroys lines
 * @param doubts what the test knows to be wrong with itself
 * @returns further left: how many lines are still in files; counts; faults; folder: where to look, if there are any
 */
export async function conclusion({ rxmon, folder, path, rotations, written, bytes, isLossless, doubts = [] }) {
  await settled(rxmon, written);
  const end = await rxmon.stop();
  const left = surviving(path);
  const { counts } = rxmon;
  const faults = [...doubts];
  if (isLossless && left !== written) faults.push(`${written - left} lines are in no file: the test is wrong`);
  if (end !== 0) faults.push(`rxmon ended with ${end}`);
  if (counts.unparsed > 0) faults.push(`${counts.unparsed} unparsed`);
  if (counts.hits > written) faults.push(`${counts.hits - written} lines too many`);
  // What a rotation destroyed may have been read before that, or not.
  if (counts.hits < left) faults.push(`${left - counts.hits} lines lost that are still there`);
  const isAllCounted = counts.hits === written;
  if (isAllCounted && bytes !== undefined && counts.bytes !== bytes) {
    faults.push(`some lines twice and as many not: ${counts.bytes} of ${bytes} bytes`);
  }
  const result = { rotations, written, left, counts, faults };
  if (faults.length === 0) removeFolder(folder);
  else
    writeFileSync(
      join(folder, 'torture.json'),
      JSON.stringify({ ...result, stderr: rxmon.stderr.split('\n') }, null, 2),
    );
  return faults.length === 0 ? result : { ...result, folder: keep(folder) };
}

/** What was counted beside what was written, in one line. */
export function wordsOf({ rotations, written, left, counts, faults, folder }) {
  const destroyed = written - left;
  const words = [`${rotations} rotations, ${written} lines written, ${counts.hits} counted`];
  if (destroyed > 0) {
    words.push(`the rotations destroyed ${destroyed}, of which ${Math.max(0, counts.hits - left)} had been read`);
  }
  words.push(faults.length === 0 ? 'well' : `NOT WELL: ${faults.join('; ')}. See ${folder}`);
  return words.join('; ');
}
