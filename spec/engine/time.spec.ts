import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secondsOf } from '../support/fields.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const utc = (iso: string): number => Date.parse(iso) / 1000;

describe('Engine, reading times', () => {
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
    ['a date alone', '2000-10-10'],
    ['an ISO 8601 time without offset', '2000-10-10T13:55:36'],
    ['an ISO 8601 time with a letter for the space', '2000-10-10x13:55:36Z'],
    ['an ISO 8601 time with half an offset', '2000-10-10T13:55:36-07:'],
    ['an ISO 8601 time with bytes behind it', '2000-10-10T13:55:36Z '],
    ['an ISO 8601 time of no day', '2000-02-30T13:55:36Z'],
    ['an ISO 8601 time of no month', '2000-13-01T13:55:36Z'],
    ['a negative number', '-1'],
    ['a number with two points', '1.2.3'],
    ['a number with half an exponent', '1e'],
    ['a number beyond all times', '1e30'],
    ['a dash', '-'],
    ['nothing', ''],
  ])('gives NaN for %s', (_, text) => {
    expect(secondsOf(text)).toBeNaN();
  });

  it('gives NaN for a time that is too short or too long, whatever stands around it', () => {
    const text = '10/Oct/2000:13:55:36 -0700';
    // One or two digits are a number of seconds.
    for (const length of [0, ...Array.from({ length: text.length - 3 }, (_, i) => i + 3)]) {
      expect(secondsOf(text.slice(0, length), '', text.slice(length))).toBeNaN();
    }
    // Up to four bytes of its end are a number as well.
    for (let length = 5; length < text.length; length++) {
      expect(secondsOf(text.slice(text.length - length), text.slice(0, -length))).toBeNaN();
    }
    expect(secondsOf(`${text} `)).toBeNaN();
    expect(secondsOf(`[${text}`)).toBeNaN();
  });

  it('reads a time in the middle of other bytes', () => {
    expect(secondsOf('10/Oct/2000:13:55:36 -0700', '::1 - - [', '] "-" 408 -')).toBe(971_211_336);
  });

  it.each([
    ['2018-05-09T16:00:39+00:00', '2018-05-09T16:00:39Z'],
    ['2018-05-09T16:00:39Z', '2018-05-09T16:00:39Z'],
    ['2018-05-09 16:00:39Z', '2018-05-09T16:00:39Z'],
    ['2018-05-09T16:00:39.999Z', '2018-05-09T16:00:39Z'],
    ['2018-05-09T16:00:39.123456789-07:00', '2018-05-09T23:00:39Z'],
    ['2018-05-09T16:00:39.1234+02:00', '2018-05-09T14:00:39Z'],
    ['2018-05-09T16:00:39+0530', '2018-05-09T10:30:39Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['1525881639', '2018-05-09T16:00:39Z'],
    ['1525881639.999', '2018-05-09T16:00:39Z'],
    ['1.525881639e9', '2018-05-09T16:00:39Z'],
    ['1525881639123', '2018-05-09T16:00:39Z'],
    ['1525881639123.5', '2018-05-09T16:00:39Z'],
    ['1525881639123456', '2018-05-09T16:00:39Z'],
    ['1525881639123456789', '2018-05-09T16:00:39Z'],
    ['0', '1970-01-01T00:00:00Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(secondsOf(text)).toBe(utc(iso));
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
        fc.pre(!fits(at, byte) && byte !== 0x0a);
        expect(secondsOf(text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1))).toBeNaN();
      }),
      { numRuns: 2000 },
    );
  });

  it('gives NaN for any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 26, maxLength: 26 }), (bytes) => {
        fc.pre(!bytes.includes(0x0a));
        expect(secondsOf(bytes)).toBeNaN();
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

  it('agrees with Date in ISO 8601 and in numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: utc('9999-12-31T23:59:59Z') * 1000 }), (ms) => {
        const seconds = Math.floor(ms / 1000);
        expect(secondsOf(new Date(ms).toISOString())).toBe(seconds);
        if (seconds < 1e11) expect(secondsOf((ms / 1000).toFixed(3))).toBe(seconds);
      }),
    );
  });
});
