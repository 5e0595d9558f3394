import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { formatClock, formatTime } from '../../src/text/time.js';
import { AT } from '../support/traffic.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const inZone = (minutesWest: number): unknown =>
  jest.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(minutesWest);

describe('formatTime', () => {
  it('has seconds and an offset', () => {
    expect(formatTime(AT, true)).toBe('2018-05-09T16:00:39+00:00');
  });

  it('leaves out what is less than a second', () => {
    expect(formatTime(AT + 999, true)).toBe('2018-05-09T16:00:39+00:00');
  });

  it.each([
    [-330, '2018-05-09T21:30:39+05:30'],
    [300, '2018-05-09T11:00:39-05:00'],
    [-600, '2018-05-10T02:00:39+10:00'],
    [0, '2018-05-09T16:00:39+00:00'],
  ])('tells the time of a zone %d minutes west of Greenwich', (minutesWest, time) => {
    inZone(minutesWest);
    expect(formatTime(AT, false)).toBe(time);
    expect(formatTime(AT, true)).toBe('2018-05-09T16:00:39+00:00');
  });

  it('tells the same instant in the local zone, whichever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(Date.parse(formatTime(seconds * 1000, false))).toBe(seconds * 1000);
      }),
    );
  });

  it.each([
    [Date.UTC(-1, 0, 1), '-000001-01-01T00:00:00+00:00'],
    [Date.UTC(12018, 0, 1), '+012018-01-01T00:00:00+00:00'],
    [8.64e15, '+275760-09-13T00:00:00+00:00'],
    [-8.64e15, '-271821-04-20T00:00:00+00:00'],
    [1e300, '+275760-09-13T00:00:00+00:00'],
    [NaN, '1970-01-01T00:00:00+00:00'],
  ])('does not fail at %d', (epochMs, time) => {
    expect(formatTime(epochMs, true)).toBe(time);
    expect(() => formatTime(epochMs, false)).not.toThrow();
  });
});

describe('formatClock', () => {
  it('is the time of day', () => {
    expect(formatClock(AT, true)).toBe('16:00:39');
    inZone(-330);
    expect(formatClock(AT, false)).toBe('21:30:39');
  });
});
