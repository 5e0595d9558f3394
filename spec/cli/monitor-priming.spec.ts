import { appendFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { linesAt } from '../support/program.js';
import type { Program } from '../support/program.js';
import { folder, startInEach, startProgram } from '../support/programs.js';

interface Stats {
  readonly type: 'stats';
  readonly from: string;
  readonly to: string;
  readonly hits: number;
  readonly primed?: true;
  readonly total: { readonly from: string; readonly hits: number };
}
interface Alert {
  readonly type: 'alert';
  readonly at: string;
  readonly hits: number;
}
type Output = Stats | Alert;

const isStats = (output: Output): output is Stats => output.type === 'stats';

startInEach();

describe('rxmon, when it starts', () => {
  const start = (...args: string[]): Program => startProgram(['--utc', '--interval', '200ms', 'a.log', ...args]);
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
  const ALERT = ['--threshold', '0.25', '--window', '2m'];

  it('shows at once what the file holds of the last window, which is in no total', async () => {
    writeFileSync(folder.file('a.log'), linesAt(5, ago(3600)) + linesAt(30, ago(10)) + linesAt(10, ago(2)));
    const program = start('--json');
    const first = await program.object<Output>(() => true);
    expect(first).toMatchObject({ type: 'stats', primed: true, hits: 40, total: { hits: 0 } });
    const { from, to } = first as Stats;
    expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(120_000);
    expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(121_000);

    appendFileSync(folder.file('a.log'), linesAt(7));
    expect(await program.counted(7, 2)).toBe(7);
    const { stdout } = await program.stop();
    expect(stdout.match(/"primed"/g)).toHaveLength(1);
    expect(program.intervals().reduce((sum, { hits }) => sum + hits, 0)).toBe(7);
  });

  it('raises an alert within two seconds when that exceeds the threshold', async () => {
    writeFileSync(folder.file('a.log'), linesAt(40, ago(10)));
    const program = start('--json', ...ALERT);
    const { to } = (await program.object<Output>(isStats)) as Stats;
    const { at, hits } = (await program.object<Output>((output) => !isStats(output))) as Alert;
    expect(hits).toBe(40);
    expect(Date.parse(at) - Date.parse(to)).toBeGreaterThan(0);
    expect(Date.parse(at) - Date.parse(to)).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['with --no-prime', ['--no-prime'], 10],
    ['of older lines', [], 125],
  ])('does neither %s', async (_, flags, seconds) => {
    writeFileSync(folder.file('a.log'), linesAt(40, ago(seconds)));
    const program = start('--json', ...ALERT, ...flags);
    // Long enough for two looks at the rule.
    expect(await program.counted(0, 12)).toBe(0);
    const { stdout } = await program.stop();
    expect(stdout).not.toContain('"primed"');
    expect(stdout).not.toContain('"alert"');
  });

  it('counts those lines with --from-start rather than to begin with them', async () => {
    writeFileSync(folder.file('a.log'), linesAt(40, ago(10)));
    const program = start('--json', '--from-start');
    expect(await program.counted(40, 2)).toBe(40);
    expect((await program.stop()).stdout).not.toContain('"primed"');
  });

  it('says above the table what that is', async () => {
    writeFileSync(folder.file('a.log'), linesAt(40, ago(10)));
    const program = start();
    const heading = await program.line('stdout', () => true);
    expect(heading).toMatch(/^\d\d:\d\d:\d\d – \d\d:\d\d:\d\d {2}2 min( \d s)? before the start, read from the logs$/);
    await program.line('stdout', (line) => line.includes('no hits in'));
    const { stdout } = await program.stop();
    expect(stdout).toContain('\nHits           40  ');
    expect(stdout.match(/before the start/g)).toHaveLength(1);
  });
});
