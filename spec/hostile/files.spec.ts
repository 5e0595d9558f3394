import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom, reduce } from 'rxjs';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { combined } from '../../src/format/known/common.js';
import { foldAll } from '../../src/report/fold-all.js';
import { planReport } from '../../src/report/plan.js';
import { combinedLine } from '../support/log.js';
import { Folder } from '../support/program.js';
import { harmIn, HOSTILE } from './values.js';

const MEGABYTE = 1024 * 1024;
const hits = (count: number): string => `${combinedLine()}\n`.repeat(count);

interface Outcome {
  readonly faults: readonly string[];
  readonly failures: readonly string[];
  readonly digest: Digest;
}

describe('A file for a report', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => {
    folder.remove();
  });

  /** What comes of a file of these bytes. */
  async function outcomeOf(bytes: string | Uint8Array, format: typeof combined | 'auto' = 'auto'): Promise<Outcome> {
    const path = folder.file('a.log');
    writeFileSync(path, bytes);
    const { tasks, faults } = await planReport([path], format);
    const nothing = { failures: [] as string[], digest: emptyDigest() };
    const { failures, digest } = await lastValueFrom(
      foldAll(tasks).pipe(
        reduce((outcome, event) => {
          if (event.kind === 'failed') outcome.failures.push(event.reason);
          if (event.kind === 'digest') addDigest(outcome.digest, event.digest);
          return outcome;
        }, nothing),
      ),
      { defaultValue: nothing },
    );
    return { faults: faults.map((fault) => fault.slice(path.length + 1)), failures, digest };
  }

  it('that unpacks to a thousand times its size is read like any other', async () => {
    const packed = gzipSync(hits(200_000));
    expect(packed.length).toBeLessThan(MEGABYTE / 4);
    expect((await outcomeOf(packed)).digest).toMatchObject({ hits: 200_000, unparsed: 0 });
  });

  it.each([
    ['zeros', Buffer.alloc(40 * MEGABYTE), 1],
    ['line ends', Buffer.alloc(4 * MEGABYTE, '\n'), 4 * MEGABYTE],
  ])('that unpacks to megabytes of %s is refused, or counted where its format is told', async (_, bytes, lines) => {
    const packed = gzipSync(bytes);
    expect(packed.length).toBeLessThan(MEGABYTE / 16);
    expect((await outcomeOf(packed)).faults).toEqual([expect.stringMatching(/^fits no known log format/)]);
    expect((await outcomeOf(packed, combined)).digest).toMatchObject({ hits: 0, unparsed: lines });
  });

  it('of several gzip files, one behind the other, is read to its end', async () => {
    const packed = Buffer.concat([gzipSync(hits(3)), gzipSync(''), gzipSync(hits(2))]);
    expect((await outcomeOf(packed)).digest).toMatchObject({ hits: 5, unparsed: 0 });
  });

  it('that was padded with zeros after it was packed is read', async () => {
    const padded = Buffer.concat([gzipSync(hits(3)), Buffer.alloc(512)]);
    expect(await outcomeOf(padded)).toMatchObject({ failures: [], digest: { hits: 3, unparsed: 0 } });
  });

  it('whose packed bytes break off is read as far as they go, and said to be cut off', async () => {
    const packed = gzipSync(hits(50_000));
    const { failures, digest } = await outcomeOf(packed.subarray(0, packed.length - 30));
    expect(failures).toEqual([expect.stringContaining('unexpected end of file')]);
    expect(digest.hits).toBeGreaterThan(40_000);
  });

  it.each([
    ['no more than the mark of gzip', (packed: Buffer) => packed.subarray(0, 2), /unexpected end of file/],
    ['half a header', (packed: Buffer) => packed.subarray(0, 5), /unexpected end of file/],
    [
      'a header and noise',
      (packed: Buffer) => Buffer.concat([packed.subarray(0, 10), Buffer.alloc(99, 0xff)]),
      /gzip -t/,
    ],
  ])('of %s is said to be no gzip that can be unpacked', async (_, damage, reason) => {
    const { faults, digest } = await outcomeOf(damage(gzipSync(hits(3))));
    expect(faults).toEqual([expect.stringMatching(/^cannot be unpacked: /)]);
    expect(faults[0]).toMatch(reason);
    expect(digest.hits).toBe(0);
  });

  it('with a name in its gzip header that is longer than what is looked at first is read', async () => {
    const packed = gzipSync(hits(3));
    const header = Buffer.from(packed.subarray(0, 10));
    header[3] = 8;
    const named = Buffer.concat([header, Buffer.from(`${'n'.repeat(100_000)}\0`), packed.subarray(10)]);
    expect((await outcomeOf(named)).digest).toMatchObject({ hits: 3, unparsed: 0 });
  });

  it('of packed nothing has no hits', async () => {
    expect(await outcomeOf(gzipSync(''))).toMatchObject({ faults: [], failures: [], digest: { hits: 0, unparsed: 0 } });
  });

  it.each([
    ['plain', (log: string) => Buffer.from(log)],
    ['packed', (log: string) => gzipSync(log)],
  ])('that begins with a line of a megabyte is read for those behind it (%s)', async (_, written) => {
    const log = `${'x'.repeat(MEGABYTE)}\n${hits(5)}`;
    expect((await outcomeOf(written(log))).digest).toMatchObject({ hits: 5, unparsed: 1 });
  });

  it('that fits no format is refused with its first line as it may be shown', async () => {
    for (const text of Object.values(HOSTILE)) {
      const { faults } = await outcomeOf(Buffer.from(`{${text}\n`, 'latin1'));
      expect(faults).toHaveLength(1);
      expect(faults.flatMap(harmIn)).toEqual([]);
      expect(faults[0]).not.toContain('\ufffd');
    }
  });
});
