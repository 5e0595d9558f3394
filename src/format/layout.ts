import { FIELDS, SECOND } from './fields.js';
import type { FieldName } from './fields.js';
import type { JsonLayout } from './known/json-layout.js';

/** How to cut a line of one log format into fields. Plain data, so that it can be sent to another thread. */
export type Layout = TextLayout | JsonLayout;

/** Fields with fixed bytes between them. */
export interface TextLayout {
  readonly kind: 'text';
  readonly name: string;
  readonly template: string;
  /** The bytes before the first field. */
  readonly before: Uint8Array;
  readonly steps: readonly Step[];
  /** Microseconds in one unit of the latency; 1,000,000 if it is in seconds. */
  readonly latencyMicroseconds: number;
}

/** One field of a layout and the bytes behind it. */
interface Step {
  /** Place of the field in `FIELDS`, -1 for an ignored one. */
  readonly slot: number;
  /** Whether the field is in double quotes, in which a backslash hides the byte behind it. */
  readonly quoted: boolean;
  /** The bytes that end the field. Empty in the last step: a space or the end of the line ends it. */
  readonly end: Uint8Array;
}

/** The parts for making a layout. */
export interface LayoutParts {
  readonly name: string;
  readonly template: string;
  /** The text before the first field. */
  readonly before: string;
  /** Each field, `''` for an ignored one, and the text behind it. */
  readonly fields: readonly { readonly name: FieldName | ''; readonly behind: string }[];
  readonly latencyMicroseconds: number;
}

/** The maximum number of fields of a layout. */
export const MAX_FIELDS = 64;
/** The maximum number of bytes before the first field, or between two. */
export const MAX_BYTES_BETWEEN = 44;

const fieldPattern = /\{([^{}]*)\}/g;

/**
 * Makes a layout from a template: fields in braces, and between them the bytes that separate them in a line. `{}` is an
 * ignored field. Ignores the rest of a line behind the last field, so that formats which only add fields at the end are
 * read as well.
 *
 * @throws RangeError when the template names an unknown field, has none, does not begin with one, or has two without
 * bytes between
 */
export function layout(name: string, template: string, latencyMicroseconds = SECOND): TextLayout {
  const matches = [...template.matchAll(fieldPattern)];
  if (matches[0]?.index !== 0) throw new RangeError(`The layout "${template}" does not begin with a field in braces`);
  const fields = matches.map((match, i) => {
    const field = match[1] ?? '';
    if (!isField(field)) {
      throw new RangeError(`The layout "${template}" has an unknown field "${field}"; known are ${FIELDS.join(', ')}`);
    }
    const next = matches[i + 1];
    const behind = template.slice(match.index + match[0].length, next?.index);
    if (next !== undefined && behind === '') {
      throw new RangeError(`The layout "${template}" has nothing between "{${field}}" and the field behind it`);
    }
    return { name: field, behind };
  });
  return layoutOf({ name, template, before: '', fields, latencyMicroseconds });
}

/**
 * Makes a layout from its parts.
 *
 * @throws RangeError when it has more than `MAX_FIELDS` fields, or more than `MAX_BYTES_BETWEEN` bytes before one
 */
export function layoutOf({ name, template, before, fields, latencyMicroseconds }: LayoutParts): TextLayout {
  if (fields.length > MAX_FIELDS) {
    throw new RangeError(`it has ${fields.length} fields: leave those at the end out, ${MAX_FIELDS} can be read`);
  }
  const steps = fields.map(({ name: field, behind }, i): Step => {
    const quoted = (fields[i - 1]?.behind ?? before).endsWith('"') && behind.startsWith('"');
    return { slot: field === '' ? -1 : FIELDS.indexOf(field), quoted, end: bytesBetween(behind) };
  });
  return { kind: 'text', name, template, before: bytesBetween(before), steps, latencyMicroseconds };
}

const isField = (name: string): name is FieldName | '' => name === '' || (FIELDS as readonly string[]).includes(name);

function bytesBetween(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_BYTES_BETWEEN) return bytes;
  throw new RangeError(`it has ${JSON.stringify(text)} between two fields: ${MAX_BYTES_BETWEEN} bytes can be read`);
}
