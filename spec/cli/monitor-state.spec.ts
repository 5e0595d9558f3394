import {
  appendFileSync,
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as real } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeCheckpoint } from '../../src/monitor/checkpoint/checkpoint-binary.js';
import { BIN, linesAt, run } from '../support/program.js';
import type { Program } from '../support/program.js';
import { append, folder, startInEach, startProgram } from '../support/programs.js';

interface Alert {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly at: string;
  readonly hits: number;
}

interface Interval {
  readonly to: string;
}

startInEach();

describe('rxmon --state', () => {
  const start = (...args: string[]): Program => startProgram(args);
  /** Follows in JSON, and is known to be following. */
  const follow = async (...args: string[]): Promise<Program> => {
    const program = start('--json', '--utc', '--interval', '200ms', '--state', 'state', ...args);
    await program.counted(0);
    return program;
  };
  const alert = (program: Program, state: Alert['state']): Promise<Alert> =>
    program.object<Alert>((object) => object.state === state);

  beforeEach(() => {
    append('a.log', 3);
  });

  describe('after SIGKILL', () => {
    it('counts each line once, over what was appended, rotated and packed meanwhile', async () => {
      const first = await follow('a.log');
      append('a.log', 10);
      await first.counted(10);
      append('a.log', 20);
      await first.stop('SIGKILL');
      append('a.log', 5);
      writeFileSync(folder.file('a.log.1.gz'), gzipSync(readFileSync(folder.file('a.log'))));
      renameSync(folder.file('a.log'), folder.file('gone'));
      append('a.log', 7);
      renameSync(folder.file('a.log'), folder.file('a.log.1'));
      renameSync(folder.file('a.log.1.gz'), folder.file('a.log.2.gz'));
      append('a.log', 8);

      const second = await follow('a.log');
      append('a.log', 1);
      expect(await second.counted(51, 5)).toBe(51);
    });

    it('reads files that appeared meanwhile from their first byte, and none that was put beside the log', async () => {
      append('day-1.log', 3);
      const first = await follow('a.log', 'day-*.log');
      append('a.log', 10);
      append('day-1.log', 10);
      await first.counted(20);
      await first.stop('SIGKILL');
      append('day-2.log', 25);
      append('a.log-8080', 30);
      writeFileSync(folder.file('a.log.3'), linesAt(100, new Date(Date.now() - 3_600_000)));
      append('a.log', 5);

      const second = await follow('a.log', 'day-*.log');
      expect(await second.counted(50, 3)).toBe(50);
      expect((await second.stop()).stderr).toContain('day-2.log appeared; reading from the start');
    });

    it('counts hosts by the hash key of the run that it goes on from', async () => {
      const keysOf = (): readonly string[] =>
        decodeCheckpoint(readFileSync(folder.file('state'))).run.digest.distinctHosts.hashKeys;
      const first = await follow('a.log');
      append('a.log', 10);
      await first.counted(10, 1);
      await first.stop();
      const keys = keysOf();
      expect(keys).toHaveLength(1);

      const second = await follow('a.log');
      append('a.log', 10);
      await second.counted(10, 1);
      await second.stop();
      expect(keysOf()).toEqual(keys);
    });

    it('goes on from wherever it was killed', async () => {
      let hits = 0;
      for (let life = 0; life < 4; life++) {
        const program = await follow('a.log');
        append('a.log', 10);
        // Whatever of it was counted by then: the interval, the look at the alerts, or neither.
        if (life > 0) await program.counted(hits + life - 1);
        hits += 10;
        await program.stop('SIGKILL');
      }
      expect(await (await follow('a.log')).counted(hits, 2)).toBe(hits);
    });

    it('says as of when the state is, and nothing of files that are as they were', async () => {
      const first = await follow('a.log');
      append('a.log', 1);
      await first.counted(1);
      await first.stop('SIGKILL');
      const second = await follow('a.log');
      expect((await second.stop()).stderr).toMatch(/^rxmon: resuming from state, saved [-\d]+T[\d:]+\+00:00\n$/);
    });

    it('has an alert on that was on, which it does not raise again', async () => {
      const first = await follow('a.log', '--threshold', '1', '--window', '1h');
      append('a.log', 3601);
      const { at } = await alert(first, 'triggered');
      // It is written before it is saved, so it may be told twice, but is never missed.
      await first.object<Interval>(({ to }) => Date.parse(to) > Date.parse(at));
      await first.stop('SIGKILL');

      // With another threshold it stays on, as the average is above that too.
      const second = start(
        ...['--utc', '--interval', '200ms', '--state', 'state', 'a.log', '--threshold', '0.9', '--window', '1h'],
      );
      const banner = await second.line('stdout', (line) => line.startsWith('HIGH TRAFFIC'));
      expect(banner).toBe(`HIGH TRAFFIC since ${at.slice(11, 19)}, above 0.9 hits/s over 1 h`);
      const { stdout, stderr } = await second.stop();
      expect(stdout).not.toContain('High traffic');
      expect(stderr).toContain('; an alert was active\n');
    });

    it('tells of an alert that recovered meanwhile when that was', async () => {
      const flags = ['--threshold', '2', '--window', '2s'];
      const first = await follow('a.log', ...flags);
      append('a.log', 7);
      const triggered = await alert(first, 'triggered');
      await first.stop('SIGKILL');
      const recovery = Date.parse(triggered.at) + 2000;
      while (Date.now() < recovery + 1000) await real(100);

      const recovered = await alert(await follow('a.log', ...flags), 'recovered');
      expect(Date.parse(recovered.at)).toBe(recovery);
      expect(recovered.hits).toBe(0);
    });

    it('tells of an alert that would have been raised meanwhile, in the second that the lines state', async () => {
      const flags = ['--no-prime', '--threshold', '2', '--window', '10s'];
      await (await follow('a.log', ...flags)).stop('SIGKILL');
      const at = new Date();
      appendFileSync(folder.file('a.log'), linesAt(50, at));
      const before = Date.now();
      const triggered = await alert(await follow('a.log', ...flags), 'triggered');
      expect(triggered).toMatchObject({ hits: 50 });
      expect(Date.parse(triggered.at)).toBe(Math.floor(at.getTime() / 1000) * 1000 + 1000);
      expect(Date.parse(triggered.at)).toBeLessThanOrEqual(before + 1000);
    });
  });

  it('prints each line in one table of two runs when it is ended in order', async () => {
    const first = await follow('a.log');
    append('a.log', 10);
    await first.counted(10);
    append('a.log', 20);
    await first.stop('SIGTERM');
    append('a.log', 30);
    // The same file by its whole path, from another folder.
    const second = startProgram(
      ['--json', '--interval', '200ms', '--state', folder.file('state'), folder.file('a.log')],
      { cwd: dirname(folder.path) },
    );
    append('a.log', 40);
    expect(await second.counted(100, 2)).toBe(100);
    append('a.log', 50);
    await second.stop('SIGTERM');
    const tables = [...first.intervals(), ...second.intervals()];
    const printed = tables.reduce((sum, { hits }) => sum + hits, 0);
    expect(printed).toBe(tables.at(-1)?.total.hits);
    expect(printed).toBeGreaterThanOrEqual(100);

    const third = await follow('a.log');
    expect(await third.counted(150, 2)).toBe(150);
  });

  it('goes on with one log, and begins with another that is new', async () => {
    append('b.log', 100);
    const first = await follow('a.log');
    append('a.log', 10);
    await first.counted(10);
    await first.stop();
    append('a.log', 5);
    const second = await follow('a.log', 'b.log');
    append('b.log', 3);
    expect(await second.counted(18, 2)).toBe(18);
    expect((await second.stop()).stderr).toContain('; b.log is new\n');
  });

  it('reads what is there from the start once, not at each start', async () => {
    const first = await follow('a.log', '--from-start');
    await first.counted(3);
    await first.stop();
    append('a.log', 4);
    const second = await follow('a.log', '--from-start');
    expect(await second.counted(7, 2)).toBe(7);
  });

  describe('two programs', () => {
    it('do not share a state: the second ends with exit 1 and names the first', async () => {
      symlinkSync('state', folder.file('link'));
      const first = startProgram(['--json', '--interval', '200ms', '--state', 'state', 'a.log']);
      await first.counted(0);
      for (const name of ['state', 'link']) {
        const { code, stdout, stderr } = await startProgram(['--json', '--state', name, 'a.log']).ended;
        expect({ code, stdout, stderr }).toEqual({
          code: 1,
          stdout: '',
          stderr: `rxmon: ${name} cannot keep the state: process ${first.pid} uses it; stop that, or name another file\n`,
        });
      }
      append('a.log', 10);
      expect(await first.counted(10, 2)).toBe(10);
    });

    it('are not shared with one that is stopped by SIGSTOP', async () => {
      const first = await follow('a.log');
      first.hold();
      const { code, stderr } = await startProgram(['--state', 'state', 'a.log']).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(`process ${first.pid} uses it`);
      first.release();
    });

    it.each(['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGQUIT'] as const)(
      'may have it one after the other, also after %s',
      async (signal) => {
        const first = await follow('a.log');
        await first.stop(signal);
        const second = await follow('a.log');
        append('a.log', 2);
        await second.counted(2);
        const { code, stderr } = await second.stop();
        expect(code).toBe(0);
        expect(stderr).toContain('resuming from state');
        expect(readdirSync(folder.path).sort()).toEqual(['a.log', 'state']);
      },
    );

    it('of which one is to have it when many start at once, also over a lock that is stale', async () => {
      for (let round = 0; round < 2; round++) {
        await (await follow('a.log')).stop('SIGKILL');
        const programs = Array.from({ length: 3 }, () =>
          start('--json', '--interval', '200ms', '--state', 'state', 'a.log'),
        );
        const first = await Promise.any(
          programs.map(async (program) => {
            await program.counted(0);
            return program;
          }),
        );
        const others = await Promise.all(programs.filter((program) => program !== first).map(({ ended }) => ended));
        for (const { code, stderr } of others) {
          expect(stderr).toContain(`process ${first.pid} uses it`);
          expect(code).toBe(1);
        }
        await first.stop();
      }
    });
  });

  describe('a state that cannot be used', () => {
    it('is kept under another name, said once, and counting starts afresh', async () => {
      writeFileSync(folder.file('state'), 'rxms');
      const program = await follow('a.log');
      append('a.log', 4);
      expect(await program.counted(4, 2)).toBe(4);
      expect((await program.stop()).stderr).toBe(
        'rxmon: state ignored: the state is cut off: 4 bytes are not even its header; ' +
          'moved to state.refused; starting from zero\n',
      );
      expect(readFileSync(folder.file('state.refused'), 'utf8')).toBe('rxms');
      expect(readFileSync(folder.file('state'), 'latin1').slice(0, 4)).toBe('rxms');
      expect(readdirSync(folder.path).sort()).toEqual(['a.log', 'state', 'state.refused']);
    });

    it('is taken for none when it is damaged', async () => {
      await (await follow('a.log')).stop();
      const bytes = readFileSync(folder.file('state'));
      bytes.writeUInt8(bytes.readUInt8(50) ^ 1, 50);
      writeFileSync(folder.file('state'), bytes);
      const { stderr } = await (await follow('a.log')).stop();
      expect(stderr).toMatch(/^rxmon: state ignored: the state is damaged .*\n$/);
      expect(readFileSync(folder.file('state.refused'))).toEqual(bytes);
    });

    it.each([
      ['gone/state', 'its folder is not there; make it, or name a file elsewhere'],
      ['.', 'it is a folder; name a file in it'],
      ['/dev/null', 'it is no regular file; name another file'],
      ['a.log', 'it is a log; name another file'],
      ['l/a.log', 'it is a log; name another file'],
      ['b.log', 'it is no state of rxmon, as it begins with the bytes 31 32 37 2e; move it away, or name another file'],
    ])('is refused with exit 1 where there can be none: %s', async (path, reason) => {
      append('b.log', 1);
      symlinkSync('.', folder.file('l'));
      expect(await run(['a.log', '--state', path], '', { cwd: folder.path })).toEqual({
        code: 1,
        signal: null,
        stdout: '',
        stderr: `rxmon: ${path} cannot keep the state: ${reason}\n`,
      });
      expect(readFileSync(folder.file('a.log'), 'utf8').split('\n')).toHaveLength(4);
    });

    it.each([
      ['an empty log', 'e.log', 'it is empty, and matched as a log; delete it if it is none, or name another file'],
      ['a link to one', 'l', 'e.log is empty, and matched as a log; delete it if it is none, or name another file'],
      ['a log', 'a.log', 'it is a log; name another file'],
      ['a log by a hard link', 'h', 'it is a log; name another file'],
    ])('is refused with exit 1 where it is %s that a glob matches, which stays as it is', async (_, path, reason) => {
      writeFileSync(folder.file('e.log'), '');
      symlinkSync('e.log', folder.file('l'));
      linkSync(folder.file('a.log'), folder.file('h'));
      const before = readdirSync(folder.path);
      const { code, stderr } = await run(['--state', path, '--from-start', '*.log'], '', { cwd: folder.path });
      expect([code, stderr]).toEqual([1, `rxmon: ${path} cannot keep the state: ${reason}\n`]);
      expect(readdirSync(folder.path)).toEqual(before);
      expect(readFileSync(folder.file('e.log'), 'utf8')).toBe('');
    });

    it('is refused with exit 1 where it may not be read or written (as nobody where the tests run as root)', async () => {
      mkdirSync(folder.file('closed'));
      writeFileSync(folder.file('secret'), '');
      chmodSync(folder.file('secret'), 0o000);
      chmodSync(folder.file('closed'), 0o555);
      chmodSync(folder.path, 0o777);
      cpSync(dirname(BIN), folder.file('dist'), { recursive: true });
      writeFileSync(folder.file('package.json'), '{ "type": "module" }');
      for (const path of ['secret', 'closed/state']) {
        const asNobody = { bin: folder.file('dist/bin.js'), ...(process.getuid?.() === 0 && { uid: 65_534 }) };
        const { code, stderr } = await run(['a.log', '--state', path], '', { ...asNobody, cwd: folder.path });
        expect(stderr).toBe(
          `rxmon: ${path} cannot keep the state: permission denied; run as a user who may, or name another file\n`,
        );
        expect(code).toBe(1);
      }
    });

    it('does not keep it from counting when it cannot be written any more, which is said once', async () => {
      const program = await follow('--from-start', 'a.log');
      unlinkSync(folder.file('state'));
      writeFileSync(folder.file('state'), 'something else');
      append('a.log', 4);
      expect(await program.counted(7, 3)).toBe(7);
      expect(await program.stop()).toMatchObject({
        code: 0,
        stderr:
          'rxmon: state cannot be written: it is no state of rxmon, as it begins with the bytes 73 6f 6d 65; ' +
          'move it away, or name another file; a restart would go on from the state before\n',
      });
      expect(readFileSync(folder.file('state'), 'utf8')).toBe('something else');
    });
  });
});
