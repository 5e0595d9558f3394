import { layoutOf } from '../layout.js';
import { SECOND } from '../fields.js';
import type { TextLayout } from '../layout.js';
import type { FieldName } from '../fields.js';

/** The meaning of a directive of a format string. */
export interface Meaning {
  readonly name: FieldName;
  /** If several directives of a string stand for one field, the one of the least rank is read. */
  readonly rank: number;
  /** Microseconds in one unit of a latency. */
  readonly latencyMicroseconds?: number;
}

/** A directive of a format string, for a field, or an ignored one. */
export interface Directive {
  /** As written in the string. */
  readonly written: string;
  readonly meaning: Meaning | undefined;
}

/** A format string taken apart: text, and directives. */
export type Piece = string | Directive;

/**
 * Makes a layout from the pieces of a format string.
 *
 * @throws RangeError with the reason why it does not allow lines to be read: nothing between two fields, or no known
 * field
 */
export function layoutOfPieces(name: string, template: string, pieces: readonly Piece[]): TextLayout {
  const directives = pieces.filter((piece) => typeof piece !== 'string');
  const read = new Set(bestOf(directives).values());
  if (read.size === 0) throw new RangeError('it has no field that rxmon reads');
  const firstField = pieces.findIndex((piece) => typeof piece !== 'string');
  const fields: { name: FieldName | ''; behind: string }[] = [];
  let last: Directive | undefined;
  for (const piece of pieces.slice(firstField)) {
    const field = fields.at(-1);
    if (typeof piece !== 'string') {
      if (last !== undefined && field?.behind === '') {
        throw new RangeError(`nothing stands between ${last.written} and ${piece.written}: put a space between them`);
      }
      fields.push({ name: read.has(piece) ? (piece.meaning?.name ?? '') : '', behind: '' });
      last = piece;
    } else if (field !== undefined) {
      field.behind += piece;
    }
  }
  const latency = directives.find((directive) => read.has(directive) && directive.meaning?.name === 'latency');
  return layoutOf({
    name,
    template,
    before: pieces
      .slice(0, firstField)
      .filter((piece) => typeof piece === 'string')
      .join(''),
    fields,
    latencyMicroseconds: latency?.meaning?.latencyMicroseconds ?? SECOND,
  });
}

/** The directive to read for each field: the first of the least rank. */
function bestOf(directives: readonly Directive[]): Map<FieldName, Directive> {
  const best = new Map<FieldName, Directive>();
  for (const directive of directives) {
    const { meaning } = directive;
    if (meaning === undefined) continue;
    const known = best.get(meaning.name)?.meaning;
    if (known === undefined || meaning.rank < known.rank) best.set(meaning.name, directive);
  }
  return best;
}

/** Removes the backslashes that a text needs in a configuration file: `\"` is a quote. */
export const withoutEscapes = (text: string): string =>
  text.replace(/\\(["'\\tn])/g, (_, letter: string) => (letter === 't' ? '\t' : letter === 'n' ? '\n' : letter));
