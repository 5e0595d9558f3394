import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Changes what all that is loaded later is told of files. */
export function eachStat(change) {
  for (const call of ['statSync', 'fstatSync', 'lstatSync']) {
    const real = fs[call];
    fs[call] = (...args) => {
      const stat = real(...args);
      if (typeof stat?.ino === 'bigint') change(stat);
      return stat;
    };
  }
  syncBuiltinESMExports();
}
