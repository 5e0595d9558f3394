import { describe, expect, it } from '@jest/globals';
import { merge } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Distinct } from '../../src/digest/distinct.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { hostCount, hostCountText } from '../../src/view/host-count.js';
import { summarize } from '../../src/view/summary.js';
import { digestOf, hitOf, hitsOf, withTables } from '../support/digest.js';
import { statsOf } from '../support/traffic.js';

/** A hit from each host, counted by another hash key. */
function elsewhere(hosts: readonly string[]): Digest {
  const distinctHosts = new Distinct();
  hosts.forEach((_, i) => {
    distinctHosts.by('f'.repeat(32)).count(i);
  });
  return { ...digestOf(hosts.map((host) => hitOf({ host }))), distinctHosts };
}

const both = merge(hitsOf(2), elsewhere(['10.0.0.1', '10.0.0.2']));
/** Which of the hosts are the same is not known any more. */
const dropped: Digest = withTables(both, { hosts: new KeyTable(1) });
for (const key of ['a', 'b', 'c']) dropped.tables.hosts.count(key, 1, 0, 0);

describe('hostCount', () => {
  it('is what was counted', () => {
    expect(hostCount(hitsOf(2))).toEqual({ unique: 1, isLeast: false });
    expect(hostCountText(hitsOf(2))).toBe('1 different');
  });

  it('is what the table has, where hosts were counted by different hash keys and it has all', () => {
    expect(hostCount(both)).toEqual({ unique: 2, isLeast: false });
  });

  it('says that there may be more, where nobody knows how many are the same', () => {
    expect(hostCountText(dropped)).toBe('at least 2 different');
    expect(summarize(statsOf(dropped), 1).hosts).toMatchObject({ unique: 2, atLeast: true });
    expect(summarize(statsOf(both), 1).hosts).not.toHaveProperty('atLeast');
  });
});
