import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, linkSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { BIN, linesAt } from '../support/program.js';
import type { Program } from '../support/program.js';
import { append, folder, startInEach, startProgram } from '../support/programs.js';

startInEach();

describe('rxmon', () => {
  /** Follows in JSON, and is known to be following. */
  const follow = async (...args: string[]): Promise<Program> => {
    const program = startProgram(['--json', '--no-prime', '--interval', '200ms', ...args]);
    await program.counted(0);
    return program;
  };

  it('--poll follows a file, and finds that it was rotated or truncated', async () => {
    append('a.log', 3);
    const program = await follow('a.log', '--poll');
    append('a.log', 10);
    await program.counted(10);
    append('a.log', 1);
    renameSync(folder.file('a.log'), folder.file('a.log.1'));
    append('a.log.1', 1);
    append('a.log', 20);
    await program.counted(32);
    writeFileSync(folder.file('a.log'), linesAt(5));
    expect(await program.counted(37, 3)).toBe(37);
    expect((await program.stop()).stderr).toBe(
      'rxmon: a.log was rotated; reading the new file from the start\n' +
        'rxmon: a.log was truncated; reading it from the start\n',
    );
  });

  it('says that more files are to be followed than may be open, and exits with 1', () => {
    for (let i = 0; i < 100; i++) append(`${i}.log`, 1);
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -n 64; exec "$0" "$1" --json *.log', process.execPath, BIN],
      { cwd: folder.path, encoding: 'utf8', timeout: 20_000 },
    );
    expect(stderr).toMatch(
      /^rxmon: \d+\.log cannot be read: too many open files; raise the limit with ulimit -n, or follow fewer files\n$/,
    );
    expect([status, stdout]).toEqual([1, '']);
  });

  it('follows a file whose name is not UTF-8 over a rotation, and shows that escaped', async () => {
    const nameOf = (text: string): Buffer => Buffer.from(folder.file(text), 'latin1');
    writeFileSync(nameOf('caf\xe9.log'), linesAt(3));
    const program = await follow('*.log');
    appendFileSync(nameOf('caf\xe9.log'), linesAt(10));
    await program.counted(10);
    renameSync(nameOf('caf\xe9.log'), nameOf('caf\xe9.log.1'));
    writeFileSync(nameOf('caf\xe9.log'), linesAt(5));
    appendFileSync(nameOf('caf\xe9.log.1'), linesAt(2));
    expect(await program.counted(17, 3)).toBe(17);
    expect((await program.stop()).stderr).toBe(
      'rxmon: caf\\xe9.log was rotated; reading the new file from the start\n',
    );
  });

  it('counts a file once that has several names, and says so', async () => {
    append('a.log', 3);
    linkSync(folder.file('a.log'), folder.file('b.log'));
    const program = await follow('a.log', './a.log', 'b.log', 'later/../c.log');
    symlinkSync('a.log', folder.file('c.log'));
    mkdirSync(folder.file('later'));
    append('a.log', 10);
    expect(await program.counted(10, 8)).toBe(10);
    expect((await program.stop()).stderr.split('\n').sort()).toEqual([
      '',
      'rxmon: b.log is the same file as a.log, and is not counted twice',
      'rxmon: later/../c.log is not there yet; waiting for it',
      'rxmon: later/../c.log is the same file as a.log, and is not counted twice',
    ]);
  });

  it('follows a name that leads through a link to a folder, also where another name is of the same file at first', async () => {
    for (const name of ['r1', 'r2']) mkdirSync(folder.file(name));
    symlinkSync('r1', folder.file('cur'));
    append('r1/a.log', 3);
    const program = await follow('r1/a.log', 'cur/*.log');
    append('r1/a.log', 10);
    await program.counted(10);
    symlinkSync('r2', folder.file('next'));
    append('r2/a.log', 6);
    renameSync(folder.file('next'), folder.file('cur'));
    await program.counted(16);
    for (const name of ['r1/a.log', 'r2/a.log']) append(name, 1);
    expect(await program.counted(18, 3)).toBe(18);
    expect((await program.stop()).stderr).toMatch(
      /^rxmon: cur\/a\.log is the same file as r1\/a\.log, and is not counted twice\nrxmon: cur\/a\.log .*\n$/,
    );
  });

  it('reads a pipe by one of its names, and says so', async () => {
    mkdirSync(folder.file('r'));
    symlinkSync('r', folder.file('cur'));
    execFileSync('mkfifo', [folder.file('r/pipe')]);
    const program = await follow('r/pipe', 'cur/pipe');
    append('r/pipe', 2000);
    expect(await program.counted(2000)).toBe(2000);
    expect((await program.stop()).stderr).toMatch(
      /^rxmon: cur\/pipe is the same file as r\/pipe, and is not counted twice\n/,
    );
  });

  it('counts a file once that is standard input as well, and says so', () => {
    append('a.log', 3);
    // When the reader has gone, the program ends.
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', '"$0" "$1" --json --interval 200ms --from-start a.log - < a.log | head -n 3', process.execPath, BIN],
      { cwd: folder.path, encoding: 'utf8', timeout: 60_000 },
    );
    expect(stderr).toBe('rxmon: - is the same file as a.log, and is not counted twice\n');
    const hits = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { hits: number }).hits);
    expect(hits.reduce((sum, count) => sum + count)).toBe(3);
  });

  it('does not follow its own state and lock, which a glob matches', async () => {
    append('a.log', 3);
    for (const hits of [2, 4]) {
      const program = await follow('*', '--state', 'x.state');
      append('a.log', 2);
      expect(await program.counted(hits, 1)).toBe(hits);
      expect((await program.stop()).code).toBe(0);
    }
    expect(readdirSync(folder.path).sort()).toEqual(['a.log', 'x.state']);
  });

  it('follows a hundred files at once', async () => {
    for (let i = 0; i < 100; i++) append(`${i}.log`, 1);
    const program = await follow('*.log');
    for (let i = 0; i < 100; i++) append(`${i}.log`, 2);
    expect(await program.counted(200, 2)).toBe(200);
    expect((await program.stop()).stderr).toBe('');
  });

  describe('given a log and what it was rotated to', () => {
    beforeEach(() => {
      for (const name of ['access.log', 'access.log.1', 'access.log-20180509', 'access-2.log']) append(name, 3);
      writeFileSync(folder.file('access.log.2.gz'), 'packed');
    });

    it.each([
      [['access*']],
      [['access.log', 'access.log.1', 'access-2.log', 'access.log.2.gz', 'access.log-20180509']],
    ])('follows the log alone, and counts its lines once when it is rotated: %j', async (args) => {
      const program = await follow(...args);
      append('access.log', 10);
      append('access-2.log', 1);
      await program.counted(11);
      renameSync(folder.file('access.log.1'), folder.file('access.log.3'));
      renameSync(folder.file('access.log'), folder.file('access.log.1'));
      append('access.log.1', 2);
      append('access.log', 20);
      expect(await program.counted(33, 3)).toBe(33);
      expect((await program.stop()).stderr).toMatch(
        /^rxmon: access\.log\S+ and 2 more are what access\.log was rotated to, and are left out\nrxmon: access\.log was rotated; .*\n$/,
      );
    });

    it('reads them all with --from-start', async () => {
      const program = await follow('access.log', 'access.log.1', '--from-start');
      expect(await program.counted(6, 2)).toBe(6);
      expect((await program.stop()).stderr).toBe('');
    });
  });
});
