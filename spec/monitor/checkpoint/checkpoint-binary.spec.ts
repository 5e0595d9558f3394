import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addDigest, emptyDigest } from '../../../src/digest/digest.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/rule.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/monitor/checkpoint/checkpoint-binary.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import type { Fingerprint, KnownFile, Position, Progress } from '../../../src/source/source-event.js';
import { Timeline } from '../../../src/digest/timeline.js';
import { Engine } from '../../../src/engine/engine.js';
import { vcombined } from '../../../src/format/known/common.js';
import { base64Of, faultIn, hasPartsOf, headed, HEADER_BYTES, partsOf } from '../../support/binary-form.js';
import { plainCheckpoint } from '../../support/checkpoint.js';
import { anyLines, digestOf, hitOf, hitsOf, plainDigest } from '../../support/digest.js';
import type { PlainDigest } from '../../support/digest.js';

const anyDigest = anyLines.map(digestOf);
const anyTime = fc.oneof(fc.constantFrom(0, -1, 0.5, 1_525_881_639_250), fc.maxSafeInteger());
const anyText = fc.oneof(
  fc.constantFrom('', '__proto__', '/var/log/a.log', '/lög/\ud83d\udc4d', '\ud800'),
  fc.string({ maxLength: 8 }),
);
const anySize = fc.oneof(fc.constantFrom(0, Number.MAX_SAFE_INTEGER), fc.nat());
const anyHead: fc.Arbitrary<Fingerprint> = fc.record({ length: anySize, crc: fc.nat(0xffffffff) });
const anyPosition: fc.Arbitrary<Position> = fc.record({
  file: anyText,
  offset: anySize,
  isSkipping: fc.boolean(),
  head: anyHead,
});
const anyKnown: fc.Arbitrary<KnownFile> = fc.record({
  file: anyText,
  head: anyHead,
  size: fc.option(anySize, { nil: undefined }),
  offset: fc.option(anySize, { nil: undefined }),
});
const anyProgress: fc.Arbitrary<Progress> = fc.record(
  {
    home: anyText.filter((path) => path !== ''),
    positions: fc.array(anyPosition, { maxLength: 3 }),
    known: fc.array(anyKnown, { maxLength: 3 }),
  },
  { requiredKeys: ['positions', 'known'] },
);
const anyRule: fc.Arbitrary<Rule> = fc.record(
  {
    name: fc.constantFrom('traffic', 'api errors', 'é'),
    measure: fc.constant('rate' as const),
    threshold: fc.oneof(fc.constantFrom(0.1, 1 / 3, 10, Infinity), fc.double({ min: 0, noNaN: true })),
    windowSeconds: fc.integer({ min: 1, max: 86_400 }),
    forSeconds: fc.integer({ min: 1, max: 86_400 }),
    keepSeconds: fc.integer({ min: 1, max: 86_400 }),
  },
  { requiredKeys: ['name', 'measure', 'threshold', 'windowSeconds'] },
);
const anyAlert: fc.Arbitrary<Alert> = fc.record({
  type: fc.constant('alert'),
  state: fc.constantFrom('triggered', 'recovered'),
  rule: anyRule,
  at: anyTime,
  hits: anySize,
  average: fc.double({ noNaN: true, noDefaultInfinity: true }),
});
const anyWatch: fc.Arbitrary<WatchState> = fc.record({
  rule: anyRule,
  window: fc.record({
    end: fc.integer({ min: -100, max: 2 ** 32 }),
    counts: fc
      .uniqueArray(fc.tuple(fc.integer({ min: -100, max: 2 ** 32 }), fc.integer({ min: 1, max: 2 ** 40 })), {
        selector: ([second]) => second,
        maxLength: 5,
      })
      .map((counts) => counts.sort(([a], [b]) => a - b)),
  }),
  triggered: fc.option(anyAlert, { nil: undefined }),
});
const anyCheckpoint: fc.Arbitrary<Checkpoint> = fc.record({
  at: anyTime,
  sources: fc.array(fc.tuple(anyText, anyProgress), { maxLength: 3 }).map((sources) => new Map(sources)),
  interval: fc.record({
    from: anyTime,
    digest: anyDigest,
    previous: fc.option(anyDigest, { nil: undefined }),
    previousLength: fc.nat(),
  }),
  run: fc.record({ from: anyTime, digest: anyDigest }),
  watches: fc.array(anyWatch, { maxLength: 2 }),
});

