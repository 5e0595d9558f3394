import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, reduce } from 'rxjs';
import { COUNTED_NAMES } from '../../src/digest/dimensions.js';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { combined } from '../../src/format/known/common.js';
import { json } from '../../src/format/known/json.js';
import type { Layout } from '../../src/format/layout.js';
import { decode } from '../../src/monitor/decode/decode.js';
import { Feeder } from '../../src/engine/engine-feeder.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import { wholeLines } from '../../src/source/whole-lines.js';
import { digests } from '../support/batches.js';
import { plainDigest } from '../support/digest.js';
import { combinedLine, utf8 } from '../support/log.js';
import { jsonLinesWith, linesWith } from './logs.js';
import { HOSTILE } from './values.js';

const MOST = Number.MAX_SAFE_INTEGER;

const engine = new Engine();

function piecesOf(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  );
}

function folded(log: Buffer, layout: Layout): Digest {
  const digest = emptyDigest();
  engine.fold(log, layout, 'a.log', digest);
  return digest;
}

/** As a report reads a file. */
function fed(log: Buffer, layout: Layout, length: number): Digest {
  const digest = emptyDigest();
  engine.use(layout);
  const feeder = new Feeder(engine, 'a.log', digest);
  for (const piece of piecesOf(log, length)) feeder.push(piece);
  feeder.end();
  return digest;
}

/** As the monitor reads a file, or standard input. */
function monitored(log: Buffer, layout: Layout, length: number): Promise<Digest> {
  return lastValueFrom(
    from(piecesOf(log, length)).pipe(
      wholeLines('a.log'),
      decode(layout),
      digests,
      reduce((sum, digest) => {
        addDigest(sum, digest);
        return sum;
      }, emptyDigest()),
    ),
  );
}

/** The digest of a log, the same in whatever way it is read. */
async function digestOf(log: string, layout: Layout = combined): Promise<Digest> {
  const bytes = Buffer.from(log, 'latin1');
  const digest = folded(bytes, layout);
  const lengths = bytes.length > 10_000 ? [16_384, 100_000] : [7, 1000];
  for (const length of lengths) {
    expect(plainDigest(fed(bytes, layout, length))).toEqual(plainDigest(digest));
    expect(plainDigest(await monitored(bytes, layout, length))).toEqual(plainDigest(digest));
  }
  return digest;
}

const hit = combinedLine();
const of = (parts: Parameters<typeof combinedLine>[0]): string => combinedLine(parts);
const jsonHit = (given: object): string => JSON.stringify({ remote_addr: '::1', status: 200, ...given });
/** JSON of a size that JavaScript would not write. */
const sized = (size: string): string => `{"remote_addr":"::1","status":200,"body_bytes_sent":${size}}`;

