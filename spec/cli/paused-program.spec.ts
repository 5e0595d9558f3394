import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as real } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { linesAt } from '../support/program.js';
import { folder, startInEach, startProgram } from '../support/programs.js';

interface Alert {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly at: string;
  readonly hits: number;
}

startInEach();

describe('rxmon that was stopped', () => {
  it('raises what it would have raised as it ran, and no more, and says once that it was', async () => {
    const log = folder.file('a.log');
    writeFileSync(log, '');
    const program = startProgram([
      ...['--json', '--utc', '--no-prime', '--interval', '200ms', '--threshold', '2', '--window', '2s', 'a.log'],
    ]);
    await program.counted(0);
    program.hold();
    const start = Math.ceil(Date.now() / 1000) + 1;
    while (Date.now() < (start + 7) * 1000) await real(50);
    // Two in each second are at the threshold, and not above it; all twelve at once would be.
    for (let second = start; second < start + 6; second++)
      appendFileSync(log, linesAt(second === start + 3 ? 3 : 2, new Date(second * 1000)));
    program.release();

    const recovered = await program.object<Alert>(({ state }) => state === 'recovered');
    const { stdout, stderr, code } = await program.stop();
    const alerts = stdout
      .split('\n')
      .filter((line) => line.includes('"type":"alert"'))
      .map((line) => JSON.parse(line) as Alert)
      .map(({ state, at, hits }) => [state, Date.parse(at) / 1000 - start, hits]);
    expect(alerts).toEqual([
      ['triggered', 4, 5],
      ['recovered', 7, 2],
    ]);
    expect(recovered.hits).toBe(2);
    expect(code).toBe(0);
    expect(stderr.match(/rxmon was paused for .*/g)).toHaveLength(1);
  });
});
