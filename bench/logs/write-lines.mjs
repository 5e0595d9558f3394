import { once } from 'node:events';
import { createWriteStream, renameSync } from 'node:fs';

const BATCH_LINES = 4096;

/** Writes lines to a file, which gets its name when all are in it: what is there under that name is whole. */
export async function writeLines(path, lines, encoding = 'utf8') {
  const part = `${path}.part`;
  const file = createWriteStream(part);
  let batch = [];
  const write = async () => {
    if (!file.write(`${batch.join('\n')}\n`, encoding)) await once(file, 'drain');
    batch = [];
  };
  for await (const line of lines) {
    batch.push(line);
    if (batch.length === BATCH_LINES) await write();
  }
  if (batch.length > 0) await write();
  file.end();
  await once(file, 'close');
  renameSync(part, path);
}
