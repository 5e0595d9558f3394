import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { combined } from '../../src/format/known/common.js';
import { MAX_STARS, MAX_TERMS, MAX_VALUE_BYTES } from '../../src/format/filter/filter.js';
import type { Filter, Term } from '../../src/format/filter/filter.js';
import { bytesOf, combinedLine } from '../support/log.js';

const engine = new Engine();

const filterOf = (parts: readonly string[], more: Partial<Term> = {}): Filter => ({
  terms: [{ field: 'agent', isNot: false, parts, ...more }],
});

function fittingOf(agents: readonly string[], filter: Filter): number {
  const digest = emptyDigest();
  engine.filter(filter);
  engine.fold(bytesOf(agents.map((agent) => `${combinedLine({}, '-', agent)}\n`).join('')), combined, 'a.log', digest);
  return digest.hits;
}

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Whether the parts stand one behind the other, each looked for from where the one before ends. */
function stand(parts: readonly string[], text: string): boolean {
  let at = 0;
  for (const part of parts) {
    const place = text.indexOf(part, at);
    if (place === -1) return false;
    at = place + part.length;
  }
  return true;
}

/** Texts of which much stands in each other: of two letters, and repeated. */
const anyPiece = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'A', 'b'), minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([text, times]) => text.repeat(times));
const anyText = fc.array(anyPiece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

describe('Engine, with a filter that is hard to match', () => {
  it('counts what a plain search finds', () => {
    const anyCase = anyText.chain((text) =>
      fc.record({
        text: fc.constant(text),
        parts: fc.array(
          fc.oneof(
            anyPiece,
            // Stands there, or nearly.
            fc
              .tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 250 }), fc.constantFrom('', 'a', 'b', 'c'))
              .map(([from, length, last]) => text.slice(from, from + length) + last),
          ),
          { minLength: 1, maxLength: MAX_STARS + 1 },
        ),
        field: fc.constantFrom('agent', 'user'),
        times: fc.integer({ min: 1, max: 20 }),
      }),
    );
    fc.assert(
      fc.property(anyCase, ({ text, parts, field, times }) => {
        const cut = parts.map((part) => part.slice(0, MAX_VALUE_BYTES));
        const among = text.repeat(times);
        const cased = field === 'agent' ? lower : (other: string) => other;
        const line = field === 'agent' ? combinedLine({}, '-', among) : combinedLine({ user: among });
        const digest = emptyDigest();
        engine.filter({ terms: [{ field, isNot: false, parts: ['', ...cut] }] });
        engine.fold(bytesOf(`${line}\n`), combined, 'a.log', digest);
        expect(digest.hits === 1).toBe(stand(cut.map(cased), cased(among)));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a text that stands behind many that begin like it', () => {
    for (const unit of ['a', 'ab', 'aab', 'abcdefghijklmnop', `${'a'.repeat(40)}b`]) {
      const begin = unit.repeat(240).slice(0, 240);
      for (const last of ['', 'c', 'c'.repeat(16)]) {
        const part = `${begin}x${last}${begin[0] ?? ''}`.slice(0, MAX_VALUE_BYTES);
        const before = unit.repeat(Math.ceil(30_000 / unit.length));
        expect(fittingOf([before + part, before + part.toUpperCase(), before], filterOf([part]))).toBe(2);
        expect(fittingOf([before + part + before + part, before + part + before], filterOf([part, part]))).toBe(1);
        expect(fittingOf([before + part.slice(0, -1)], filterOf([part]))).toBe(0);
      }
    }
  });

  // It would not end, if a part that is not there had the parts before it looked for anew.
  it('matches many stars and long texts in a time that is linear in the line', () => {
    const a = (count: number): string => 'a'.repeat(count);
    const lines = Array.from({ length: 40 }, () => a(60_000));
    const stars = [...Array.from({ length: MAX_STARS }, () => 'a'), 'b'];
    const middle = `${a(128)}b${a(127)}`;
    const hard: Term[] = [
      stars,
      [middle],
      [...Array.from({ length: MAX_STARS }, () => a(20)), `${a(60)}b${a(30)}`],
    ].map((parts) => ({ field: 'agent', isNot: true, parts }));
    const terms = Array.from({ length: MAX_TERMS }, () => hard)
      .flat()
      .slice(0, MAX_TERMS);
    expect(fittingOf(lines, { terms })).toBe(40);
    expect(fittingOf([...lines, a(60_000) + middle], { terms })).toBe(40);
  });
});
