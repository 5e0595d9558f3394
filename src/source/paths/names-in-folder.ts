import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { StatSyncOptions } from 'node:fs';
import type { FileSystemAdapter } from 'tinyglobby';
import { fsPath, pathOfBytes } from './path-bytes.js';

const REPLACED = '\ufffd';

/**
 * The names in a folder.
 *
 * @throws the system's error
 */
export function namesIn(folder: string): string[] {
  const path = fsPath(folder);
  const names = readdirSync(path);
  if (!names.some((name) => name.includes(REPLACED))) return names;
  return readdirSync(path, 'buffer').map((name) => pathOfBytes(name));
}

/**
 * The functions of `node:fs` for expanding globs, with paths as in `path-bytes.ts`; of their many forms, only the ones
 * needed.
 */
export const fileSystem = {
  readdirSync: (path: string) =>
    readdirSync(fsPath(path), { withFileTypes: true, encoding: 'buffer' }).map((entry) =>
      Object.assign(entry, { name: pathOfBytes(entry.name) }),
    ),
  statSync: (path: string, options: StatSyncOptions) => statSync(fsPath(path), options),
  realpathSync: Object.assign(realPath, { native: realPath }),
} as unknown as FileSystemAdapter;

function realPath(path: string): string {
  return pathOfBytes(realpathSync.native(fsPath(path), 'buffer'));
}
