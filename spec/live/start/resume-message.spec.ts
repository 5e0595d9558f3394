import { describe, expect, it } from '@jest/globals';
import { takenUp } from '../../../src/live/start/resume-message.js';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { alertOf, AT } from '../../support/traffic.js';

const checkpointOf = (logs: readonly string[], isOn = false): Checkpoint => {
  const triggered = alertOf();
  return {
    at: AT,
    sources: new Map(logs.map((log) => [log, { positions: [], known: [] }])),
    interval: { from: AT, digest: emptyDigest(), previous: undefined, previousLength: 0 },
    run: { from: AT, digest: emptyDigest() },
    watches: [{ rule: triggered.rule, window: { end: 0, counts: [] }, triggered: isOn ? triggered : undefined }],
  };
};

describe('takenUp', () => {
  it('says as of when the state is', () => {
    expect(takenUp('/var/lib/rxmon.state', checkpointOf(['a.log']), ['a.log'], true)).toBe(
      '/var/lib/rxmon.state is taken up, as of 2018-05-09T16:00:39+00:00',
    );
  });

  it('says that an alert was on', () => {
    expect(takenUp('s', checkpointOf(['a.log'], true), ['a.log'], true)).toMatch(/\+00:00; an alert was on$/);
  });

  it.each([
    [['b.log'], '; b.log is new to it'],
    [['b.log', 'c.log'], '; 2 of the files are new to it'],
    [['-'], ''],
    [['-', 'b.log'], '; b.log is new to it'],
  ])('says that it does not know %j', (others, text) => {
    expect(takenUp('s', checkpointOf(['a.log']), ['a.log', ...others], true)).toBe(
      `s is taken up, as of 2018-05-09T16:00:39+00:00${text}`,
    );
  });

  it('does not mind logs that are not followed any more', () => {
    expect(takenUp('s', checkpointOf(['a.log', 'gone.log']), ['a.log'], true)).not.toContain('log');
  });

  it('shows paths as they may be shown', () => {
    const text = takenUp('s\x1b[2J', checkpointOf([]), ['a\x07.log'], true);
    expect(text).toBe(String.raw`s\x1b[2J is taken up, as of 2018-05-09T16:00:39+00:00; a\x07.log is new to it`);
  });
});
