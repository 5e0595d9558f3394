import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Sequences } from '../../src/terminal/sequences.js';

const pieces = fc.array(
  fc.constantFrom(
    ...[
      'a',
      'q',
      'é',
      '✜',
      '\r',
      '\t',
      '\x03',
      '\x1b[A',
      '\x1bOP',
      '\x1b[5~',
      '\x1b[1;5C',
      '\x1bx',
      '\x1b[[A',
      '\x1b[99;5u',
    ],
    ...['\x1b[<64;10;5M', '\x1b[M !!', '\x1b[200~', '\x1b[201~'],
    ...[
      '\x1b]11;rgb:ffff/0000/ffff\x07',
      '\x1b]11;q\x1b\\',
      '\x1bP1$rq\x1b\\',
      '\x1b_Gq;OK\x1b\\',
      '\x1b[?62;4c',
      '\x1b[24;80R',
    ],
    ...['\u0090qe\u009c', '\u009d11;q\x07', '\u009b?1;2c'],
  ),
  { maxLength: 12 },
);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

/** What comes of bytes that are cut at these places. */
function takenOf(bytes: string, places: readonly number[]): string {
  const sequences = new Sequences();
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.flatMap((end, i) => sequences.take(bytes.slice(ends[i - 1] ?? 0, end))).join('');
}

describe('Sequences', () => {
  it('gives the same keys wherever what a terminal sends is cut', () => {
    fc.assert(
      fc.property(pieces, cuts, (sent, places) => {
        const bytes = Buffer.from(sent.join(''), 'utf8').toString('latin1');
        expect(takenOf(bytes, places)).toBe(takenOf(bytes, []));
      }),
      { numRuns: 2000 },
    );
  });
});
