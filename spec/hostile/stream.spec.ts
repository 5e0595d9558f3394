import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, reduce } from 'rxjs';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { detect } from '../../src/engine/detect.js';
import { combined } from '../../src/format/known/common.js';
import { foldStream } from '../../src/report/fold-stream.js';
import type { StreamOptions } from '../../src/report/fold-stream.js';
import { combinedLine } from '../support/log.js';
import { harmIn, HOSTILE } from './values.js';

interface Outcome {
  readonly failures: readonly string[];
  readonly digest: Digest;
}

/** What a report makes of a pipe that gives these pieces. */
function outcomeOf(pieces: readonly string[], layoutOf: StreamOptions['layoutOf'] = detect): Promise<Outcome> {
  const stream = Readable.from(pieces.map((piece) => Buffer.from(piece, 'latin1')));
  return lastValueFrom(
    foldStream(() => stream, { path: '-', layoutOf, bounds: undefined }).pipe(
      reduce(
        ({ failures, digest }, event): Outcome => ({
          failures: event.kind === 'failed' ? [...failures, event.reason] : failures,
          digest: event.kind === 'digest' ? event.digest : digest,
        }),
        { failures: [], digest: emptyDigest() } as Outcome,
      ),
    ),
  );
}

const hit = `${combinedLine()}\n`;

describe('A stream for a report', () => {
  it.each<[string, readonly string[], Partial<Digest>]>([
    ['half a line', [hit.slice(0, 14), hit.slice(14) + hit], { hits: 2, unparsed: 0 }],
    ['single bytes', hit.split(''), { hits: 1, unparsed: 0 }],
    ['half a line that fits another format', [hit.slice(0, -5), hit.slice(-5)], { hits: 1, unparsed: 0 }],
    ['a line of a megabyte', [...Array<string>(16).fill('x'.repeat(65_536)), '\n', hit], { hits: 1, unparsed: 1 }],
    ['empty lines', ['\n\n\n', hit, hit], { hits: 2, unparsed: 3 }],
    ['a hit without an end, and nothing more', [hit.trimEnd()], { hits: 1, unparsed: 0 }],
    ['nothing', [], { hits: 0, unparsed: 0 }],
  ])('that begins with %s is read', async (_, pieces, counts) => {
    const { failures, digest } = await outcomeOf(pieces);
    expect(failures).toEqual([]);
    expect(digest).toMatchObject(counts);
    expect(digest.tables.agents.rows().map(({ key }) => key)).toEqual(digest.hits > 0 ? ['curl/8.0'] : []);
  });

  it('of no format is refused with its first line as it may be shown, after megabytes at the latest', async () => {
    for (const text of Object.values(HOSTILE)) {
      const { failures } = await outcomeOf([`{${text}\n`, 'and more']);
      expect(failures).toEqual([expect.stringContaining('fits no known log format')]);
      expect(failures.flatMap(harmIn)).toEqual([]);
    }
    const { failures } = await outcomeOf([...Array<string>(200).fill('x'.repeat(65_536)), `\n${hit}`]);
    expect(failures).toEqual([expect.stringContaining('fits no known log format')]);
  });

  it('of one endless line is one line, where its format is told', async () => {
    const { failures, digest } = await outcomeOf(Array<string>(200).fill('x'.repeat(65_536)), () => combined);
    expect(failures).toEqual([]);
    expect(digest).toMatchObject({ hits: 0, unparsed: 1 });
  });
});
