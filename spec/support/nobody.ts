import { chownSync } from 'node:fs';

const NOBODY = 65_534;

/** Does something as one who can be refused: root, who cannot be, becomes nobody for it, and gives nobody the folder. */
export async function asNobody(folder: string, run: () => void | Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    chownSync(folder, NOBODY, NOBODY);
    process.seteuid?.(NOBODY);
  }
  try {
    await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
