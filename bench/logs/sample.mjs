import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The lines of a real log in the combined format, again and again. Takes the place of `plain`. */
export function sample(path) {
  const bytes = readFileSync(path);
  if (bytes.length === 0) throw new Error(`--sample ${path} is empty: give a log with lines in the combined format`);
  const lines = bytes.toString('latin1').trimEnd().split('\n');
  return {
    name: 'plain',
    about: `the ${lines.length} lines of ${path}, repeated`,
    id: `sample-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`,
    encoding: 'latin1',
    *lines({ count }) {
      for (let i = 0; i < count; i++) yield lines[i % lines.length];
    },
  };
}
