import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BIN, logLine, run } from '../../support/program.js';
import type { Program } from '../../support/program.js';
import { folder, startInEach, startProgram } from '../../support/programs.js';

interface Stats {
  readonly type: 'stats';
  readonly from: string;
  readonly to: string;
  readonly hits: number;
  readonly unparsed: number;
  readonly bytes: number;
  readonly methods: Record<string, number>;
  readonly statuses: Record<string, number>;
  readonly sections: readonly { readonly key: string; readonly hits: number }[];
  readonly paths: readonly { readonly key: string }[];
  readonly hosts: { readonly unique: number };
  /** Since the first start. */
  readonly total: { readonly hits: number; readonly bytes: number };
}
interface Alert {
  readonly type: 'alert';
  readonly state: string;
  readonly at: string;
  readonly hits: number;
  readonly message: string;
}
type Output = Stats | Alert;

const isStats = (output: Output): output is Stats => output.type === 'stats';
const withHits = (output: Output): boolean => isStats(output) && output.hits > 0;

startInEach();

describe('rxmon', () => {
  /** Follows in JSON, with short intervals, and is known to be following. */
  const follow = async (...args: string[]): Promise<Program> => {
    const program = startProgram(['--json', '--utc', '--interval', '200ms', ...args]);
    await program.object<Output>(isStats);
    return program;
  };

  describe('inputs', () => {
    it.each([
      ['a comma list', ['--files', 'a.log,b.log']],
      ['a repeated flag', ['-f', 'a.log', '-f', 'b.log']],
      ['plain arguments', ['a.log', 'b.log']],
      ['a glob', ['*.log']],
    ])('follows several files given as %s', async (_, args) => {
      writeFileSync(folder.file('a.log'), logLine('GET /old HTTP/1.0'));
      writeFileSync(folder.file('b.log'), '');
      const program = await follow(...args);
      appendFileSync(folder.file('a.log'), logLine('GET /a/1 HTTP/1.0'));
      appendFileSync(folder.file('b.log'), logLine('GET /b/1 HTTP/1.0'));
      const seen = ['/a', '/b'].map((key) =>
        program.object<Output>((output) => isStats(output) && output.sections.some((row) => row.key === key)),
      );
      await Promise.all(seen);
      expect((await program.stop()).stdout).not.toContain('/old');
    });

    it('reads standard input to its end', async () => {
      const { code, stdout, stderr } = await run(['-', '--json'], logLine() + logLine('POST /x HTTP/1.1', '503', '-'));
      expect(JSON.parse(stdout)).toMatchObject({
        type: 'stats',
        hits: 2,
        bytes: 123,
        methods: { GET: 1, POST: 1 },
        statuses: { '200': 1, '503': 1 },
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    });

    it('reads a named pipe, one writer after the other', async () => {
      execFileSync('mkfifo', [folder.file('pipe')]);
      const program = startProgram(['--json', '--interval', '200ms', 'pipe']);
      writeFileSync(folder.file('pipe'), logLine());
      await program.counted(1);
      writeFileSync(folder.file('pipe'), logLine());
      expect(await program.counted(2)).toBe(2);
    });

    it('reads what a file already holds with --from-start', async () => {
      writeFileSync(folder.file('a.log'), logLine().repeat(1000));
      const program = startProgram(['--json', '-i', '200ms', '--from-start', 'a.log']);
      const hasAll = (output: Output): boolean => isStats(output) && output.total.hits === 1000;
      expect(await program.object<Output>(hasAll)).toMatchObject({ total: { bytes: 123_000 } });
    });

    it('waits for a file that is not there yet, and says so once', async () => {
      const program = await follow('late.log');
      writeFileSync(folder.file('late.log'), logLine());
      await program.object<Output>(withHits);
      const { stderr } = await program.stop();
      expect(stderr).toBe(
        'rxmon: late.log is not there yet; waiting for it\nrxmon: late.log appeared; reading from the start\n',
      );
    });

    it('goes on over a rotation, and says so', async () => {
      writeFileSync(folder.file('a.log'), '');
      const program = await follow('a.log');
      renameSync(folder.file('a.log'), folder.file('a.log.1'));
      appendFileSync(folder.file('a.log.1'), logLine('GET /late HTTP/1.1'));
      writeFileSync(folder.file('a.log'), logLine('GET /new HTTP/1.1'));
      for (const key of ['/late', '/new']) {
        await program.object<Output>((output) => isStats(output) && output.sections.some((row) => row.key === key));
      }
      expect((await program.stop()).stderr).toBe('rxmon: a.log was rotated; reading the new file from the start\n');
    });
  });

  describe('alerts', () => {
    it('are raised and recover in silence, at whole seconds, with the documented message', async () => {
      writeFileSync(folder.file('a.log'), '');
      const program = await follow('a.log', '--threshold', '2', '--window', '2s');
      appendFileSync(folder.file('a.log'), logLine().repeat(7));
      const triggered = await program.object<Alert>(({ state }) => state === 'triggered');
      expect(triggered).toEqual({
        type: 'alert',
        state: 'triggered',
        rule: 'traffic',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
        hits: 7,
        average: 3.5,
        threshold: 2,
        window: 2,
        message: `High traffic generated an alert - hits = 7, triggered at ${triggered.at}`,
      });
      const recovered = await program.object<Alert>(({ state }) => state === 'recovered');
      expect(recovered.message).toBe(`High traffic alert recovered - hits = 0, recovered at ${recovered.at}`);
      expect(Date.parse(recovered.at) - Date.parse(triggered.at)).toBe(2000);
    });

    it('stand in the output as a line of their own without colour', async () => {
      writeFileSync(folder.file('a.log'), '');
      const program = startProgram(['--plain', '--interval', '200ms', '--threshold', '2', '--window', '2s', 'a.log']);
      await program.line('stdout', (line) => line.includes('no hits'));
      appendFileSync(folder.file('a.log'), logLine().repeat(7));
      const line = await program.line('stdout', (text) => text.startsWith('High traffic generated'));
      expect(line).toMatch(/^High traffic generated an alert - hits = 7, triggered at [-\dT:]+[+-]\d\d:\d\d$/);
      await program.line('stdout', (text) => text.startsWith('High traffic alert recovered - hits = 0, recovered at '));
    });
  });

  it('shows in each table that an alert is on, until it has recovered', async () => {
    writeFileSync(folder.file('a.log'), '');
    const program = startProgram(['--interval', '500ms', '--threshold', '2', '--window', '2s', 'a.log']);
    await program.line('stdout', (line) => line.includes('no hits'));
    appendFileSync(folder.file('a.log'), logLine().repeat(7));
    await program.line('stdout', (line) => line.startsWith('HIGH TRAFFIC since '));
    await program.line('stdout', (line) => line.startsWith('High traffic alert recovered'));
    const { stdout } = await program.stop();
    expect(stdout.slice(stdout.indexOf('recovered'))).not.toContain('HIGH TRAFFIC');
  });

  it('goes on when a file that is rotated in has another format', async () => {
    writeFileSync(folder.file('a.log'), '');
    const program = await follow('a.log');
    const withHits = (key: string) => (output: Output) =>
      isStats(output) && output.sections.some((row) => row.key === key);
    appendFileSync(folder.file('a.log'), logLine('GET /combined HTTP/1.1').replace('\n', ' "-" "curl/8"\n'));
    await program.object<Output>(withHits('/combined'));
    renameSync(folder.file('a.log'), folder.file('a.log.1'));
    writeFileSync(folder.file('a.log'), logLine('GET /common HTTP/1.1'));
    await program.object<Output>(withHits('/common'));
    expect((await program.stop()).stderr).not.toContain('unparsed');
  });

  describe('flags', () => {
    const lines = ['/a', '/a', '/b', '/c'].map((path) => logLine(`GET ${path} HTTP/1.1`)).join('');

    it('--top bounds the rows of a table', async () => {
      const { stdout } = await run(['-', '--json', '--top', '2'], lines);
      expect((JSON.parse(stdout) as Stats).sections.map(({ key }) => key)).toEqual(['/a', '/b']);
      expect((JSON.parse(stdout) as Stats).paths).toHaveLength(2);
    });

    it('--format takes lines of that format alone for hits', async () => {
      expect((await run(['-', '--json', '--format', 'common'], lines)).stdout).toContain('"hits":4,');
      const { stdout, stderr, code } = await run(['-', '--json', '--format', 'combined'], lines);
      expect(JSON.parse(stdout)).toMatchObject({ hits: 0, unparsed: 4 });
      expect(stderr).toMatch(/^rxmon: - has lines that do not fit the log format.*like this one: 127\.0\.0\.1 .*\n$/);
      expect(code).toBe(0);
    });

    it('--utc gives times in UTC, and the local zone without it', async () => {
      const env = { TZ: 'Asia/Kolkata' };
      expect((await run(['-', '--json', '--utc'], lines, { env })).stdout).toMatch(/"from":"[^"]+\+00:00"/);
      expect((await run(['-', '--json'], lines, { env })).stdout).toMatch(/"from":"[^"]+\+05:30"/);
    });

    it('--interval gives an object for every interval, each from where the last one ended', async () => {
      writeFileSync(folder.file('a.log'), '');
      const program = startProgram(['--json', '--utc', '-i', '1s', 'a.log']);
      await program.object<Stats>(({ to }) => to > '');
      const first = await program.object<Stats>(() => true);
      const second = await program.object<Stats>(({ from }) => from === first.to);
      expect(Date.parse(second.to) - Date.parse(second.from)).toBe(1000);
    });

    it('colours what goes to a pipe only when FORCE_COLOR says so, and not with --no-color', async () => {
      const outputs = [
        await run(['-'], lines),
        await run(['-'], lines, { env: { FORCE_COLOR: '1' } }),
        await run(['-', '--no-color'], lines, { env: { FORCE_COLOR: '1' } }),
        await run(['-'], lines, { env: { NO_COLOR: '1' } }),
        await run(['-', '--json'], lines, { env: { FORCE_COLOR: '1' } }),
      ];
      expect(outputs.map(({ stdout }) => stdout.includes('\x1b['))).toEqual([false, true, false, false, false]);
    });

    it('--plain is what a pipe gets anyway', async () => {
      const [plain, piped] = [await run(['-', '--plain'], lines), await run(['-'], lines)];
      const withoutTimes = (text: string): string =>
        text.replace(/\d\d:\d\d:\d\d/g, '').replace(/\d+(\.\d+)? (ms|s)\b/g, '');
      expect(plain.stdout).toContain('/a');
      expect(plain.stdout.split('\n').length).toBe(piped.stdout.split('\n').length);
      expect(withoutTimes(plain.stdout).slice(-200)).toBe(withoutTimes(piped.stdout).slice(-200));
    });

    it('fits its tables to COLUMNS where there is no terminal', async () => {
      const widest = async (columns: string): Promise<number> => {
        const { stdout } = await run(['-'], lines, { env: { COLUMNS: columns } });
        return Math.max(...stdout.split('\n').map(({ length }) => length));
      };
      expect(await widest('60')).toBe(60);
      expect(await widest('160')).toBeGreaterThan(140);
    });

    it('--help and --version print and exit 0', async () => {
      expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
      expect(await run(['--help'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('--from-start'),
        stderr: '',
      });
    });
  });

  describe('bad input', () => {
    it('a flag that makes no sense: exit 2, each fault on stderr', async () => {
      expect(await run(['--interval', '-3', '--wat'])).toEqual({
        code: 2,
        signal: null,
        stdout: '',
        stderr:
          'rxmon: --wat is not a flag: see --help for those there are\n' +
          'rxmon: --interval "-3" is not a duration: use seconds or a unit, like 10, 500ms, 2m\n',
      });
    });

    it('a folder, and a glob that matches nothing: exit 1, told together', async () => {
      mkdirSync(folder.file('logs'));
      const { code, stdout, stderr } = await run(['logs', '*.nothing'], '', { cwd: folder.path });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.split('\n')).toEqual([
        'rxmon: no file matches "*.nothing": check the pattern, or name the file',
        'rxmon: logs cannot be read: it is a folder; name a file in it, or all of them with a glob such as "FOLDER/*.log"',
        '',
      ]);
    });

    it('a folder as standard input: exit 1', () => {
      const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$1" - < /tmp', process.execPath, BIN], {
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^rxmon: - cannot be read: it is a folder/);
    });

    it('a file that may not be read: exit 1 with the reason (run as nobody where the tests run as root)', async () => {
      writeFileSync(folder.file('secret.log'), '');
      chmodSync(folder.file('secret.log'), 0o000);
      chmodSync(folder.path, 0o755);
      // The checkout may be where nobody may look; the program is whole in its folder.
      cpSync(dirname(BIN), folder.file('dist'), { recursive: true });
      writeFileSync(folder.file('package.json'), '{ "type": "module" }');
      const asNobody = { bin: folder.file('dist/bin.js'), ...(process.getuid?.() === 0 && { uid: 65_534 }) };
      const { code, stderr } = await run([folder.file('secret.log')], '', asNobody);
      expect(code).toBe(1);
      expect(stderr).toMatch(/secret\.log cannot be read: permission denied; run as a user who may read it/);
    });

    it('lines that fit no format are counted, and said once', async () => {
      const { stdout, stderr, code } = await run(
        ['-', '--json'],
        `${logLine()}garbage\n\n${logLine()}more \x1b[31mgarbage\n`,
      );
      expect(JSON.parse(stdout)).toMatchObject({ hits: 2, unparsed: 3 });
      expect(stderr.match(/do not fit the log format/g)).toHaveLength(1);
      expect(stderr).not.toContain('\x1b');
      expect(code).toBe(0);
    });

    it('a broken request in a well-formed line is a hit without method and section', async () => {
      const { stdout } = await run(
        ['-', '--json'],
        logLine(String.raw`\x16\x03\x01`, '400') + logLine('-', '408', '-'),
      );
      expect(JSON.parse(stdout)).toMatchObject({
        hits: 2,
        unparsed: 0,
        methods: { '-': 2 },
        sections: [{ key: '-', hits: 2 }],
      });
    });

    it('a line without an end for 64 KiB is counted once and passed over', async () => {
      const { stdout, code } = await run(['-', '--json'], `${logLine()}${'x'.repeat(500_000)}\n${logLine()}`);
      expect(JSON.parse(stdout)).toMatchObject({ hits: 2, unparsed: 1 });
      expect(code).toBe(0);
    });

    it('control bytes of a line never reach the output', async () => {
      const hostile = logLine('GET /\x1b]0;owned\x07/\x9b31m HTTP/1.1').replace('\u009b', '\x9b');
      for (const flags of [[], ['--json']]) {
        const { stdout } = await run(['-', ...flags], Buffer.from(hostile + logLine(), 'latin1').toString('latin1'));
        expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        expect(stdout).toContain(flags.length === 0 ? String.raw`\x1b]0;owned` : String.raw`\\x1b]0;owned`);
      }
    });
  });

  it('names each source that has lines which fit no format', async () => {
    for (const name of ['a.log', 'b.log']) writeFileSync(folder.file(name), `${logLine()}nonsense\n`);
    const program = startProgram(['--json', '--from-start', '--interval', '200ms', 'a.log', 'b.log']);
    for (const name of ['a.log', 'b.log'])
      await program.line('stderr', (line) => line.startsWith(`rxmon: ${name} has lines`));
    expect((await program.stop()).stderr.match(/has lines/g)).toHaveLength(2);
  });

  it.each([['-', '--json'], ['--help'], ['report', '-', '--json']])(
    'says that standard output cannot be written to, and exits with 1: %s %s %s',
    (...args) => {
      const command = `"$0" "$1" ${args.join(' ')} > /dev/full`;
      const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, BIN], {
        input: logLine(),
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/rxmon: cannot write to standard output: no space left on the device: make some\n$/);
    },
  );

  it('exits with 0 and without a word when nobody reads its help', () => {
    const command = '(sleep 0.3; "$0" "$1" --help; echo "code $?" >&2) | true';
    const { stderr } = spawnSync('bash', ['-c', command, process.execPath, BIN], { encoding: 'utf8' });
    expect(stderr).toBe('code 0\n');
  });

  describe('ends', () => {
    it('quietly with exit 0 when standard output closes', async () => {
      const program = startProgram(['--json', '--interval', '100ms', 'a.log']);
      await program.object<Output>(isStats);
      program.closeOutput();
      expect(await program.ended).toMatchObject({ code: 0, stderr: 'rxmon: a.log is not there yet; waiting for it\n' });
    });

    it.each(['SIGTERM', 'SIGINT'] as const)('with exit 0 on %s, after what the interval holds', async (signal) => {
      writeFileSync(folder.file('a.log'), '');
      const program = startProgram(['--json', '--interval', '1h', '--threshold', '1', '--window', '2s', 'a.log', '-']);
      program.write(logLine().repeat(3));
      await program.object<Output>((output) => !isStats(output));
      const { code, stdout } = await program.stop(signal);
      expect(code).toBe(0);
      expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'stats', hits: 3 });
    });
  });
});
