import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDigest, emptyDigest } from '../../../src/digest/digest.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/rule.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/monitor/checkpoint/checkpoint-binary.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import type { Fingerprint, KnownFile, Position, Progress } from '../../../src/source/source-event.js';
import { base64Of, faultIn, headed, HEADER_BYTES } from '../../support/binary-form.js';
import { plainCheckpoint } from '../../support/checkpoint.js';
import { anyLines, digestOf, hitOf, hitsOf } from '../../support/digest.js';

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
const anyRule: fc.Arbitrary<Rule> = fc.record({
  name: fc.constant('traffic'),
  measure: fc.constant('rate' as const),
  threshold: fc.oneof(fc.constantFrom(0.1, 1 / 3, 10, Infinity), fc.double({ min: 0, noNaN: true })),
  windowSeconds: fc.integer({ min: 1, max: 86_400 }),
});
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

/** `small` with digests of version 1, which stays readable. */
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

/** What went wrong; the advice is left to others. */
const faultOf = (bytes: Uint8Array): string | undefined =>
  faultIn(() => decodeCheckpoint(bytes), /^(The|This)\b.*\bstate\b/);
const withHeader = (body: Uint8Array): Uint8Array => headed('rxms\x01', body);

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

  it.each([STORED, STORED_FIRST])('reads what was stored', (stored) => {
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

  describe('says what is wrong with', () => {
    const bytes = encodeCheckpoint(small());
    const empty: Checkpoint = {
      at: 0,
      sources: new Map(),
      interval: { from: 0, digest: emptyDigest(), previous: undefined, previousLength: 0 },
      run: { from: 0, digest: emptyDigest() },
      watches: [],
    };
    const body = encodeCheckpoint(empty).subarray(HEADER_BYTES);
    const nan = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];

    it.each<[string, Uint8Array, string]>([
      ['nothing', new Uint8Array(), 'The state is cut off: 0 bytes are not even its header'],
      ['a header that is cut off', bytes.subarray(0, 12), 'The state is cut off: 12 bytes are not even its header'],
      ['a body that is cut off', bytes.subarray(0, 20), `The state is cut off: 20 of ${bytes.length} bytes are there`],
      ['a log', Buffer.from('10.0.0.1 - -'), 'This is no state of rxmon: it begins with the bytes 31 30 2e 30'],
      ['a digest', Buffer.from('rxmd\x01'), 'This is no state of rxmon: it begins with the bytes 72 78 6d 64'],
      [
        'a later version',
        bytes.with(4, 2),
        'The state is of version 2, and this rxmon reads version 1: use the rxmon that made it',
      ],
      ['bytes behind it', Uint8Array.of(...bytes, 0), 'The state is followed by 1 bytes that do not belong to it'],
      ['a damaged body', bytes.with(40, 99), `The state is damaged somewhere in its ${bytes.length} bytes`],
    ])('%s', (_, input, message) => {
      expect(faultOf(input)).toBe(message);
    });

    it.each<[string, Uint8Array, string]>([
      ['a body of nothing', new Uint8Array(), 'at byte 13 of 13 (time): it ends too early'],
      ['bytes behind the last part', Uint8Array.of(...body, 0), ': 1 bytes are left over'],
      ['no time', Uint8Array.of(...nan, ...body.subarray(8)), '(time): NaN is no finite number'],
      [
        'more sources than there can be',
        body.with(8, 0x7f),
        `(sources): 127 entries cannot be in the ${body.length - 9} bytes that are left`,
      ],
      [
        'positions that end too early',
        Uint8Array.of(...body.subarray(0, 8), 1, 1, 65, 0, 1, 1, 66, 0x80, 1, 0, 0x80, 1, 9),
        'at byte 33 of 34 (positions): it ends too early',
      ],
      [
        'a source that is there twice',
        Uint8Array.of(...body.subarray(0, 8), 2, 1, 65, 0, 0, 0, 1, 65, 0, 0, 0, ...body.subarray(9)),
        '(sources): "A" is there twice',
      ],
      ['a digest that is none', body.with(18, 0), '(interval): This is no digest of rxmon'],
      [
        'a rule that is none',
        Uint8Array.of(...body.subarray(0, -1), 1, 1, 65, ...Array<number>(20).fill(0)),
        '(watches): "A" is no rule',
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
      if (faultOf(bytes) === undefined)
        expect(base64Of(encodeCheckpoint(decodeCheckpoint(bytes)))).toBe(base64Of(bytes));
    };
    for (const at of body.keys()) {
      for (const byte of [0, 1, 2, 0x7f, 0x80, 0xff, (body[at] ?? 0) + 1])
        expectRefusedOrTrue(withHeader(body.with(at, byte)));
      expect(faultOf(withHeader(body.subarray(0, at)))).toBeDefined();
    }
  });
});
