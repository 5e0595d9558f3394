/** The fields of a log line that rxmon reads. */
export const FIELDS = [
  'host',
  'user',
  'time',
  'request',
  'status',
  'bytes',
  'referrer',
  'agent',
  'method',
  'target',
  'protocol',
  'latency',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** One field of a layout and the bytes behind it. */
interface Step {
  /** Place of the field in the spans that `cut` fills, -1 when the field is not read. */
  readonly slot: number;
  /** The field stands between double quotes, in which a backslash hides the byte behind it. */
  readonly quoted: boolean;
  /** The bytes that end the field. Empty in the last step: a space or the end of the line ends it. */
  readonly end: Uint8Array;
}

/** How a line of one log format is cut into fields. */
export interface Layout {
  readonly name: string;
  readonly template: string;
  readonly steps: readonly Step[];
  /** Microseconds that a unit of the latency stands for; 1,000,000 where it is in seconds. */
  readonly latencyMicroseconds: number;
}

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const SPACE = 0x20;

const fieldPattern = /\{([^{}]*)\}/g;

/**
 * Makes a layout from a template: fields in braces, and between them the bytes that stand between them in a line.
 * `{}` is a field that is not read. What a line holds behind the last field is not looked at, so that formats
 * which only add fields at the end are read as well.
 *
 * @throws RangeError when the template names an unknown field, has none, does not begin with one, or has two without bytes between.
 */
export function layout(name: string, template: string, latencyMicroseconds = 1_000_000): Layout {
  const matches = [...template.matchAll(fieldPattern)];
  if (matches[0]?.index !== 0) throw new RangeError(`The layout "${template}" does not begin with a field in braces`);
  const steps = matches.map((match, i): Step => {
    const field = match[1] ?? '';
    const slot = (FIELDS as readonly string[]).indexOf(field);
    if (field !== '' && slot === -1) {
      throw new RangeError(`The layout "${template}" has an unknown field "${field}"; known are ${FIELDS.join(', ')}`);
    }
    const next = matches[i + 1];
    const end = template.slice(match.index + match[0].length, next?.index);
    if (next !== undefined && end === '') {
      throw new RangeError(`The layout "${template}" has nothing between "{${field}}" and the field behind it`);
    }
    const quoted = template[match.index - 1] === '"' && end.startsWith('"');
    return { slot, quoted, end: new TextEncoder().encode(end) };
  });
  return { name, template, steps, latencyMicroseconds };
}

/** Room for the places of a line's fields: field `FIELDS[i]` stands from `spans[2 * i]` up to `spans[2 * i + 1]`. */
export function spansOf(): Int32Array {
  return new Int32Array(2 * FIELDS.length);
}

/**
 * Cuts the line `bytes[from, to)` into fields, whose places it leaves in `spans`. Fields that the layout does not have keep
 * what stood there before. A line that breaks off in its last field fits.
 *
 * @returns whether the line fits the layout; when not, `spans` holds nothing of use.
 */
export function cut({ steps }: Layout, bytes: Uint8Array, from: number, to: number, spans: Int32Array): boolean {
  let at = from;
  for (const [i, { slot, quoted, end }] of steps.entries()) {
    let stop = end.length === 0 ? endOfWord(bytes, at, to) : findEnd(bytes, at, to, end, quoted);
    if (stop === -1) {
      if (i < steps.length - 1) return false;
      stop = to;
    }
    if (slot !== -1) {
      spans[2 * slot] = at;
      spans[2 * slot + 1] = stop;
    }
    at = stop + end.length;
  }
  return true;
}

function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== SPACE) at++;
  return at;
}

function findEnd(bytes: Uint8Array, from: number, to: number, end: Uint8Array, quoted: boolean): number {
  const first = quoted ? QUOTE : end[0];
  const last = to - end.length;
  for (let at = from; at <= last; at++) {
    const byte = bytes[at];
    if (byte === first) {
      let same = 1;
      while (same < end.length && bytes[at + same] === end[same]) same++;
      if (same === end.length) return at;
    } else if (quoted && byte === BACKSLASH) {
      at++;
    }
  }
  return -1;
}
