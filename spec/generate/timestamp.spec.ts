import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestampOf } from '../../src/generate/timestamp.js';
import { secondsOf } from '../support/fields.js';

describe('timestampOf', () => {
  it('writes a time as log lines have it', () => {
    expect(timestampOf(Date.UTC(2018, 4, 9, 16, 0, 39) / 1000)).toBe('09/May/2018:16:00:39 +0000');
    expect(timestampOf(0)).toBe('01/Jan/1970:00:00:00 +0000');
  });

  it('is read back as the same second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 }), (seconds) => {
        expect(secondsOf(timestampOf(seconds))).toBe(seconds);
      }),
    );
  });
});
