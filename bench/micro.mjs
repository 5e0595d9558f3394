// Measures the parts of rxmon one by one: `node bench/micro.mjs [dist]`.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { digestForm } from './micro/digest-form.mjs';
import { distincts } from './micro/distinct.mjs';
import { fold } from './micro/fold.mjs';
import { keyTables } from './micro/key-table.mjs';
import { spreads } from './micro/spread.mjs';
import { timePerOperation } from './micro/time.mjs';
import { machine } from './text/machine.mjs';
import { markdownTable } from './text/markdown.mjs';
import { digits } from './text/numbers.mjs';

const dist = resolve(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url)));
const bin = join(dist, 'bin.js');
// The program itself is bundled; the library beside it has its modules one by one.
const modules = existsSync(join(dist, 'lib')) ? join(dist, 'lib') : dist;
const load = (path) => import(pathToFileURL(join(modules, path)).href);

const rows = [];
const missing = [];
for (const suite of [fold, keyTables, distincts, spreads, digestForm]) {
  try {
    for (const { name, unit, operations, run } of await suite({ bin, load })) {
      const { median, min, max } = timePerOperation(run, operations);
      rows.push([name, unit, digits(median), `${digits(min)} – ${digits(max)}`]);
    }
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    missing.push(`- ${suite.name} left out: ${error.message.split(' imported from ')[0]}`);
  }
}
console.log([`${machine()}.`, '', markdownTable(['part', 'per', 'ns', 'min – max'], rows, 2)].join('\n'));
if (missing.length > 0) console.log(['', ...missing].join('\n'));
