import { MATCHING, MAX_VALUE_BYTES } from '../format/filter/filter.js';
import type { Filter, FilterField, Term } from '../format/filter/filter.js';
import { engineMap } from './engine-map.js';
import { isPartOfRequest, slotOf } from './slots.js';

/** The fields of terms, the quickest to compare first. A status is looked up in a table of all. */
const FIELDS = (Object.keys(MATCHING) as FilterField[])
  .filter((field) => field !== 'status')
  .sort((a, b) => Number(MATCHING[b].isPrefix) - Number(MATCHING[a].isPrefix));

/** The arguments of the engine's `setFilter`. */
export type WrittenFilter = [
  isFiltered: number,
  terms: number,
  hasStatuses: number,
  hasRequest: number,
  isOfLines: number,
];

/**
 * Writes the terms of a filter into the memory of the engine: see `assembly/filter.ts`.
 *
 * @throws RangeError when there is no room for them, or a text has more than `MAX_VALUE_BYTES`; `parseFilter` never
 * returns such terms
 */
export function writeFilter(memory: Buffer, { terms }: Filter): WrittenFilter {
  const statuses = terms.filter(({ field }) => field === 'status');
  const { FILTER_TERMS, UNESCAPED } = engineMap();
  const others = FIELDS.flatMap((field) =>
    terms.filter((term) => term.field === field).map((term) => bytesOf(term, field)),
  );
  const bytes = Buffer.concat(others);
  if (bytes.length > UNESCAPED - FILTER_TERMS) {
    throw new RangeError(`The filter has ${bytes.length} bytes: use fewer or shorter terms`);
  }
  if (statuses.length > 0) writeStatuses(memory, statuses);
  memory.set(bytes, FILTER_TERMS);
  return [
    Number(terms.length > 0),
    others.length,
    Number(statuses.length > 0),
    Number(terms.some(({ field }) => isPartOfRequest(field))),
    Number(terms.every(({ field }) => field === 'line')),
  ];
}

function bytesOf({ isNot, parts }: Term, field: FilterField): Buffer {
  const { isCaseless, ...matching } = MATCHING[field];
  // A leading star means that the value may occur anywhere.
  const isPrefix = matching.isPrefix && parts[0] !== '';
  const texts = parts
    .filter((part) => part !== '')
    .map((part) => Buffer.from(isCaseless ? part.replace(/[A-Z]+/gu, (upper) => upper.toLowerCase()) : part));
  const longest = Math.max(...texts.map(({ length }) => length));
  if (longest > MAX_VALUE_BYTES) {
    throw new RangeError(`A term of the filter has a text of ${longest} bytes: use ${MAX_VALUE_BYTES} at most`);
  }
  const { IS_NOT, IS_PREFIX, IS_CASELESS, TERM_HEADER_BYTES } = engineMap();
  const header = Buffer.alloc(TERM_HEADER_BYTES);
  header[0] = slotOf(field);
  header[1] = (isNot ? IS_NOT : 0) | (isPrefix ? IS_PREFIX : 0) | (isCaseless ? IS_CASELESS : 0);
  header.writeUInt16LE(texts.length, 2);
  const pieces = texts.flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return [length, text];
  });
  const term = Buffer.concat([header, ...pieces]);
  term.writeUInt32LE(term.length, 4);
  return term;
}

/** Sets a bit for each status that fits all terms: `000` to `999`, then `-`. */
function writeStatuses(memory: Buffer, terms: readonly Term[]): void {
  const { FILTER_STATUSES, FILTER_TERMS } = engineMap();
  memory.fill(0, FILTER_STATUSES, FILTER_TERMS);
  const patterns = terms.map(({ isNot, parts }) => ({ isNot, pattern: statusPatternOf(parts) }));
  for (let number = 0; number <= 1000; number++) {
    const status = number === 1000 ? '-' : String(number).padStart(3, '0');
    if (patterns.some(({ isNot, pattern }) => pattern.test(status) === isNot)) continue;
    const place = FILTER_STATUSES + (number >>> 3);
    memory[place] = (memory[place] ?? 0) | (1 << (number & 7));
  }
}

const statusPatternOf = (parts: readonly string[]): RegExp =>
  new RegExp(`^${parts.map((part) => part.replace(/[^-0-9x]/giu, '').replace(/x/giu, '[0-9]')).join('.*')}`, 'u');
