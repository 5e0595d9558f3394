import { closeSync, openSync, statSync, truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../../src/digest/digest.js';
import { Engine } from '../../../src/engine/engine.js';
import { combined, common } from '../../../src/format/known/common.js';
import { json } from '../../../src/format/known/json.js';
import type { Layout } from '../../../src/format/layout.js';
import { nginx } from '../../../src/format/strings/nginx.js';
import { timestampOf } from '../../../src/generate/timestamp.js';
import type { TimeBounds } from '../../../src/engine/time-bounds.js';
import { recentLines } from '../../../src/live/start/read-recent.js';
import type { RecentOptions } from '../../../src/live/start/read-recent.js';
import { MAX_LINE_BYTES } from '../../../src/source/source-event.js';
import { plainDigest } from '../../support/digest.js';
import type { PlainDigest } from '../../support/digest.js';
import { bytesOf, combinedLine, commonLine } from '../../support/log.js';
import { LogFolder } from '../../support/log-folder.js';

/** 2018-05-09T16:00:39Z. */
const NOW = 1_525_881_639;
const BOUNDS: TimeBounds = { from: NOW - 120, to: NOW };
const MiB = 1024 * 1024;

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

interface Given extends RecentOptions {
  readonly format?: Layout | 'auto';
  readonly bounds?: TimeBounds;
  readonly size?: number;
}

/** The digest of the recent lines of a file with this text. */
async function recentOf(text: string, { format = 'auto', bounds = BOUNDS, size, ...options }: Given = {}) {
  folder.write('a.log', text);
  const fd = openSync(folder.path('a.log'), 'r');
  try {
    return plainDigest(await recentLines(fd, size ?? text.length, format, bounds, 'a.log', options));
  } finally {
    closeSync(fd);
  }
}

/** The digest of lines that all count. */
function digestOf(lines: readonly string[], layout: Layout = common): PlainDigest {
  const digest = emptyDigest();
  new Engine().fold(bytesOf(textOf(lines)), layout, 'a.log', digest);
  return plainDigest(digest);
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const NOTHING = digestOf([]);

/** A line of so many seconds before now; each has a path of its own. */
const lineAt = (secondsAgo: number, path = `/${secondsAgo}`): string =>
  commonLine({ time: timestampOf(NOW - secondsAgo), request: `GET ${path} HTTP/1.1` });

const pathsOf = ({ paths }: PlainDigest): string[] => paths.rows.map(({ key }) => key).sort();

/** Counts how often more of the file is gone on to. */
function counted(): { blocks: number; readonly isStopped: () => boolean } {
  const count = {
    blocks: 0,
    isStopped: () => {
      count.blocks++;
      return false;
    },
  };
  return count;
}

/** A line of a log, and when it says it is; undefined where it is none. */
interface Timed {
  readonly line: string;
  readonly second: number | undefined;
}

const garbage: fc.Arbitrary<Timed> = fc
  .constantFrom('', '\r', 'Server started', 'x'.repeat(300))
  .map((line) => ({ line, second: undefined }));

/** Lines of a log: each is written `step` seconds after the one before it, and states a time `late` seconds before that. */
function timedLines(
  steps: readonly { readonly step: number; readonly late: number; readonly path: string }[],
): Timed[] {
  let second = NOW - 180;
  return steps.map(({ step, late, path }) => {
    second += step;
    const time = timestampOf(second - late);
    return { line: commonLine({ time, request: `GET /${path} HTTP/1.1` }), second: second - late };
  });
}

const within = (lines: readonly Timed[], { from, to }: TimeBounds): string[] =>
  lines.filter(({ second = -Infinity }) => second >= from && second < to).map(({ line }) => line);

const bounds = fc
  .tuple(fc.integer({ min: -200, max: 100 }), fc.integer({ min: 1, max: 200 }))
  .map(([from, length]): TimeBounds => ({ from: NOW + from, to: NOW + from + length }));
const path = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', '/') });

describe('recentLines', () => {
  it('gives the lines within the bounds, wherever blocks end', async () => {
    const lines = fc
      .array(fc.record({ step: fc.nat(8), late: fc.constant(0), path }), { maxLength: 60 })
      .map((steps) => timedLines(steps));
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(fc.tuple(fc.nat(60), garbage), { maxLength: 10 }),
        bounds,
        fc.integer({ min: 20, max: 3000 }),
        async (timed, others, bounds, blockBytes) => {
          const all = others.reduce((lines, [at, line]) => lines.toSpliced(at, 0, line), timed);
          const found = await recentOf(textOf(all.map(({ line }) => line)), { format: common, bounds, blockBytes });
          expect(found).toEqual(digestOf(within(timed, bounds)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives them also when their order is not that of time, as when a server states when a request began', async () => {
    // Of five lines in a row, which each block holds at least, one is on time.
    const steps = fc.array(fc.record({ step: fc.nat(3), late: fc.nat(30), path }), { maxLength: 120 });
    const lines = steps.map((steps) =>
      timedLines(steps.map((one, i) => ({ ...one, late: i % 4 === 0 ? 0 : one.late }))),
    );
    await fc.assert(
      fc.asyncProperty(lines, bounds, fc.integer({ min: 600, max: 2000 }), async (timed, bounds, blockBytes) => {
        const found = await recentOf(textOf(timed.map(({ line }) => line)), { format: common, bounds, blockBytes });
        expect(found).toEqual(digestOf(within(timed, bounds)));
      }),
      { numRuns: 100 },
    );
  });

  it('takes the first second of the bounds in and leaves the last one out', async () => {
    const found = await recentOf(textOf([121, 120, 119, 1, 0, -1].map((ago) => lineAt(ago))));
    expect(pathsOf(found)).toEqual(['/1', '/119', '/120']);
  });

  it('gives nothing of an empty file', async () => {
    expect(await recentOf('')).toEqual(NOTHING);
  });

  it('gives all of a file that is within the bounds', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => lineAt(100 - i));
    expect(await recentOf(textOf(lines), { blockBytes: 1000 })).toEqual(digestOf(lines));
  });

  it('stops at the first block whose lines are all older', async () => {
    const old = Array.from({ length: 100 }, () => lineAt(1000));
    const [allOld, nearlyAll] = [counted(), counted()];
    expect(await recentOf(textOf([lineAt(5), ...old]), { blockBytes: 1000, ...allOld })).toEqual(NOTHING);
    expect(allOld.blocks).toBe(0);
    const found = await recentOf(textOf([lineAt(5), ...old, lineAt(2)]), { blockBytes: 1000, ...nearlyAll });
    expect(pathsOf(found)).toEqual(['/2']);
    expect(nearlyAll.blocks).toBe(1);
  });

  it('does not stop at older lines among newer ones', async () => {
    const lines = [lineAt(5), ...Array.from({ length: 100 }, (_, i) => lineAt(i % 10 === 0 ? 4 : 1000)), lineAt(1000)];
    expect(pathsOf(await recentOf(textOf(lines), { blockBytes: 1000 }))).toEqual(['/4', '/5']);
  });

  it('does not stop at lines that are later than the bounds', async () => {
    const lines = [lineAt(5), ...Array.from({ length: 100 }, () => lineAt(-60)), lineAt(1000)];
    expect(pathsOf(await recentOf(textOf(lines), { blockBytes: 1000 }))).toEqual(['/5']);
  });

  it('does not stop at lines that are none, and does not count them', async () => {
    const garbage = Array.from({ length: 100 }, () => 'Server started');
    const found = await recentOf(textOf([lineAt(5), ...garbage, lineAt(4), ...garbage]), { blockBytes: 500 });
    expect(found).toEqual(digestOf([lineAt(5), lineAt(4)]));
  });

  it('gives up after 64 MiB without a hit', async () => {
    // Filled up with zeros, which are no line.
    const filledUp = async (...gaps: readonly number[]): Promise<string[]> => {
      folder.write('a.log', '');
      for (const [i, gap] of gaps.entries()) {
        folder.append('a.log', textOf(['', lineAt(i + 1)]));
        truncateSync(folder.path('a.log'), statSync(folder.path('a.log')).size + gap);
      }
      const fd = openSync(folder.path('a.log'), 'r');
      const found = await recentLines(fd, statSync(folder.path('a.log')).size, common, BOUNDS, 'a.log');
      closeSync(fd);
      return pathsOf(plainDigest(found));
    };
    expect(await filledUp(63 * MiB)).toEqual(['/1']);
    expect(await filledUp(65 * MiB)).toEqual([]);
    expect(await filledUp(40 * MiB, 40 * MiB)).toEqual(['/1', '/2']);
  });

  it.each([1000, 70_000, MiB])('counts no line that is too long, in blocks of %d bytes', async (blockBytes) => {
    const padded = (path: string, length: number): string =>
      lineAt(7, path.padEnd(path.length + length - lineAt(7, path).length, 'x'));
    const lines = [
      lineAt(9),
      padded('/long', MAX_LINE_BYTES + 1),
      lineAt(6),
      padded('/kept', MAX_LINE_BYTES),
      lineAt(5),
    ];
    const found = await recentOf(textOf([...lines, padded('/long', 300_000)]), { blockBytes });
    expect(pathsOf(found).map((path) => path.slice(0, 5))).toEqual(['/5', '/6', '/9', '/kept']);
  });

  it('looks at no byte behind the size that it is given, and at no line without its end', async () => {
    const lines = [lineAt(5), lineAt(4), lineAt(3)];
    const [text, two] = [textOf(lines), textOf(lines.slice(0, 2)).length];
    expect(pathsOf(await recentOf(text, { size: two }))).toEqual(['/4', '/5']);
    expect(pathsOf(await recentOf(text.trimEnd()))).toEqual(['/4', '/5']);
    expect(pathsOf(await recentOf(text, { size: two - 1 }))).toEqual(['/5']);
  });

  it('goes by what a time means, whatever its zone', async () => {
    const lines = [
      commonLine({ time: '09/May/2018:21:28:39 +0530', request: 'GET /too-old HTTP/1.1' }),
      commonLine({ time: '09/May/2018:21:28:40 +0530', request: 'GET /india HTTP/1.1' }),
      commonLine({ time: '09/May/2018:09:00:38 -0700', request: 'GET /california HTTP/1.1' }),
      commonLine({ time: '09/May/2018:16:00:00 -0700', request: 'GET /later HTTP/1.1' }),
    ];
    const found = await recentOf(textOf(lines), { bounds: { from: NOW - 119, to: NOW } });
    expect(pathsOf(found)).toEqual(['/california', '/india']);
  });

  describe('with lines of JSON', () => {
    const jsonAt = (secondsAgo: number | undefined, uri = `/${secondsAgo ?? 'never'}`): string =>
      JSON.stringify({
        ...(secondsAgo !== undefined && { ts: NOW - secondsAgo }),
        remote_addr: '10.0.0.1',
        uri,
        status: 200,
      });

    it('gives those within the bounds', async () => {
      const lines = Array.from({ length: 200 }, (_, i) => jsonAt(199 - i));
      const found = await recentOf(textOf(lines), { blockBytes: 1000 });
      expect(found).toEqual(digestOf(lines.slice(79, 199), json));
    });

    it('does not count those that state no time', async () => {
      const untimed = fc.array(fc.option(fc.nat(300), { nil: undefined }), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(untimed, async (agos) => {
          const lines = agos.map((ago) => jsonAt(ago));
          const counting = lines.filter((_, i) => (agos[i] ?? 0) >= 1 && (agos[i] ?? Infinity) <= 120);
          expect(await recentOf(textOf(lines), { format: json })).toEqual(digestOf(counting, json));
        }),
      );
    });

    it('does not stop at those that state no time', async () => {
      const lines = [jsonAt(5), ...Array.from({ length: 100 }, () => jsonAt(undefined))];
      expect(await recentOf(textOf(lines), { blockBytes: 1000 })).toEqual(digestOf([jsonAt(5)], json));
    });

    it('stops at a block where the others are all older', async () => {
      const lines = Array.from({ length: 100 }, (_, i) => jsonAt(i % 2 === 0 ? undefined : 1000));
      expect(await recentOf(textOf([jsonAt(5), ...lines]), { blockBytes: 1000 })).toEqual(NOTHING);
    });
  });

  it('gives nothing of a format without a time', async () => {
    const untimed = nginx('$remote_addr "$request" $status');
    const text = textOf(['10.0.0.1 "GET / HTTP/1.1" 200', '10.0.0.1 "GET / HTTP/1.1" 200']);
    expect(await recentOf(text, { format: untimed })).toEqual(NOTHING);
  });

  describe('with auto', () => {
    const combinedAt = (secondsAgo: number): string => combinedLine({ time: timestampOf(NOW - secondsAgo) });

    const jsonLine = JSON.stringify({ ts: NOW - 5, remote_addr: '10.0.0.1', uri: '/', status: 200 });

    it('reads all lines as the last ones', async () => {
      const lines = Array.from({ length: 50 }, () => combinedAt(5));
      const found = await recentOf(textOf([jsonLine, ...lines]), { blockBytes: 1000 });
      expect(found).toEqual(digestOf(lines, combined));
    });

    it('finds the format of lines between others that are none', async () => {
      const trace = Array.from({ length: 200 }, () => '    at Object.<anonymous>');
      for (const lines of [
        [combinedAt(5), ...trace],
        [...trace, combinedAt(5)],
        [...trace, combinedAt(5), ...trace],
      ]) {
        expect(await recentOf(textOf(lines), { blockBytes: 1000 })).toEqual(digestOf([combinedAt(5)], combined));
      }
    });

    it('reads them by the format that it is given instead', async () => {
      expect(await recentOf(textOf([combinedAt(5)]), { format: common })).toEqual(digestOf([combinedAt(5)], common));
    });
  });

  it('leaves the rest when it is told to, and lets others have their turn in between', async () => {
    const lines = Array.from({ length: 1000 }, () => lineAt(5));
    let isStopped = false;
    setImmediate(() => (isStopped = true));
    const { hits } = await recentOf(textOf(lines), { blockBytes: 1000, isStopped: () => isStopped });
    expect(hits).toBeGreaterThan(0);
    expect(hits).toBeLessThan(100);
  });

  it('rejects with the error of the system when the file cannot be read', async () => {
    folder.write('a.log', textOf([lineAt(5)]));
    const fd = openSync(folder.path('a.log'), 'a');
    await expect(recentLines(fd, 10, 'auto', BOUNDS, 'a.log')).rejects.toMatchObject({ code: 'EBADF' });
    closeSync(fd);
  });
});