const RULE: Rule = { name: 'traffic', measure: 'rate', threshold: 0.5, windowSeconds: 3 };

/** A checkpoint with something in each of its parts. */
const small = (): Checkpoint => ({
  at: 1_525_881_650_250,
  sources: new Map([
    [
      '/var/log/ä.log',
      {
        home: '/var/log/\xe4 real.log',
        positions: [
          { file: '1:2', offset: 300, isSkipping: true, head: { length: 256, crc: 0xfedcba98 } },
          { file: '1:3', offset: 0, isSkipping: false, head: { length: 0, crc: 0 } },
        ],
        known: [{ file: '1:4', head: { length: 256, crc: 7 }, size: 9000, offset: 300 }],
      },
    ],
    ['-', { positions: [], known: [] }],
  ]),
  interval: {
    from: 1_525_881_640_000,
    digest: hitsOf(2),
    previous: digestOf([hitOf({ status: '503' })]),
    previousLength: 10_001,
  },
  run: { from: 1_525_881_600_000, digest: hitsOf(3, { latency: 1500 }) },
  watches: [
    {
      rule: RULE,
      window: {
        end: 1_525_881_650,
        counts: [
          [1_525_881_648, 2],
          [1_525_881_650, 300],
        ],
      },
      triggered: { type: 'alert', state: 'triggered', rule: RULE, at: 1_525_881_649_000, hits: 2, average: 2 / 3 },
    },
    { rule: { ...RULE, threshold: 10 }, window: { end: -1, counts: [] }, triggered: undefined },
  ],
});

