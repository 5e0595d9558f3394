import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { decodeDigest, encodeDigest } from '../../src/digest/digest-binary.js';
import { COUNTED, dimensionOf } from '../../src/digest/dimensions.js';
import { addDigest, emptyDigest, merge } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { EXACT_LIMIT } from '../../src/digest/distinct-sketch.js';
import { UNKEYED } from '../../src/digest/hash-key.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { Engine } from '../../src/engine/engine.js';
import { layout } from '../../src/format/layout.js';
import { base64Of as asBase64, faultIn, hasPartsOf, headed, HEADER_BYTES, partsOf } from '../support/binary-form.js';
import { anyLines, digestOf, foldHit, foldValue, hitOf, plainDigest, withTables } from '../support/digest.js';
import type { Line } from '../support/digest.js';

const anyDigest = anyLines.map(digestOf);

/** The digest behind its binary form. */
const sent = (digest: Digest): Digest => decodeDigest(encodeDigest(digest));

/** A log with more different keys than the tables keep, and more hosts than are counted exactly. */
const longLog = (from: number, count: number): Line[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return hitOf({
      host: `10.0.${n >> 8}.${n & 255}`,
      path: `/s${n % 7}/${n % 3 === 0 ? n : n % 1000}`,
      status: String(200 + (n % 400)),
      bytes: n * 1000,
      second: 1_525_881_639 + (n >> 4),
      latency: n,
    });
  });

/** A digest with something in each of its parts. */
const smallDigest = (): Digest =>
  digestOf([
    hitOf({ latency: 1500 }),
    hitOf({ host: '::1', status: '503', path: '/\xff\0', bytes: 70_000, second: -5 }),
    { source: 'ä.log', line: '\x16\x03' },
  ]);

/** `smallDigest` in version 3 of the form. */
const STORED =
  'cnhtZAOLAQAAKbjoPw8GYWdlbnRzDJBOAAEAAS0C1KMEAQ1kaXN0aW5jdEhvc3RzIwEAAQIDBAUGBwgJCgsMDQ4PAAKix4rksaOB' +
  'A5rt9bukuM8MBWhvc3RzG5BOAAIACDEwLjAuMC4xAWQAAAM6OjEB8KIEAQlsYXRlbmNpZXMMAAAAAABwl0AB3QIBB21ldGhvZHMN' +
  'ZAABAANHRVQC1KMEAQVwYXRocx6QTgACAAwvYmxvZy9hLmh0bWwBZAABAv8AAfCiBAEJcHJvdG9jb2xzEmQAAQAISFRUUC8xLjEC' +
  '1KMEAQlyZWZlcnJlcnMMkE4AAQABLQLUowQBBnNhbXBsZQoF5AEubG9nAhYDCHNlY3Rpb25zEJBOAAEABS9ibG9nAtSjBAEFc2l6' +
  'ZXMOAAAAAAAX8UACZAHfBAEIc3RhdHVzZXMW6QcAAgADMjAwAWQAAAM1MDMB8KIEAQh0aW1lbGluZRACAQUB8KIEAay2zNcFAWQA' +
  'BnRvdGFscwYC1KMEAQEFdXNlcnMMkE4AAQABLQLUowQB';

/** `smallDigest` in version 2 of the form, which stays readable. */
const STORED_SECOND =
  'cnhtZAIAAQAA83hEeQLUowQBAQEF5AEubG9nAhYDZAABAANHRVQC1KMEAekHAAIAAzIwMAFkAAADNTAzAfCiBAFkAAEACEhUVFAvMS4x' +
  'AtSjBAGQTgABAAUvYmxvZwLUowQBkE4AAgAML2Jsb2cvYS5odG1sAWQAAQL/AAHwogQBkE4AAgAIMTAuMC4wLjEBZAAAAzo6MQHwogQB' +
  'kE4AAQABLQLUowQBkE4AAQABLQLUowQBkE4AAQABLQLUowQBAQABAgMEBQYHCAkKCwwNDg8AAqLHiuSxo4EDmu31u6S4zwwAAAAAABfx' +
  'QAJkAd8EAQAAAAAAcJdAAd0CAQIBBQHwogQBrLbM1wUBZAA=';

