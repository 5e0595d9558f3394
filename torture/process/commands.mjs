import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a command is; undefined when it is not installed. Servers live where a user's PATH often does not look. */
export function commandPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
