import type { Progress } from './chunk.js';
import { Home } from './home.js';
import { KnownFiles } from './known-files.js';

/** The progress of a log of which nothing has been read, but is to be, from its first byte; nor what lies beside it now. */
export function newcomer(path: string): Progress {
  const home = new Home(path);
  const known = new KnownFiles();
  for (const sibling of home.tryToList() ?? []) known.note(sibling);
  return { home: home.path, positions: [], known: known.list };
}