/** `smallDigest` in version 1 of the form, which stays readable. */
const STORED_FIRST =
  'cnhtZAHvAAAAc2+sBALUowQBAQEF5AEubG9nAhYDZAABAANHRVQC1KMEAekHAAIAAzIwMAFkAAADNTAzAfCiBAFkAAEACEhUVFAv' +
  'MS4xAtSjBAGQTgABAAUvYmxvZwLUowQBkE4AAgAML2Jsb2cvYS5odG1sAWQAAQL/AAHwogQBkE4AAgAIMTAuMC4wLjEBZAAAAzo6' +
  'MQHwogQBkE4AAQABLQLUowQBkE4AAQABLQLUowQBkE4AAQABLQLUowQBAAKNgKLf1vqSAoHR15XO9Y0FAAAAAAAX8UACZAHfBAEA' +
  'AAAAAHCXQAHdAgECAQUB8KIEAay2zNcFAWQA';

/** The lines whose digest `forms/version-2.digest` holds, and how they are read. */
const STORED_LINES = [
  '10.0.0.1 - ann [09/May/2018:16:00:39 +0000] "GET /blog/rxjs?page=2 HTTP/1.1" 200 1234 "https://example.org/" "curl/7.59.0" 0.012',
  '10.0.0.2 - - [09/May/2018:16:00:40 +0000] "POST /api/orders HTTP/2.0" 503 87 "-" "Mozilla/5.0 (X11; Linux x86_64)" 1.500',
  '2001:db8::1 - - [09/May/2018:16:00:40 +0000] "-" 408 - "-" "-" 0.000',
  'no line of a log',
  '10.0.0.1 - - [09/May/2018:16:00:41 +0000] "GET /caf\xe9 HTTP/1.1" 404 512 "-" "curl/7.59.0" 0.130',
];
const STORED_LAYOUT = layout(
  'timed',
  '{host} - {user} [{time}] "{request}" {status} {bytes} "{referrer}" "{agent}" {latency}',
);

const faultOf = (bytes: Uint8Array): string | undefined =>
  faultIn(() => decodeDigest(bytes), /^(The|This)\b.*digest\b.*; |: use the rxmon/);
const withHeader = (body: Uint8Array): Uint8Array => headed('rxmd\x03', body);

/** The binary form as a value that is quickly compared. */
const base64Of = (digest: Digest): string => asBase64(encodeDigest(digest));

const bodyOf = (digest: Digest): Uint8Array => encodeDigest(digest).subarray(HEADER_BYTES);

describe('encodeDigest', () => {
  it('writes the form that is stored elsewhere', () => {
    expect(base64Of(smallDigest())).toBe(STORED);
  });

  it('takes few bytes for no hits', () => {
    expect(encodeDigest(emptyDigest()).length).toBeLessThan(100);
  });

  it('gives the same bytes whatever the order of the lines', () => {
    const lines = anyLines.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(lines, ([one, other]) => {
        expect(base64Of(digestOf(other))).toBe(base64Of(digestOf(one)));
      }),
    );
  });

  it('gives the same bytes whatever the order and the grouping of a merge', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, anyDigest, (a, b, c) => {
        const bytes = base64Of(merge(a, merge(b, c)));
        expect(base64Of(merge(merge(c, b), a))).toBe(bytes);
        expect(base64Of(sent(merge(sent(b), merge(a, sent(c)))))).toBe(bytes);
      }),
    );
  });

  it('leaves the digest as it is', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const before = plainDigest(digest);
        encodeDigest(digest);
        expect(plainDigest(digest)).toEqual(before);
      }),
    );
  });

  it.each([-1, 0.5, NaN, Infinity])('refuses %d as a count', (hits) => {
    expect(() => encodeDigest({ ...emptyDigest(), hits })).toThrow(RangeError);
  });

  it('refuses keys that are not made of bytes', () => {
    const digest = emptyDigest();
    digest.tables.paths.count('/€', 1, 0, 0);
    expect(() => encodeDigest(digest)).toThrow('The key "/€" has characters that are no bytes');
  });
});

