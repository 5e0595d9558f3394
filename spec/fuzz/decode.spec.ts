import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, lastValueFrom, reduce } from 'rxjs';
import { decodeDigest, encodeDigest } from '../../src/digest/digest-binary.js';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import type { Layout } from '../../src/format/layout.js';
import { decode } from '../../src/monitor/decode/decode.js';
import { Feeder } from '../../src/engine/engine-feeder.js';
import { wholeLines } from '../../src/source/whole-lines.js';
import { reportJson, statsJson } from '../../src/view/json.js';
import { reportTable } from '../../src/view/report/report-table.js';
import { theme } from '../../src/text/theme.js';
import { harmIn } from '../hostile/values.js';
import { digests } from '../support/batches.js';
import { plainDigest } from '../support/digest.js';
import { AT, statsOf } from '../support/traffic.js';
import { anyCuts, anyLog, cutAt, layoutsByName } from './arbitraries.js';
import { fuzzed } from './settings.js';

const engine = new Engine();

function folded(log: Buffer, layout: Layout): Digest {
  const digest = emptyDigest();
  engine.fold(log, layout, 'a.log', digest);
  return digest;
}

function fed(pieces: readonly Uint8Array[], layout: Layout): Digest {
  const digest = emptyDigest();
  engine.use(layout);
  const feeder = new Feeder(engine, 'a.log', digest);
  for (const piece of pieces) feeder.push(piece);
  feeder.end();
  return digest;
}

/** Digests come within the turn in which their bytes do. */
function decoded(pieces: readonly Uint8Array[], format: Layout | 'auto'): Promise<Digest> {
  return lastValueFrom(
    from(pieces).pipe(
      wholeLines('a.log'),
      decode(format),
      digests,
      reduce((sum, digest) => {
        addDigest(sum, digest);
        return sum;
      }, emptyDigest()),
    ),
  );
}

function linesIn(log: Buffer): number {
  const ends = log.filter((byte) => byte === 0x0a).length;
  return log.length > 0 && log.at(-1) !== 0x0a ? ends + 1 : ends;
}

describe('Any log', () => {
  it.each(layoutsByName)('says the same however it is cut, with every line counted, as %s', async (_, layout) => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyCuts, async (log, cuts) => {
        const digest = folded(log, layout);
        const said = plainDigest(digest);
        expect(said.hits + said.unparsed).toBe(linesIn(log));
        const pieces = cutAt(log, cuts);
        expect(plainDigest(fed(pieces, layout))).toEqual(said);
        expect(plainDigest(await decoded(pieces, layout))).toEqual(said);
        expect(plainDigest(decodeDigest(encodeDigest(digest)))).toEqual(said);
      }),
      fuzzed(0.2),
    );
  });

  it('has every line counted as auto', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, anyCuts, async (log, cuts) => {
        const { hits, unparsed } = await decoded(cutAt(log, cuts), 'auto');
        expect(hits + unparsed).toBe(linesIn(log));
      }),
      fuzzed(0.3),
    );
  });

  it('is shown without harm, whatever it holds', () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.constantFrom(...layoutsByName.map(([, layout]) => layout)),
        fc.integer({ min: 20, max: 200 }),
        (log, layout, width) => {
          const digest = folded(log, layout);
          const rows = digest.timeline.rows();
          const [first, last] = [rows[0]?.second ?? 0, rows.at(-1)?.second ?? 0];
          const report = {
            ...{ type: 'report' as const, from: first * 1000, to: last * 1000, digest },
            ...{ alerts: [], files: 1, isPartial: false },
          };
          const options = { top: 5, width, theme: theme(0), utc: true };
          const text = reportTable(report, options);
          expect(harmIn(text)).toEqual([]);
          const said = log.toString('latin1');
          for (const odd of ['NaN', 'Infinity', 'undefined']) if (!said.includes(odd)) expect(text).not.toContain(odd);
          for (const json of [reportJson(report, options), statsJson(statsOf(digest, { from: AT }), options)]) {
            expect(harmIn(json)).toEqual([]);
            const values: unknown[] = [];
            const object: unknown = JSON.parse(json, (_, value: unknown) => (values.push(value), value));
            expect(object).toMatchObject({ hits: digest.hits, unparsed: digest.unparsed });
            // What JSON writes for a number that is none.
            expect(values).not.toContain(null);
          }
        },
      ),
      fuzzed(),
    );
  });
});