/** `small` as it is written now. */
const STORED =
  'cnhtcwIDBQAAvEC8QAUIaW50ZXJ2YWyGBQAARCFaNHZCvgJyeG1kAzEBAAA/noHkDQZhZ2VudHMLkE4AAQABLQLIAQANZGlzdGluY3RIb3N0cxsBAAEC' +
  'AwQFBgcICQoLDA0ODwABoseK5LGjgQMFaG9zdHMSkE4AAQAIMTAuMC4wLjECyAEAB21ldGhvZHMMZAABAANHRVQCyAEABXBhdGhzFpBOAAEADC9ibG9n' +
  'L2EuaHRtbALIAQAJcHJvdG9jb2xzEWQAAQAISFRUUC8xLjECyAEACXJlZmVycmVycwuQTgABAAEtAsgBAAhzZWN0aW9ucw+QTgABAAUvYmxvZwLIAQAF' +
  'c2l6ZXMLAAAAAAAAWUABZAIIc3RhdHVzZXMN6QcAAQADMjAwAsgBAAh0aW1lbGluZQsBAKe2zNcFAsgBAAZ0b3RhbHMFAsgBAAAFdXNlcnMLkE4AAQAB' +
  'LQLIAQABswJyeG1kAyYBAAA+qhItDQZhZ2VudHMKkE4AAQABLQFkAQ1kaXN0aW5jdEhvc3RzGwEAAQIDBAUGBwgJCgsMDQ4PAAGix4rksaOBAwVob3N0' +
  'cxGQTgABAAgxMC4wLjAuMQFkAQdtZXRob2RzC2QAAQADR0VUAWQBBXBhdGhzFZBOAAEADC9ibG9nL2EuaHRtbAFkAQlwcm90b2NvbHMQZAABAAhIVFRQ' +
  'LzEuMQFkAQlyZWZlcnJlcnMKkE4AAQABLQFkAQhzZWN0aW9ucw6QTgABAAUvYmxvZwFkAQVzaXplcwsAAAAAAABZQAFkAQhzdGF0dXNlcwzpBwABAAM1' +
  'MDMBZAEIdGltZWxpbmUKAQCntszXBQFkAQZ0b3RhbHMEAWQBAAV1c2VycwqQTgABAAEtAWQBAAAAAICIw0ADcnVu3wIAAIAXWjR2QtUCcnhtZANIAQAA' +
  '1yHnvg4GYWdlbnRzC5BOAAEAAS0DrAIADWRpc3RpbmN0SG9zdHMbAQABAgMEBQYHCAkKCwwNDg8AAaLHiuSxo4EDBWhvc3RzEpBOAAEACDEwLjAuMC4x' +
  'A6wCAAlsYXRlbmNpZXMMAAAAAABwl0AB3QIDB21ldGhvZHMMZAABAANHRVQDrAIABXBhdGhzFpBOAAEADC9ibG9nL2EuaHRtbAOsAgAJcHJvdG9jb2xz' +
  'EWQAAQAISFRUUC8xLjEDrAIACXJlZmVycmVycwuQTgABAAEtA6wCAAhzZWN0aW9ucw+QTgABAAUvYmxvZwOsAgAFc2l6ZXMLAAAAAAAAWUABZAMIc3Rh' +
  'dHVzZXMN6QcAAQADMjAwA6wCAAh0aW1lbGluZQsBAKe2zNcFA6wCAAZ0b3RhbHMFA6wCAAAFdXNlcnMLkE4AAQABLQOsAgAHc291cmNlc1UCDi92YXIv' +
  'bG9nL+QBLmxvZxMvdmFyL2xvZy/kASByZWFsLmxvZwIDMToyrAIBgAKYutz+AzE6MwAAAAAAAAABAzE6NIACBwAAAAGoRgGsAgEtAAAABHRpbWUIAKDE' +
  'I1o0dkIHd2F0Y2hlc5YBAmkDBWFsZXJ0KgEHdHJhZmZpYwRyYXRlAAAAAAAA4D8DAAAAgHYjWjR2QgJVVVVVVVXlPwRydWxlGAd0cmFmZmljBHJhdGUA' +
  'AAAAAADgPwMAAAZ3aW5kb3cRALK2zNcFAgCwtszXBQIBrAIqAgRydWxlGAd0cmFmZmljBHJhdGUAAAAAAAAkQAMAAAZ3aW5kb3cDAQEA';

/** `small` in version 1 of the form, with digests of version 2, which stays readable. */
const STORED_UNTAGGED =
  'cnhtcwE9AwAAGkDakQCgxCNaNHZCAg4vdmFyL2xvZy/kAS5sb2cTL3Zhci9sb2cv5AEgcmVhbC5sb2cCAzE6MqwCAYACmLrc/gMxOjMAAAAAAAAAAQ' +
  'MxOjSAAgcAAAABqEYBrAIBLQAAAAAARCFaNHZCzwFyeG1kAsIAAACSBLK9AsgBAAAAZAABAANHRVQCyAEA6QcAAQADMjAwAsgBAGQAAQAISFRUUC8x' +
  'LjECyAEAkE4AAQAFL2Jsb2cCyAEAkE4AAQAML2Jsb2cvYS5odG1sAsgBAJBOAAEACDEwLjAuMC4xAsgBAJBOAAEAAS0CyAEAkE4AAQABLQLIAQCQTg' +
  'ABAAEtAsgBAAEAAQIDBAUGBwgJCgsMDQ4PAAGix4rksaOBAwAAAAAAAFlAAWQCAAAAAAAAAAAAAQCntszXBQLIAQABxAFyeG1kArcAAABdhrzeAWQB' +
  'AABkAAEAA0dFVAFkAekHAAEAAzUwMwFkAWQAAQAISFRUUC8xLjEBZAGQTgABAAUvYmxvZwFkAZBOAAEADC9ibG9nL2EuaHRtbAFkAZBOAAEACDEwLj' +
  'AuMC4xAWQBkE4AAQABLQFkAZBOAAEAAS0BZAGQTgABAAEtAWQBAQABAgMEBQYHCAkKCwwNDg8AAaLHiuSxo4EDAAAAAAAAWUABZAEAAAAAAAAAAAAB' +
  'AKe2zNcFAWQBAAAAAICIw0AAAIAXWjR2QtIBcnhtZALFAAAAUtE25QOsAgAAAGQAAQADR0VUA6wCAOkHAAEAAzIwMAOsAgBkAAEACEhUVFAvMS4xA6' +
  'wCAJBOAAEABS9ibG9nA6wCAJBOAAEADC9ibG9nL2EuaHRtbAOsAgCQTgABAAgxMC4wLjAuMQOsAgCQTgABAAEtA6wCAJBOAAEAAS0DrAIAkE4AAQAB' +
  'LQOsAgABAAECAwQFBgcICQoLDA0ODwABoseK5LGjgQMAAAAAAABZQAFkAwAAAAAAcJdAAd0CAwEAp7bM1wUDrAIAAgd0cmFmZmljAAAAAAAA4D8DAL' +
  'K2zNcFAgCwtszXBQIBrAIBAQd0cmFmZmljAAAAAAAA4D8DAIB2I1o0dkICVVVVVVVV5T8HdHJhZmZpYwAAAAAAACRAAwEBAAA=';

