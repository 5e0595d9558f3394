import { existsSync, renameSync } from 'node:fs';

/** Renames a log as logrotate does: `access.log` to `.1`, what was `.1` to `.2`, and so on, packed ones too. */
export function shift(path) {
  let oldest = 0;
  while (suffixOf(path, oldest + 1) !== undefined) oldest++;
  for (let n = oldest; n >= 1; n--) {
    const suffix = suffixOf(path, n);
    renameSync(`${path}.${n}${suffix}`, `${path}.${n + 1}${suffix}`);
  }
  renameSync(path, `${path}.1`);
  return `${path}.1`;
}

const suffixOf = (path, n) => ['', '.gz'].find((suffix) => existsSync(`${path}.${n}${suffix}`));
