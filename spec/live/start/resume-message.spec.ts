import { describe, expect, it } from '@jest/globals';
import { resumeMessage } from '../../../src/live/start/resume-message.js';
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

describe('resumeMessage', () => {
  it('says as of when the state is', () => {
    expect(resumeMessage('/var/lib/rxmon.state', checkpointOf(['a.log']), ['a.log'], true)).toBe(
      'resuming from /var/lib/rxmon.state, saved 2018-05-09T16:00:39+00:00',
    );
  });

  it('says that an alert was active', () => {
    expect(resumeMessage('s', checkpointOf(['a.log'], true), ['a.log'], true)).toMatch(/\+00:00; an alert was active$/);
  });

  it.each([
    [['b.log'], '; b.log is new'],
    [['b.log', 'c.log'], '; 2 of the files are new'],
    [['-'], ''],
    [['-', 'b.log'], '; b.log is new'],
  ])('says that it does not know %j', (others, text) => {
    expect(resumeMessage('s', checkpointOf(['a.log']), ['a.log', ...others], true)).toBe(
      `resuming from s, saved 2018-05-09T16:00:39+00:00${text}`,
    );
  });

  it('does not mind logs that are not followed any more', () => {
    expect(resumeMessage('s', checkpointOf(['a.log', 'gone.log']), ['a.log'], true)).not.toContain('log');
  });

  it('shows paths as they may be shown', () => {
    const text = resumeMessage('s\x1b[2J', checkpointOf([]), ['a\x07.log'], true);
    expect(text).toBe(String.raw`resuming from s\x1b[2J, saved 2018-05-09T16:00:39+00:00; a\x07.log is new`);
  });
});