/** The same with digests of version 1. */
const STORED_FIRST =
  'cnhtcwEKAwAAm4WmzACgxCNaNHZCAg4vdmFyL2xvZy/kAS5sb2cTL3Zhci9sb2cv5AEgcmVhbC5sb2cCAzE6MqwCAYACmLrc/gMxOjMAAAAAAAAA' +
  'AQMxOjSAAgcAAAABqEYBrAIBLQAAAAAARCFaNHZCvgFyeG1kAbEAAAB+UmWoAsgBAAAAZAABAANHRVQCyAEA6QcAAQADMjAwAsgBAGQAAQAISFRU' +
  'UC8xLjECyAEAkE4AAQAFL2Jsb2cCyAEAkE4AAQAML2Jsb2cvYS5odG1sAsgBAJBOAAEACDEwLjAuMC4xAsgBAJBOAAEAAS0CyAEAkE4AAQABLQLI' +
  'AQCQTgABAAEtAsgBAAABj9H59KTwoAcAAAAAAABZQAFkAgAAAAAAAAAAAAEAp7bM1wUCyAEAAbMBcnhtZAGmAAAAfqNGpQFkAQAAZAABAANHRVQB' +
  'ZAHpBwABAAM1MDMBZAFkAAEACEhUVFAvMS4xAWQBkE4AAQAFL2Jsb2cBZAGQTgABAAwvYmxvZy9hLmh0bWwBZAGQTgABAAgxMC4wLjAuMQFkAZBO' +
  'AAEAAS0BZAGQTgABAAEtAWQBkE4AAQABLQFkAQABj9H59KTwoAcAAAAAAABZQAFkAQAAAAAAAAAAAAEAp7bM1wUBZAEAAAAAgIjDQAAAgBdaNHZC' +
  'wQFyeG1kAbQAAABEWuCQA6wCAAAAZAABAANHRVQDrAIA6QcAAQADMjAwA6wCAGQAAQAISFRUUC8xLjEDrAIAkE4AAQAFL2Jsb2cDrAIAkE4AAQAM' +
  'L2Jsb2cvYS5odG1sA6wCAJBOAAEACDEwLjAuMC4xA6wCAJBOAAEAAS0DrAIAkE4AAQABLQOsAgCQTgABAAEtA6wCAAABj9H59KTwoAcAAAAAAABZ' +
  'QAFkAwAAAAAAcJdAAd0CAwEAp7bM1wUDrAIAAgd0cmFmZmljAAAAAAAA4D8DALK2zNcFAgCwtszXBQIBrAIBAQd0cmFmZmljAAAAAAAA4D8DAIB2' +
  'I1o0dkICVVVVVVVV5T8HdHJhZmZpYwAAAAAAACRAAwEBAAA=';