describe('decodeDigest', () => {
  it('gives the digest that was encoded', () => {
    fc.assert(
      fc.property(anyDigest, (digest) => {
        const decoded = sent(digest);
        expect(plainDigest(decoded)).toEqual(plainDigest(digest));
        expect(Object.keys(decoded)).toEqual(Object.keys(digest));
        for (const part of ['tables', 'distinctHosts', 'sizes', 'latencies'] as const)
          expect(decoded[part]).toEqual(digest[part]);
      }),
    );
  });

  it('reads what was stored', () => {
    expect(plainDigest(decodeDigest(Buffer.from(STORED, 'base64')))).toEqual(plainDigest(smallDigest()));
  });

  it('reads what the second version stored, whose parts had no names', () => {
    expect(plainDigest(decodeDigest(Buffer.from(STORED_SECOND, 'base64')))).toEqual(plainDigest(smallDigest()));
  });

  it('reads a file of the second version', () => {
    const stored = readFileSync(new URL('forms/version-2.digest', import.meta.url));
    const digest = emptyDigest();
    new Engine().fold(Buffer.from(`${STORED_LINES.join('\n')}\n`, 'latin1'), STORED_LAYOUT, 'access.log', digest);
    expect(digest).toMatchObject({ hits: 4, unparsed: 1 });
    expect(plainDigest(decodeDigest(stored))).toEqual(plainDigest(digest));
    expect(decodeDigest(stored)).toEqual(digest);
  });

  it('reads what the first version stored, whose hosts were counted without a hash key', () => {
    const first = decodeDigest(Buffer.from(STORED_FIRST, 'base64'));
    expect(plainDigest(first)).toEqual(plainDigest(smallDigest()));
    expect(first.distinctHosts.hashKeys).toEqual([UNKEYED]);
    expect(sent(first)).toEqual(first);
    const both = merge(first, smallDigest()).distinctHosts;
    expect([both.size(), both.isLeast]).toEqual([2, true]);
  });

  it('reads none of the first version that counted no hosts as counted without a hash key', () => {
    // Nine tables of no keys, each with its cap; the way of counting hosts and their number; two spreads; no seconds.
    const caps = [[100], [0xe9, 7], [100], ...Array<number[]>(6).fill([0x90, 0x4e])];
    const noValues = Array<number>(9).fill(0);
    const body = [0, 0, 0, 0, 0, ...caps.flatMap((cap) => [...cap, 0, 0]), 0, 0, ...noValues, ...noValues, 0];
    expect(decodeDigest(headed('rxmd\x01', Uint8Array.from(body)))).toEqual(emptyDigest());
  });

  it('gives the digest of no hits, with its caps', () => {
    expect(sent(emptyDigest())).toEqual(emptyDigest());
    for (const { name, cap } of COUNTED) expect(sent(emptyDigest()).tables[name].cap).toBe(cap);
  });

  it('keeps a cap that is not the usual one', () => {
    const digest = withTables(emptyDigest(), { paths: new KeyTable(1) });
    for (const key of ['a', 'b', 'c', 'c']) digest.tables.paths.count(key, 1, 0, 0);
    expect(digest.tables.paths.maxLost).toBe(1);
    expect(sent(digest).tables.paths).toEqual(digest.tables.paths);
  });

  it('keeps awkward values', () => {
    const digest = digestOf([
      hitOf({ path: '', section: '', agent: '__proto__', bytes: 0, second: 0, latency: 0 }),
      hitOf({ path: 'x'.repeat(1024) + '\xe2\x80\xa6', bytes: Number.MAX_SAFE_INTEGER, second: -62_135_596_800 }),
      hitOf({ path: 'x'.repeat(1024) + '\xe2\x80\xa7', second: 253_402_300_799, latency: Number.MAX_SAFE_INTEGER }),
      { source: '\ud800 👍', line: '\0\xff' },
    ]);
    for (let byte = 0; byte < 256; byte++)
      foldHit(digest, hitOf({ referrer: String.fromCharCode(byte), second: byte }));
    foldValue(digest.latencies, 1e30);
    digest.latencies.raiseMax(2e30 + 0.5);
    digest.sizes.addBucket(5, 2 ** 60);
    expect(digest.bytes).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(plainDigest(sent(digest))).toEqual(plainDigest(digest));
    expect(sent(digest).sizes).toEqual(digest.sizes);
  });

  it('knows as many hosts exactly as there were', () => {
    for (const count of [EXACT_LIMIT - 1, EXACT_LIMIT, EXACT_LIMIT + 1, 12_000]) {
      const digest = digestOf(longLog(0, count));
      expect(sent(digest).distinctHosts).toEqual(digest.distinctHosts);
    }
  });

  it('reads from within a larger buffer, which it does not keep', () => {
    const bytes = encodeDigest(digestOf(longLog(0, 9000)));
    const buffer = new Uint8Array(bytes.length + 20);
    buffer.set(bytes, 7);
    const decoded = decodeDigest(buffer.subarray(7, 7 + bytes.length));
    buffer.fill(0xaa);
    expect(base64Of(decoded)).toBe(Buffer.from(bytes).toString('base64'));
  });

  it('merges as what was encoded does', () => {
    fc.assert(
      fc.property(anyDigest, anyDigest, (a, b) => {
        const both = plainDigest(merge(a, b));
        expect(plainDigest(sent(merge(a, b)))).toEqual(both);
        expect(plainDigest(merge(sent(a), sent(b)))).toEqual(both);
        const added = sent(a);
        addDigest(added, b);
        expect(plainDigest(added)).toEqual(both);
      }),
    );
  });

  it('keeps what tables have lost, and their bounds', () => {
    const [a, b] = [digestOf(longLog(0, 45_000)), digestOf(longLog(45_000, 45_000))];
    const both = merge(a, b);
    expect(sent(a).tables.paths.maxLost).toBeGreaterThan(0);
    for (const digest of [a, b, both]) {
      expect(sent(digest).tables.paths).toEqual(digest.tables.paths);
      expect(base64Of(sent(digest))).toBe(base64Of(digest));
    }
    const { paths } = merge(sent(a), sent(b)).tables;
    expect(paths.maxLost).toBe(both.tables.paths.maxLost);
    expect(paths.maxLost).toBeLessThanOrEqual(90_000 / (dimensionOf('paths').cap + 1));
    expect(paths.rows().slice(0, 1000)).toEqual(both.tables.paths.rows().slice(0, 1000));
  });

  it('skips parts of a later release, and takes those that are missing for empty', () => {
    const later = partsOf(['countries', 1, 2, 3], ['totals', 7, 0, 0, 0], ['users', 50, 0, 0], ['zones']);
    const digest = decodeDigest(withHeader(later));
    expect(plainDigest(digest)).toEqual({ ...plainDigest(emptyDigest()), hits: 7 });
    expect(digest.tables.users.cap).toBe(50);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(decodeDigest(withHeader(partsOf([name, 1])))).toEqual(emptyDigest());
  });

  describe('says what is wrong with', () => {
    const bytes = encodeDigest(smallDigest());
    const damaged = (at: number, byte: number): Uint8Array => bytes.with(at, byte);

    it.each<[string, Uint8Array, string]>([
      ['nothing', new Uint8Array(), 'The digest is cut off: 0 bytes are not even its header'],
      ['a header that is cut off', bytes.subarray(0, 12), 'The digest is cut off: 12 bytes are not even its header'],
      ['a body that is cut off', bytes.subarray(0, 20), `The digest is cut off: 20 of ${bytes.length} bytes are there`],
      ['a log', Buffer.from('10.0.0.1 - -'), 'This is no digest of rxmon: it begins with the bytes 31 30 2e 30'],
      ['gzip', Uint8Array.of(0x1f, 0x8b), 'This is no digest of rxmon: it begins with the bytes 1f 8b'],
      [
        'a later version',
        damaged(4, 4),
        'This digest is version 4; this rxmon reads versions 1 to 3: use the rxmon that',
      ],
      ['bytes behind it', Uint8Array.of(...bytes, 0, 0), 'The digest is followed by 2 bytes that do not belong to it'],
      [
        'a damaged body',
        damaged(40, 99),
        `The digest is damaged somewhere in its ${bytes.length} bytes; copy it once more`,
      ],
    ])('%s', (_, input, message) => {
      expect(faultOf(input)).toContain(message);
    });

    it.each<[string, Uint8Array, string]>([
      ['a body of nothing', new Uint8Array(), '(parts): it ends too early'],
      [
        'fewer parts than it has',
        Uint8Array.of(1, ...partsOf(['sizes']).subarray(1, 1)),
        '(parts): 1 entries cannot be',
      ],
      ['bytes behind the last part', Uint8Array.of(...partsOf(['totals', 0, 0, 0, 0]), 0), '1 bytes are left over'],
      ['bytes behind what a part holds', partsOf(['totals', 0, 0, 0, 0, 7]), '(totals): 1 bytes are left over'],
      ['a part that ends too early', partsOf(['totals', 0, 0, 0], ['users', 1]), '(totals): it ends too early'],
      [
        'a part that is longer than the bytes',
        Uint8Array.of(1, 1, 65, 9, 0),
        '(an unknown part): 9 entries cannot be in the 1 bytes',
      ],
      [
        'a part that is there twice',
        partsOf(['hosts', 100, 0, 0], ['hosts', 100, 0, 0]),
        '(parts): its parts are out of order',
      ],
      [
        'parts that are out of order',
        partsOf(['users', 100, 0, 0], ['hosts', 100, 0, 0]),
        '(parts): its parts are out of order',
      ],
      ['a table of a cap of 0', partsOf(['methods', 0, 0, 0]), '(methods): the number 0 is not within 1 and'],
      [
        'more keys than a table keeps',
        partsOf(['methods', 1, 0, 3, ...Array<number>(15).fill(0)]),
        '(methods): 3 keys are too many for a cap of 1',
      ],
      [
        'more keys than there can be',
        partsOf(['methods', 100, 0, 0xff, 0xff, 0xff, 0x7f], ['users', ...Array<number>(90).fill(0)]),
        '(methods): 268435455 entries cannot be in the 0 bytes',
      ],
    ])('%s, though its checksum fits', (_, body, message) => {
      expect(faultOf(withHeader(body))).toContain(message);
    });
  });

  it('refuses a digest in which any bit is flipped', () => {
    const bytes = encodeDigest(smallDigest());
    for (const [at, byte] of bytes.entries())
      for (let bit = 0; bit < 8; bit++) expect(faultOf(bytes.with(at, byte ^ (1 << bit)))).toBeDefined();
  });

  it('refuses a digest that is cut off anywhere', () => {
    const bytes = encodeDigest(smallDigest());
    for (let length = 0; length < bytes.length; length++)
      expect(faultOf(bytes.subarray(0, length))).toContain('The digest is cut off');
  });

  it('refuses bytes that are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(faultOf(bytes)).toBeDefined();
      }),
    );
  });

  /** Whatever is accepted is the one form of what it gives, but for parts that are unknown, or could be left out. */
  const expectRefusedOrTrue = (bytes: Uint8Array): void => {
    if (faultOf(bytes) !== undefined) return;
    const digest = decodeDigest(bytes);
    const again = encodeDigest(digest);
    expect(plainDigest(decodeDigest(again))).toEqual(plainDigest(digest));
    if (hasPartsOf(again, bytes)) expect(asBase64(again)).toBe(asBase64(bytes));
  };

  it('refuses a damaged body whose checksum fits, or it is that of another digest', () => {
    const body = bodyOf(smallDigest());
    for (const at of body.keys()) {
      for (const byte of [0, 1, 2, 0x7f, 0x80, 0xff, (body[at] ?? 0) + 1, (body[at] ?? 0) - 1])
        expectRefusedOrTrue(withHeader(body.with(at, byte)));
      expect(faultOf(withHeader(body.subarray(0, at)))).toBeDefined();
      expectRefusedOrTrue(withHeader(Uint8Array.of(...body.subarray(0, at), ...body.subarray(at + 1))));
    }
  });

  it('refuses a random body whose checksum fits, or it is that of another digest', () => {
    const anyByte = fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat(255));
    const start = bodyOf(smallDigest());
    fc.assert(
      fc.property(fc.nat(start.length), fc.array(anyByte, { maxLength: 60 }), fc.nat(60), (kept, bytes, skipped) => {
        const body = Uint8Array.of(...start.subarray(0, kept), ...bytes, ...start.subarray(kept + skipped));
        expectRefusedOrTrue(withHeader(body));
      }),
      { numRuns: 2000 },
    );
  });
});
