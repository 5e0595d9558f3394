import { describe, expect, it } from '@jest/globals';
import { statusClasses } from '../../../src/view/table/statuses.js';
import { digestOf, hitOf, hitsOf } from '../../support/digest.js';

describe('statusClasses', () => {
  it('sums up codes by their first digit, with the codes behind', () => {
    const digest = digestOf(['200', '200', '204', '503', '404', '-', '101'].map((status) => hitOf({ status })));
    expect(statusClasses(digest, undefined).map(({ name, hits, codes }) => [name, hits, codes])).toEqual([
      ['2xx', 3, ['200 2', '204 1']],
      ['3xx', 0, []],
      ['4xx', 1, ['404 1']],
      ['5xx', 1, ['503 1']],
      ['other', 2, ['- 1', '101 1']],
    ]);
  });

  it('leaves out others when there are and were none', () => {
    const names = (before: string): string[] =>
      statusClasses(hitsOf(1), hitsOf(1, { status: before })).map(({ name }) => name);
    expect(names('200')).not.toContain('other');
    expect(names('-')).toContain('other');
  });

  it('knows the hits before', () => {
    expect(statusClasses(hitsOf(1), hitsOf(3)).map(({ hitsBefore }) => hitsBefore)).toEqual([3, 0, 0, 0]);
    expect(statusClasses(hitsOf(1), undefined)[0]?.hitsBefore).toBeUndefined();
  });
});
