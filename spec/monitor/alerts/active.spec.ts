import { describe, expect, it } from '@jest/globals';
import { activeAfter } from '../../../src/monitor/alerts/active.js';
import { alertOf, AT } from '../../support/traffic.js';

const recovery = alertOf({ state: 'recovered', at: AT + 5000 });

describe('activeAfter', () => {
  it('has the alerts that were triggered and have not recovered', () => {
    expect(activeAfter([], alertOf())).toEqual([alertOf()]);
    expect(activeAfter([alertOf()], recovery)).toEqual([]);
  });

  it('has a rule once, with the time at which it was triggered last', () => {
    const again = alertOf({ at: AT + 9000 });
    expect(activeAfter([alertOf()], again)).toEqual([again]);
  });

  it('lets a rule recover that was resumed with another threshold', () => {
    const before = alertOf({ rule: { name: 'traffic', measure: 'rate', threshold: 3, windowSeconds: 5 } });
    expect(activeAfter([before], recovery)).toEqual([]);
  });
});
