import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { common } from '../../src/format/known/common.js';
import { Feeder } from '../../src/engine/engine-feeder.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import { plainDigest } from '../support/digest.js';
import type { PlainDigest } from '../support/digest.js';
import { logLine } from '../support/program.js';

const INPUT_BYTES = 70 * 1024;
const engine = new Engine(INPUT_BYTES);
engine.use(common);

/** The digest of bytes that come in the given pieces. */
function fed(...pieces: readonly string[]): PlainDigest {
  const digest = emptyDigest();
  const feeder = new Feeder(engine, 'a.log', digest);
  for (const piece of pieces) feeder.push(Buffer.from(piece, 'latin1'));
  feeder.end();
  return plainDigest(digest);
}

const LOG = ['/a', '/b/\xc3\xbc', '/c'].map((path) => logLine(`GET ${path} HTTP/1.1`)).join('') + 'garbage\r\n';

describe('Feeder', () => {
  it('folds a log at every place where it may be split', () => {
    const whole = fed(LOG);
    expect(whole).toMatchObject({ hits: 3, unparsed: 1 });
    for (let at = 0; at <= LOG.length; at++) expect(fed(LOG.slice(0, at), LOG.slice(at))).toEqual(whole);
  });

  it('folds a log in pieces of any sizes', () => {
    const whole = fed(LOG.repeat(3));
    fc.assert(
      fc.property(fc.array(fc.nat(LOG.length * 3)), (places) => {
        const cuts = [0, ...places.sort((a, b) => a - b), LOG.length * 3];
        expect(fed(...cuts.map((from, i) => LOG.repeat(3).slice(from, cuts[i + 1] ?? from)))).toEqual(whole);
      }),
    );
  });

  it('takes what the end leaves without a newline for a line', () => {
    expect(fed(LOG, logLine().trimEnd())).toMatchObject({ hits: 4, unparsed: 1 });
    expect(fed('')).toMatchObject({ hits: 0, unparsed: 0 });
  });

  it.each([MAX_LINE_BYTES + 1, INPUT_BYTES - 2, INPUT_BYTES - 1, INPUT_BYTES, INPUT_BYTES + 1, 3 * INPUT_BYTES])(
    'counts a line of %d bytes once as unparsed and goes on behind it',
    (length) => {
      expect(fed(`${LOG}${'x'.repeat(length)}\n${LOG}`)).toMatchObject({ hits: 6, unparsed: 3 });
      expect(fed(`${LOG}${'x'.repeat(length)}`)).toMatchObject({ hits: 3, unparsed: 2 });
    },
  );

  it('counts a line of the greatest length, in whatever pieces it comes', () => {
    const line = logLine(`GET /${'x'.repeat(MAX_LINE_BYTES - logLine('GET /').length + 1)}`);
    expect(line).toHaveLength(MAX_LINE_BYTES + 1);
    for (const length of [1000, 16_384, MAX_LINE_BYTES, MAX_LINE_BYTES + 1]) {
      const pieces = Array.from({ length: Math.ceil(line.length / length) }, (_, i) =>
        line.slice(i * length, (i + 1) * length),
      );
      expect(fed(...pieces, LOG, line.trimEnd())).toMatchObject({ hits: 5, unparsed: 1 });
      expect(fed('x', ...pieces, LOG, 'x', line.trimEnd())).toMatchObject({ hits: 3, unparsed: 3 });
    }
  });
});
