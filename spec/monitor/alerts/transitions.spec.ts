import { describe, expect, it } from '@jest/globals';
import { INACTIVE, transition } from '../../../src/monitor/alerts/transitions.js';
import type { Delays, Status, Verdict } from '../../../src/monitor/alerts/transitions.js';

const VERDICTS: Readonly<Record<string, Verdict>> = { h: 'holds', c: 'ceases', b: 'between', u: 'unknown' };
const LETTERS: Readonly<Record<Status['phase'], string>> = { inactive: '.', pending: 'p', firing: 'F' };

/** Where a rule stands at each second from 0 on, and what is said, as `triggered 2`. */
function run(verdicts: string, delays?: Delays): readonly [phases: string, said: readonly string[]] {
  let status = INACTIVE;
  let phases = '';
  const said: string[] = [];
  for (const [t, letter] of Array.from(verdicts).entries()) {
    const next = transition(status, VERDICTS[letter] ?? 'unknown', t, delays);
    status = next.status;
    phases += status.phase === 'firing' && status.ceasedSince !== undefined ? 'k' : LETTERS[status.phase];
    if (next.change !== undefined) said.push(`${next.change} ${next.at}`);
  }
  return [phases, said];
}

describe('transition', () => {
  it('fires at once and recovers at once where no time is asked for', () => {
    expect(run('cchhhcch')).toEqual(['..FFF..F', ['triggered 2', 'recovered 5', 'triggered 7']]);
  });

  it('changes nothing between the threshold and where it clears', () => {
    expect(run('bbhbbcb')).toEqual(['..FFF..', ['triggered 2', 'recovered 5']]);
  });

  it('is pending for so long, and fires when it has held at every second', () => {
    expect(run('hhhh', { forSeconds: 2 })).toEqual(['ppFF', ['triggered 2']]);
    expect(run('hhchhh', { forSeconds: 2 })).toEqual(['pp.ppF', ['triggered 5']]);
    expect(run('hbhhh', { forSeconds: 2 })).toEqual(['p.ppF', ['triggered 4']]);
  });

  it('is kept for so long, and recovers when it has ceased at every second', () => {
    expect(run('hcccc', { keepSeconds: 2 })).toEqual(['Fkk..', ['triggered 0', 'recovered 3']]);
    expect(run('hccbccc', { keepSeconds: 2 })).toEqual(['FkkFkk.', ['triggered 0', 'recovered 6']]);
    expect(run('hcchccc', { keepSeconds: 2 })).toEqual(['FkkFkk.', ['triggered 0', 'recovered 6']]);
  });

  it.each(['h', 'hh', 'hc', 'hhhc'])('stays as it is while nothing is known, after %s', (before) => {
    const delays = { forSeconds: 2, keepSeconds: 2 };
    const [phases] = run(`${before}uuu`, delays);
    expect(phases.slice(before.length)).toBe(phases.charAt(before.length - 1).repeat(3));
  });

  it('tells the second in which a clock ran out that was looked at later', () => {
    const pending = transition(INACTIVE, 'holds', 10, { forSeconds: 5 });
    expect(transition(pending.status, 'holds', 60, { forSeconds: 5 })).toMatchObject({ change: 'triggered', at: 15 });
    const kept = transition({ phase: 'firing' }, 'ceases', 20, { keepSeconds: 30 });
    expect(transition(kept.status, 'ceases', 90, { keepSeconds: 30 })).toMatchObject({ change: 'recovered', at: 50 });
  });
});
