import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../src/digest/digest.js';
import { foldOverlong } from '../../src/engine/overlong.js';
import { plainDigest } from '../support/digest.js';

describe('foldOverlong', () => {
  it('counts lines that were not kept', () => {
    const digest = emptyDigest();
    foldOverlong(digest, 3, 'a.log');
    expect(plainDigest(digest)).toEqual({
      ...plainDigest(emptyDigest()),
      unparsed: 3,
      sample: { source: 'a.log', line: '(a line of more than 64 KiB)' },
    });
  });
});
