import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const COMMON = `  --bin FILE       the rxmon to torture                                  [dist/bin.js]
  --without LIST   flags that this rxmon does not know, such as --poll   [none]
  --seed N         for the same random choices again                     [another each time]
  -- FLAGS         further flags for rxmon`;

/**
 * Reads the command line of one of the programs here; ends the process when help is asked for or the flags make no sense.
 *
 * @param flags by name: `{ kind, standard }`; the kind is `number`, `list` (of `known` words) or `switch`
 */
export function optionsOf(usage, flags = {}) {
  try {
    return read(usage, flags);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

function read(usage, flags) {
  const string = { type: 'string' };
  const own = Object.entries(flags).map(([name, { kind }]) => [name, kind === 'switch' ? { type: 'boolean' } : string]);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bin: string, without: string, seed: string, help: { type: 'boolean' }, ...Object.fromEntries(own) },
  });
  if (values.help) {
    console.log(`${usage}\n${COMMON}`);
    process.exit(0);
  }
  const bin = resolve(values.bin ?? fileURLToPath(new URL('../dist/bin.js', import.meta.url)));
  if (!existsSync(bin)) throw new Error(`${bin} is not there: build it with "npm run build"`);
  const options = {
    bin,
    without: listOf(values.without),
    seed: number('seed', values.seed ?? Math.floor(Math.random() * 1e9)),
    flags: positionals,
  };
  for (const [name, flag] of Object.entries(flags)) {
    options[name] = values[name] === undefined ? flag.standard : valueOf(name, values[name], flag);
  }
  return options;
}

function valueOf(name, value, { kind, known }) {
  if (kind === 'number') return number(name, value);
  return kind === 'list' ? wordsOf(name, value, known) : value;
}

function wordsOf(name, text, known) {
  const words = listOf(text);
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`--${name} "${unknown.join(',')}" is not known: use ${known.join(', ')}`);
  return words;
}

const listOf = (text) => text?.split(',').filter((word) => word !== '') ?? [];

function number(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} "${text}" is not a whole number`);
  return value;
}