/** The lines that the run of `forms/version-1.state` had counted. */
const FILE_LINES = [
  'www.example.com:443 10.0.0.1 - ann [09/May/2018:16:00:39 +0000] "GET /blog/rxjs HTTP/1.1" 200 1234 "https://example.org/" "curl/7.59.0"',
  'www.example.com:443 10.0.0.2 - - [09/May/2018:16:00:40 +0000] "POST /api/orders?id=7 HTTP/2.0" 503 87 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0"',
  'shop.example.com:80 2001:db8::1 - - [09/May/2018:16:00:40 +0000] "-" 408 - "-" "-"',
  String.raw`shop.example.com:80 10.0.0.1 - - [09/May/2018:16:00:41 +0000] "GET /caf\xc3\xa9 HTTP/1.1" 404 512 "-" "curl/7.59.0"`,
  'not a line of a log',
  'shop.example.com:80 10.0.0.3 - bob [09/May/2018:16:00:50 +0000] "PUT /cart HTTP/1.1" 201 64 "https://shop.example.com/" "curl/7.59.0"',
  'www.example.com:443 10.0.0.1 - - [09/May/2018:16:00:51 +0000] "GET / HTTP/2.0" 200 9000 "-" "curl/7.59.0"',
];

/** What went wrong; the advice is left to others. */
const faultOf = (bytes: Uint8Array): string | undefined =>
  faultIn(() => decodeCheckpoint(bytes), /^(The|This)\b.*\bstate\b/);
const withHeader = (body: Uint8Array): Uint8Array => headed('rxms\x02', body);

describe('encodeCheckpoint', () => {
  it('writes the form that is stored elsewhere', () => {
    expect(base64Of(encodeCheckpoint(small()))).toBe(STORED);
  });

  it('writes the digests as they are: what does not change any more as before, the open one anew', () => {
    const checkpoint = small();
    encodeCheckpoint(checkpoint);
    addDigest(checkpoint.interval.digest, hitsOf(5));
    const later = {
      ...checkpoint,
      interval: { ...checkpoint.interval, previous: hitsOf(9) },
      run: { ...checkpoint.run, digest: hitsOf(11) },
    };
    expect(plainCheckpoint(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(plainCheckpoint(checkpoint));
    expect(plainCheckpoint(decodeCheckpoint(encodeCheckpoint(later)))).toEqual(plainCheckpoint(later));
  });

  it('leaves the checkpoint as it is', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        const before = plainCheckpoint(checkpoint);
        encodeCheckpoint(checkpoint);
        expect(plainCheckpoint(checkpoint)).toEqual(before);
      }),
    );
  });

  it.each([-1, 0.5, NaN])('refuses %d as an offset', (offset) => {
    const head = { length: 0, crc: 0 };
    const sources = new Map([['a.log', { positions: [{ file: '1:1', offset, isSkipping: false, head }], known: [] }]]);
    expect(() => encodeCheckpoint({ ...small(), sources })).toThrow(RangeError);
  });

  it('refuses seconds of a window that are out of order', () => {
    const counts = [
      [5, 1],
      [4, 1],
    ] as const;
    const watches = [{ rule: RULE, window: { end: 6, counts }, triggered: undefined }];
    expect(() => encodeCheckpoint({ ...small(), watches })).toThrow(RangeError);
  });
});

