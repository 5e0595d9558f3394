import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as real } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BIN, logLine } from '../support/program.js';
import { folder, startInEach } from '../support/programs.js';
import { hasPty, Pty } from '../support/pty.js';

interface Row {
  readonly type: 'stats' | 'alert';
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly state: string;
  readonly hits: number;
  readonly total: { readonly hits: number };
}

const PATIENCE_MS = 120_000;
const KEYS = 1000;

startInEach();

describe('rxmon whose output nobody reads', () => {
  let children: ChildProcessWithoutNullStreams[] = [];
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });

  const start = (...args: string[]): ChildProcessWithoutNullStreams => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder.path, stdio: 'pipe' });
    children.push(child);
    return child;
  };
  /** Follows with tables so large that some of them fill a pipe. */
  const follow = (...args: string[]): ChildProcessWithoutNullStreams =>
    start('--json', '--interval', '100ms', '--top', String(KEYS), '--no-prime', '--from-start', ...args, 'a.log');
  const ended = async (child: ChildProcessWithoutNullStreams): Promise<number | null> =>
    child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0];
  const until = async (what: string, hasCome: () => boolean): Promise<void> => {
    const deadline = performance.now() + PATIENCE_MS;
    while (!hasCome()) {
      if (performance.now() > deadline) throw new Error(`${what}: did not come`);
      await real(20);
    }
  };

  let hits = 0;
  const append = (): void => {
    // Lines that are read after a restart count in the seconds that they state.
    const now = new Date();
    const lines = Array.from({ length: KEYS }, (_, i) =>
      logLine(`GET /${'long'.repeat(10)}/${i} HTTP/1.1`, '200', '123', '127.0.0.1', now),
    );
    appendFileSync(folder.file('a.log'), lines.join(''));
    hits += KEYS;
  };
  /** Appends until a table of what came before is known to wait: nothing that was read meanwhile has been taken. */
  const stall = async (child: ChildProcessWithoutNullStreams): Promise<void> => {
    await until('output', () => child.stdout.readableLength > 0);
    for (let i = 0; i < 80; i++) {
      append();
      await real(50);
    }
  };
  /** The objects of whole lines. */
  const rowsIn = (text: string): Row[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Row);
  const printed = (rows: readonly Row[]): number =>
    rows.filter(({ type }) => type === 'stats').reduce((sum, row) => sum + row.hits, 0);
  const read = (child: ChildProcessWithoutNullStreams): { text: string } => {
    const seen = { text: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.text += text));
    return seen;
  };

  it('loses no line and no alert: what waits for long is merged into a longer interval', async () => {
    hits = 0;
    writeFileSync(folder.file('a.log'), '');
    const child = follow('--threshold', '500', '--window', '1s');
    child.stdout.pause();
    child.stdout.read(0);
    await stall(child);
    const seen = read(child);
    child.stdout.resume();
    await until('all hits', () => rowsIn(seen.text).some((row) => row.type === 'stats' && row.total.hits === hits));
    await until('the recovery', () => rowsIn(seen.text).some(({ state }) => state === 'recovered'));
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    const rows = rowsIn(seen.text);
    const intervals = rows.filter(({ type }) => type === 'stats');
    expect(printed(rows)).toBe(hits);
    let total = 0;
    for (const [i, interval] of intervals.entries()) {
      total += interval.hits;
      expect(interval.total.hits).toBe(total);
      if (i > 0) expect(interval.from).toBe(intervals[i - 1]?.to);
    }
    // No interval stands before an alert that was raised while it lasted, or before.
    for (const [i, { type, at }] of rows.entries()) {
      if (type !== 'alert') continue;
      const before = rows.slice(0, i).filter((row) => row.type === 'stats');
      for (const { to } of before) expect(Date.parse(to)).toBeLessThanOrEqual(Date.parse(at) + 1000);
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with exit 0 on %s', async (signal) => {
    writeFileSync(folder.file('a.log'), '');
    const child = follow();
    child.stdout.pause();
    child.stdout.read(0);
    await stall(child);
    child.kill(signal);
    expect(await ended(child)).toBe(0);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'with --state, ended by %s, leaves what was not written to the next run, and prints nothing twice',
    async (signal) => {
      hits = 0;
      writeFileSync(folder.file('a.log'), '');
      const first = follow('--state', 'state');
      first.stdout.pause();
      first.stdout.read(0);
      await stall(first);
      first.kill(signal);
      const seenFirst = read(first);
      await Promise.all([ended(first), once(first.stdout, 'end')]);

      const second = follow('--state', 'state');
      const seen = read(second);
      append();
      await until('all hits', () => rowsIn(seen.text).some((row) => row.type === 'stats' && row.total.hits === hits));
      second.kill('SIGTERM');
      await ended(second);
      const [before, after] = [printed(rowsIn(seenFirst.text)), printed(rowsIn(seen.text))];
      expect(before).toBeLessThan(hits);
      expect(before + after).toBe(hits);
    },
  );

  it('with --state, raises an alert again in the next run that was not written', async () => {
    hits = 0;
    writeFileSync(folder.file('a.log'), '');
    const flags = ['--state', 'state', '--window', '1h', '--threshold', String((80.5 * KEYS) / 3600)];
    const first = follow(...flags);
    first.stdout.pause();
    first.stdout.read(0);
    await stall(first);
    append();
    // Long enough for a look at the rule, which is known of by nothing else here.
    await real(3000);
    first.kill('SIGKILL');
    const seenFirst = read(first);
    await Promise.all([ended(first), once(first.stdout, 'end')]);
    const second = follow(...flags);
    const seen = read(second);
    const alertsIn = (text: string): Row[] => rowsIn(text).filter(({ type }) => type === 'alert');
    expect(alertsIn(seenFirst.text)).toEqual([]);
    await until('the alert', () => alertsIn(seen.text).length > 0);
    await until('all hits', () => rowsIn(seen.text).some((row) => row.type === 'stats' && row.total.hits === hits));
    expect(alertsIn(seen.text)).toHaveLength(1);
  });

  it('ends on SIGTERM also when its messages are not read', async () => {
    const names = Array.from({ length: 600 }, (_, i) => `${'gone'.repeat(50)}-${i}`);
    const child = start('--json', '--interval', '100ms', ...names);
    child.stderr.pause();
    const seen = read(child);
    await until('some tables', () => seen.text.split('\n').length > 5);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
  });

  it('ends with exit 0 as a generator, into a pipe and into a file that is one', async () => {
    execFileSync('mkfifo', [folder.file('pipe')]);
    const held = openSync(folder.file('pipe'), 'r+');
    for (const args of [[], ['--file', 'pipe']]) {
      const child = start('generate', '--no-wait', ...args);
      child.stdout.pause();
      child.stdout.read(0);
      // It has begun, and so has learned to listen to signals.
      if (args.length > 0) readSync(held, Buffer.alloc(1));
      else await until('output', () => child.stdout.readableLength > 0);
      await real(1000);
      child.kill('SIGTERM');
      expect(await ended(child)).toBe(0);
    }
    closeSync(held);
  });

  // Skipped only where nothing makes a terminal, as its title says: Node has no pseudo-terminals.
  (hasPty ? it : it.skip)('ends on SIGTERM at a terminal that was stopped with Ctrl-S (needs util-linux)', async () => {
    writeFileSync(folder.file('a.log'), logLine());
    const command = `echo $$ > ${folder.file('pid')}; exec "${process.execPath}" "${BIN}" --plain -i 100ms ${folder.file('a.log')}`;
    const pty = new Pty(`sh -c '${command}'; echo "code $?" > ${folder.file('code')}`);
    await pty.told(/no hits/);
    const pid = Number(readFileSync(folder.file('pid'), 'utf8'));
    pty.type('\x13');
    await real(1000);
    process.kill(pid, 'SIGTERM');
    await until('its end', () => existsSync(folder.file('code')) && statSync(folder.file('code')).size > 0);
    expect(readFileSync(folder.file('code'), 'utf8')).toBe('code 0\n');
    pty.close();
  });
});
