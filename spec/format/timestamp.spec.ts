import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTimestamp, TIMESTAMP_BYTES } from '../../src/format/timestamp.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function secondsOf(text: string, before = '', after = ''): number {
  return parseTimestamp(bytesOf(before + text + after), before.length, before.length + text.length);
}

const utc = (iso: string): number => Date.parse(iso) / 1000;

describe('TIMESTAMP_BYTES', () => {
  it('is the length of a timestamp', () => {
    expect(TIMESTAMP_BYTES).toBe('10/Oct/2000:13:55:36 -0700'.length);
  });
});

describe('parseTimestamp', () => {
  it('reads the time of the Apache manual', () => {
    expect(secondsOf('10/Oct/2000:13:55:36 -0700')).toBe(971_211_336);
  });

  it('reads the epoch as 0, and what lies before it as negative', () => {
    expect(secondsOf('01/Jan/1970:00:00:00 +0000')).toBe(0);
    expect(secondsOf('31/Dec/1969:23:59:59 +0000')).toBe(-1);
  });

  it.each(MONTHS.map((name, i) => [name, i] as const))('knows the month %s', (name, month) => {
    expect(secondsOf(`15/${name}/2023:12:00:00 +0000`)).toBe(Date.UTC(2023, month, 15, 12) / 1000);
    expect(secondsOf(`15/${name}/2024:12:00:00 +0000`)).toBe(Date.UTC(2024, month, 15, 12) / 1000);
  });

  it.each([
    ['+0000', '2024-05-06T07:08:09Z'],
    ['-0000', '2024-05-06T07:08:09Z'],
    ['+0530', '2024-05-06T01:38:09Z'],
    ['-0700', '2024-05-06T14:08:09Z'],
    ['-0330', '2024-05-06T10:38:09Z'],
    ['+1400', '2024-05-05T17:08:09Z'],
    ['-1200', '2024-05-06T19:08:09Z'],
  ])('takes the offset %s off', (offset, iso) => {
    expect(secondsOf(`06/May/2024:07:08:09 ${offset}`)).toBe(utc(iso));
  });

  it.each([
    ['31/Dec/2023:23:59:59 +0000', '2023-12-31T23:59:59Z'],
    ['01/Jan/2024:00:00:00 +0000', '2024-01-01T00:00:00Z'],
    ['31/Dec/2024:23:59:59 -0700', '2025-01-01T06:59:59Z'],
    ['01/Jan/2025:00:00:00 +0530', '2024-12-31T18:30:00Z'],
    ['31/Dec/1999:23:59:59 +0000', '1999-12-31T23:59:59Z'],
    ['31/Dec/9999:23:59:59 +0000', '9999-12-31T23:59:59Z'],
    ['01/Jan/0001:00:00:00 +0000', '0001-01-01T00:00:00Z'],
  ])('reads %s, at the end of a year, as %s', (text, iso) => {
    expect(secondsOf(text)).toBe(utc(iso));
  });

  it.each([2000, 2024, 1996, 2400])('knows that %d has a 29 February', (year) => {
    expect(secondsOf(`29/Feb/${year}:12:00:00 +0000`)).toBe(Date.UTC(year, 1, 29, 12) / 1000);
    expect(secondsOf(`01/Mar/${year}:00:00:00 +0000`)).toBe(Date.UTC(year, 2, 1) / 1000);
    expect(secondsOf(`30/Feb/${year}:12:00:00 +0000`)).toBeNaN();
  });

  it.each([1900, 2023, 2100, 2025])('knows that %d has no 29 February', (year) => {
    expect(secondsOf(`28/Feb/${year}:12:00:00 +0000`)).toBe(Date.UTC(year, 1, 28, 12) / 1000);
    expect(secondsOf(`01/Mar/${year}:00:00:00 +0000`)).toBe(Date.UTC(year, 2, 1) / 1000);
    expect(secondsOf(`29/Feb/${year}:12:00:00 +0000`)).toBeNaN();
  });

  it.each(MONTHS.map((name, i) => [name, new Date(Date.UTC(2023, i + 1, 0)).getUTCDate()] as const))(
    'knows that %s 2023 has %d days',
    (name, days) => {
      expect(secondsOf(`${days}/${name}/2023:00:00:00 +0000`)).not.toBeNaN();
      expect(secondsOf(`${days + 1}/${name}/2023:00:00:00 +0000`)).toBeNaN();
    },
  );

  it('reads second 60 as the second after it', () => {
    expect(secondsOf('31/Dec/2016:23:59:60 +0000')).toBe(utc('2017-01-01T00:00:00Z'));
    expect(secondsOf('30/Jun/2015:16:59:60 -0700')).toBe(utc('2015-07-01T00:00:00Z'));
  });

  it.each([
    ['day 0', '00/Oct/2000:13:55:36 -0700'],
    ['day 32', '32/Oct/2000:13:55:36 -0700'],
    ['31 April', '31/Apr/2000:13:55:36 -0700'],
    ['hour 24', '10/Oct/2000:24:00:00 -0700'],
    ['minute 60', '10/Oct/2000:13:60:36 -0700'],
    ['second 61', '10/Oct/2000:13:55:61 -0700'],
    ['a month in upper case', '10/OCT/2000:13:55:36 -0700'],
    ['a month in lower case', '10/oct/2000:13:55:36 -0700'],
    ['a month in another language', '10/Okt/2000:13:55:36 -0700'],
    ['a month in digits', '10/010/2000:13:55:36 -0700'],
    ['no offset', '10/Oct/2000:13:55:36'],
    ['a zone by name', '10/Oct/2000:13:55:36 PDT  '],
    ['Z for an offset', '10/Oct/2000:13:55:36 Z'],
    ['an offset with a colon', '10/Oct/2000:13:55:36 -07:00'],
    ['an ISO 8601 time', '2000-10-10T13:55:36-07:00'],
    ['a dash', '-'],
    ['nothing', ''],
  ])('gives NaN for %s', (_, text) => {
    expect(secondsOf(text)).toBeNaN();
  });

  it('gives NaN for a time that is too short or too long, whatever stands around it', () => {
    const text = '10/Oct/2000:13:55:36 -0700';
    for (let length = 0; length < text.length; length++) {
      expect(secondsOf(text.slice(0, length), '', text.slice(length))).toBeNaN();
    }
    expect(secondsOf(`${text} `)).toBeNaN();
    expect(secondsOf(`[${text}`)).toBeNaN();
  });

  it('gives NaN for a time that begins before the bytes or ends behind them', () => {
    const bytes = bytesOf('10/Oct/2000:13:55:36 -0700');
    expect(parseTimestamp(bytes, 1, 1 + TIMESTAMP_BYTES)).toBeNaN();
    expect(parseTimestamp(bytes, -1, -1 + TIMESTAMP_BYTES)).toBeNaN();
  });

  it('reads a time in the middle of other bytes', () => {
    expect(secondsOf('10/Oct/2000:13:55:36 -0700', '::1 - - [', '] "-" 408 -')).toBe(971_211_336);
  });

  it('gives NaN when any byte is one that cannot stand at its place', () => {
    const text = '10/Oct/2000:13:55:36 -0700';
    /** What may stand in the place of each byte: any digit for a digit, either sign for a sign, else only the byte itself. */
    const fits = (at: number, byte: number): boolean => {
      const own = text.charAt(at);
      const other = String.fromCharCode(byte);
      if (/\d/.test(own)) return /\d/.test(other);
      return own === '-' ? other === '-' || other === '+' : other === own;
    };
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        fc.pre(!fits(at, byte));
        expect(secondsOf(text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1))).toBeNaN();
      }),
      { numRuns: 2000 },
    );
  });

  it('gives NaN for any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: TIMESTAMP_BYTES, maxLength: TIMESTAMP_BYTES }), (bytes) => {
        expect(parseTimestamp(bytes, 0, bytes.length)).toBeNaN();
      }),
    );
  });

  it('agrees with Date at any second of the years 1 to 9999 and any offset', () => {
    const localSeconds = fc.integer({ min: utc('0001-01-01T00:00:00Z'), max: utc('9999-12-31T23:59:59Z') });
    const offsetMinutes = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(localSeconds, offsetMinutes, (local, offset) => {
        const date = new Date(local * 1000);
        const [year, , day] = date.toISOString().slice(0, 10).split('-');
        const month = MONTHS[date.getUTCMonth()];
        const minutes = Math.abs(offset);
        const zone = `${Math.floor(minutes / 60)}`.padStart(2, '0') + `${minutes % 60}`.padStart(2, '0');
        const text = `${day}/${month}/${year}:${date.toISOString().slice(11, 19)} ${offset < 0 ? '-' : '+'}${zone}`;
        expect(secondsOf(text)).toBe(local - offset * 60);
      }),
      { numRuns: 5000 },
    );
  });
});