describe('decodeCheckpoint', () => {
  it('gives the checkpoint that was encoded', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        const bytes = encodeCheckpoint(checkpoint);
        const decoded = decodeCheckpoint(bytes);
        expect(plainCheckpoint(decoded)).toEqual(plainCheckpoint(checkpoint));
        expect(base64Of(encodeCheckpoint(decoded))).toBe(base64Of(bytes));
      }),
    );
  });

  it.each([STORED, STORED_UNTAGGED, STORED_FIRST])('reads what was stored', (stored) => {
    expect(plainCheckpoint(decodeCheckpoint(Buffer.from(stored, 'base64')))).toEqual(plainCheckpoint(small()));
  });

  it('reads from within a larger buffer, which it does not keep', () => {
    const bytes = encodeCheckpoint(small());
    const buffer = new Uint8Array(bytes.length + 20);
    buffer.set(bytes, 7);
    const decoded = decodeCheckpoint(buffer.subarray(7, 7 + bytes.length));
    buffer.fill(0xaa);
    expect(plainCheckpoint(decoded)).toEqual(plainCheckpoint(small()));
  });

  it('reads a file of the first version', () => {
    const stored = readFileSync(new URL('forms/version-1.state', import.meta.url));
    const [whole, ofRun] = [emptyDigest(), emptyDigest()];
    new Engine().fold(Buffer.from(`${FILE_LINES.join('\n')}\n`), vcombined, '/var/log/access.log', whole);
    addDigest(ofRun, { ...whole, timeline: new Timeline() });
    const read = decodeCheckpoint(stored);
    const rule = { name: 'traffic', measure: 'rate', threshold: 0.3, windowSeconds: 10 } as const;
    const known = (digest: PlainDigest): unknown => ({ ...digest, vhosts: undefined, sample: digest.sample?.line });
    expect(known(plainDigest(read.run.digest))).toEqual(known(plainDigest(ofRun)));
    expect(read.interval.previous && known(plainDigest(read.interval.previous))).toEqual(known(plainDigest(whole)));
    expect(plainDigest(read.interval.digest)).toEqual(plainDigest(emptyDigest()));
    expect(plainCheckpoint(read)).toMatchObject({
      at: 1_795_893_382_001,
      from: 1_795_893_382_001,
      previousLength: 4944,
      runFrom: 1_795_893_377_057,
      sources: [
        [
          '/tmp/rxmon/access.log',
          {
            home: '/tmp/rxmon/access.log',
            positions: [
              {
                file: '2189464.1795893317547366073',
                offset: 772,
                isSkipping: false,
                head: { length: 772, crc: 1_495_840_707 },
              },
            ],
            known: [],
          },
        ],
      ],
      watches: [
        {
          rule,
          window: {
            end: 1_795_893_381,
            counts: [
              [1_795_893_377, 4],
              [1_795_893_379, 2],
            ],
          },
          triggered: { type: 'alert', state: 'triggered', rule, at: 1_795_893_378_000, hits: 4, average: 0.4 },
        },
      ],
    });
  });

  it('skips parts of a later release, and takes those that are missing for empty', () => {
    const time = new Uint8Array(new Float64Array([5000]).buffer);
    const later = decodeCheckpoint(withHeader(partsOf(['cursors', 1, 2], ['time', ...time], ['zones'])));
    expect(plainCheckpoint(later)).toEqual(
      plainCheckpoint({
        at: 5000,
        sources: new Map(),
        interval: { from: 5000, digest: emptyDigest(), previous: undefined, previousLength: 0 },
        run: { from: 5000, digest: emptyDigest() },
        watches: [],
      }),
    );
  });

  describe('says what is wrong with', () => {
    const bytes = encodeCheckpoint(small());
    const time = [0, 0, 0, 0, 0, 0, 0, 0];
    const nan = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];

    it.each<[string, Uint8Array, string]>([
      ['nothing', new Uint8Array(), 'The state is cut off: 0 bytes are not even its header'],
      ['a header that is cut off', bytes.subarray(0, 12), 'The state is cut off: 12 bytes are not even its header'],
      ['a body that is cut off', bytes.subarray(0, 20), `The state is cut off: 20 of ${bytes.length} bytes are there`],
      ['a log', Buffer.from('10.0.0.1 - -'), 'This is no state of rxmon: it begins with the bytes 31 30 2e 30'],
      ['a digest', Buffer.from('rxmd\x01'), 'This is no state of rxmon: it begins with the bytes 72 78 6d 64'],
      [
        'a later version',
        bytes.with(4, 3),
        'This state is version 3; this rxmon reads versions 1 and 2: use the rxmon that made it',
      ],
      ['bytes behind it', Uint8Array.of(...bytes, 0), 'The state is followed by 1 bytes that do not belong to it'],
      ['a damaged body', bytes.with(40, 99), `The state is damaged somewhere in its ${bytes.length} bytes`],
    ])('%s', (_, input, message) => {
      expect(faultOf(input)).toBe(message);
    });

    it.each<[string, Uint8Array, string]>([
      ['a body of nothing', new Uint8Array(), 'at byte 13 of 13 (parts): it ends too early'],
      ['bytes behind the last part', Uint8Array.of(...partsOf(['time', ...time]), 0), ': 1 bytes are left over'],
      ['bytes behind what a part holds', partsOf(['time', ...time, 0]), '(time): 1 bytes are left over'],
      ['no time', partsOf(['watches', 0]), ': it has no time'],
      ['a time that is none', partsOf(['time', ...nan]), '(time): NaN is no finite number'],
      ['more sources than there can be', partsOf(['sources', 0x7f]), '(sources): 127 entries cannot be in the 0 bytes'],
      [
        'positions that end too early',
        partsOf(['sources', 1, 1, 65, 0, 1, 1, 66, 0x80, 1, 0, 0x80, 1, 9]),
        '(positions): it ends too early',
      ],
      [
        'a source that is there twice',
        partsOf(['sources', 2, 1, 65, 0, 0, 0, 1, 65, 0, 0, 0]),
        '(sources): "A" is there twice',
      ],
      [
        'a digest that is none',
        partsOf(['interval', ...time, 4, 0, 0, 0, 0, 0, ...time]),
        '(interval): This is no digest of rxmon',
      ],
      [
        'a rule without a window of time',
        partsOf([
          'watches',
          1,
          26,
          1,
          4,
          114,
          117,
          108,
          101,
          19,
          1,
          65,
          4,
          114,
          97,
          116,
          101,
          ...Array<number>(12).fill(0),
        ]),
        '(rule): the number 0 is not within 1 and',
      ],
    ])('%s, though its checksum fits', (_, damaged, message) => {
      const fault = faultOf(withHeader(damaged));
      expect(fault).toContain('The state is damaged at byte');
      expect(fault).toContain(message);
    });
  });

  it('refuses a state in which any bit is flipped', () => {
    const bytes = encodeCheckpoint(small());
    for (const [at, byte] of bytes.entries()) expect(faultOf(bytes.with(at, byte ^ (1 << (at % 8))))).toBeDefined();
  });

  it('refuses a state that is cut off anywhere', () => {
    const bytes = encodeCheckpoint(small());
    for (let length = 0; length < bytes.length; length++)
      expect(faultOf(bytes.subarray(0, length))).toContain('The state is cut off');
  });

  it('refuses a damaged body whose checksum fits, or it is that of another state', () => {
    const body = encodeCheckpoint(small()).subarray(HEADER_BYTES);
    const expectRefusedOrTrue = (bytes: Uint8Array): void => {
      if (faultOf(bytes) !== undefined) return;
      const checkpoint = decodeCheckpoint(bytes);
      const again = encodeCheckpoint(checkpoint);
      expect(plainCheckpoint(decodeCheckpoint(again))).toEqual(plainCheckpoint(checkpoint));
      // A part whose name is damaged, of the state or of a rule, is not known, and left out.
      if (hasPartsOf(again, bytes) && again.length === bytes.length) expect(base64Of(again)).toBe(base64Of(bytes));
    };
    for (const at of body.keys()) {
      for (const byte of [0, 1, 2, 0x7f, 0x80, 0xff, (body[at] ?? 0) + 1])
        expectRefusedOrTrue(withHeader(body.with(at, byte)));
      expect(faultOf(withHeader(body.subarray(0, at)))).toBeDefined();
    }
  });
});
