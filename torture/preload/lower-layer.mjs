import { eachStat } from './each-stat.mjs';

const HOUR_NS = 3_600_000_000_000n;

/** When each file had been written to last, where it was seen first. */
const mtimes = new Map();

/** As an overlay file system tells of the files of its lower layer: the first write to one gives it another time of birth. */
eachStat((stat) => {
  const { ino, mtimeNs } = stat;
  if (!mtimes.has(ino)) mtimes.set(ino, mtimeNs);
  if (mtimes.get(ino) === mtimeNs) stat.birthtimeNs -= HOUR_NS;
});