describe('Of a hostile log', () => {
  it.each(Object.entries(HOSTILE))('with %s each line is counted once', async (_, text) => {
    const lines = linesWith(text);
    const log = lines.map((line) => `${line}\n`).join('');
    const { hits, unparsed } = await digestOf(log);
    // A host, user, request, referrer or agent may be anything.
    expect(hits).toBeGreaterThanOrEqual(lines.length - 5);
    expect(hits + unparsed).toBe(lines.length);
    expect(await digestOf(jsonLinesWith(text).join('\n'), json)).toMatchObject({ hits: 6, unparsed: 0 });
  });

  it.each<[string, string, Partial<Record<'hits' | 'unparsed' | 'bytes' | 'errors', number>>]>([
    [
      'a request of a megabyte',
      `${hit}\n${of({ request: `GET /${'a'.repeat(1 << 20)}` })}\n${hit}`,
      { hits: 2, unparsed: 1 },
    ],
    [
      'a request of 60 kB',
      `${hit}\n${of({ request: `GET /${'a'.repeat(60_000)}` })}\n${hit}`,
      { hits: 3, unparsed: 0 },
    ],
    ['a line without an end', 'a'.repeat(3_000_000), { hits: 0, unparsed: 1 }],
    ['a line without an end behind a hit', `${hit}\n${'a'.repeat(3_000_000)}`, { hits: 1, unparsed: 1 }],
    ['lines that are all too long', `${'a'.repeat(MAX_LINE_BYTES + 1)}\n`.repeat(20), { hits: 0, unparsed: 20 }],
    ['nothing but line ends', '\n'.repeat(100_000), { hits: 0, unparsed: 100_000 }],
    ['nothing but NULs', '\0'.repeat(1_000_000), { hits: 0, unparsed: 1 }],
    [
      'NULs between hits, as a crash leaves them',
      `${hit}\n${'\0'.repeat(4096)}${hit}\n${hit}\n`,
      { hits: 3, unparsed: 0 },
    ],
    ['lines that end in CR and LF', `${hit}\r\n${hit}\r\n`, { hits: 2, unparsed: 0 }],
    ['lines that end in CR alone, which end nothing', `${hit}\r${hit}\r`, { hits: 1, unparsed: 0 }],
    ['a byte order mark', `${utf8('\ufeff')}${hit}\n${hit}\n`, { hits: 2, unparsed: 0 }],
    ['UTF-16', Buffer.from(`\ufeff${hit}\n${hit}\n`, 'utf16le').toString('latin1'), { hits: 0, unparsed: 3 }],
    ['the year 0', of({ time: '01/Jan/0000:00:00:00 +0000' }), { hits: 1, unparsed: 0 }],
    ['the year 9999', of({ time: '31/Dec/9999:23:59:60 -9999' }), { hits: 1, unparsed: 0 }],
    [
      'years of all kinds',
      ['0000', '9999', '1970', '1969'].map((year) => of({ time: `01/Jan/${year}:00:00:00 -1400` })).join('\n'),
      { hits: 4 },
    ],
    ['a size of 2^53', of({ bytes: '9007199254740992' }), { hits: 1, unparsed: 0, bytes: MOST }],
    ['a size of 2^64', of({ bytes: '18446744073709551616' }), { hits: 1, unparsed: 0, bytes: MOST }],
    ['a size of 400 digits', of({ bytes: '9'.repeat(400) }), { hits: 1, unparsed: 0, bytes: MOST }],
    ['a size below nothing', of({ bytes: '-1' }), { hits: 0, unparsed: 1 }],
  ])('with %s all is counted', async (_, log, counts) => {
    expect(await digestOf(log)).toMatchObject(counts);
  });

  it.each<[string, string, Partial<Record<'hits' | 'unparsed' | 'bytes', number>>]>([
    [
      'arrays in arrays',
      `{"remote_addr":"::1","status":200,"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      { unparsed: 1 },
    ],
    [
      'objects in objects',
      `{"remote_addr":"::1","status":200,"x":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`,
      { unparsed: 1 },
    ],
    ['brackets that are never closed', '['.repeat(60_000), { hits: 0, unparsed: 1 }],
    ['a key twice', '{"remote_addr":"a","remote_addr":"b","status":200,"status":404}', { hits: 1, unparsed: 0 }],
    [
      'halves of surrogate pairs',
      '{"remote_addr":"\\ud800","status":200,"request":"GET /\\udc00\\ud800 HTTP/1.1"}',
      { hits: 1 },
    ],
    [
      'escaped controls',
      '{"remote_addr":"\\u0000\\u001b[2J","status":200,"http_user_agent":"\\n\\r\\u2028"}',
      { hits: 1 },
    ],
    ['a size of 2^53', sized('9007199254740992'), { hits: 1, bytes: MOST }],
    ['a size of 2^64', sized('18446744073709551616'), { hits: 1, bytes: MOST }],
    ['a size of 1e400', sized('1e400'), { hits: 1, bytes: MOST }],
    ['a size of 1e-400', sized('1e-400'), { hits: 1, bytes: 0 }],
    ['a size below nothing', sized('-1e9'), { hits: 0, unparsed: 1 }],
    ['a time beyond all times', jsonHit({ ts: 1e300 }), { hits: 0, unparsed: 1 }],
    ['a time before 1970', jsonHit({ ts: -1 }), { hits: 0, unparsed: 1 }],
    ['a time of the year 0', jsonHit({ time_iso8601: '0000-01-01T00:00:00Z' }), { hits: 1 }],
  ])('in JSON with %s all is counted', async (_, log, counts) => {
    expect(await digestOf(log, json)).toMatchObject(counts);
  });

  it('with a latency beyond all numbers the others still say how long they took', () => {
    const times = ['0.5', '1e400', '0e999', '-'];
    const digest = folded(Buffer.from(times.map((time) => jsonHit({ request_time: time })).join('\n')), json);
    expect(digest).toMatchObject({ hits: 4, unparsed: 0 });
    expect(digest.latencies).toMatchObject({ count: 3, max: MOST });
    expect(digest.latencies.quantile(0.5)).toBeCloseTo(500_000, -4);
  });

  it('with ever new keys in each field the hits are counted, and no table grows beyond its bound', () => {
    const digest = emptyDigest();
    const count = 60_000;
    for (let i = 0; i < count; i += 1000) {
      const lines = Array.from({ length: 1000 }, (_, j) => {
        const n = i + j;
        return combinedLine({ host: `h${n}`, user: `u${n}`, request: `GET /${n}/x HTTP/${n}` }, `r${n}`, `a${n}`);
      });
      engine.fold(Buffer.from(lines.join('\n')), combined, 'a.log', digest);
    }
    expect(digest).toMatchObject({ hits: count, unparsed: 0 });
    for (const name of COUNTED_NAMES) expect(digest.tables[name].size).toBeLessThanOrEqual(20_000);
    for (const name of ['sections', 'paths', 'hosts', 'users', 'referrers', 'agents'] as const) {
      expect(digest.tables[name].maxLost).toBeGreaterThan(0);
    }
    expect(Math.abs(digest.distinctHosts.size() - count)).toBeLessThan(count * 0.02);
  });
});
