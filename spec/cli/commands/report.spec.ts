import { execFile, spawn } from 'node:child_process';
import { appendFileSync, linkSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BIN, Folder, Program, run } from '../../support/program.js';

interface Row {
  readonly key: string;
  readonly hits: number;
}
interface Report {
  readonly from: string;
  readonly to: string;
  readonly hits: number;
  readonly rate: number;
  readonly bytes: number;
  readonly unparsed: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly sections: readonly Row[];
  readonly hosts: { readonly unique: number; readonly atLeast?: true; readonly top: readonly Row[] };
  readonly agents: readonly Row[];
  readonly partial: boolean;
  readonly alerts: readonly { readonly state: string; readonly at: string; readonly hits: number }[];
}

const START = Date.UTC(2018, 4, 9, 16);
const MONTH = 'May';

interface Hit {
  readonly second: number;
  readonly host: string;
  readonly path: string;
  readonly status: string;
}

function lineOf({ second, host, path, status }: Hit): string {
  const time = new Date(START + second * 1000).toISOString().slice(11, 19);
  return `${host} - - [09/${MONTH}/2018:${time} +0000] "GET ${path} HTTP/1.1" ${status} 10 "-" "agent"\n`;
}

const anyHit: fc.Arbitrary<Hit> = fc.record({
  second: fc.oneof(fc.nat(20), fc.nat(300)),
  host: fc.constantFrom('10.0.0.1', '10.0.0.2', '::1'),
  path: fc.constantFrom('/', '/a', '/a/b', '/b?x=/1'),
  status: fc.constantFrom('200', '404', '503'),
});

describe('rxmon report', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => {
    folder.remove();
  });

  const report = async (...args: readonly string[]): Promise<Report> => {
    const { code, stdout } = await run(['report', '--json', '--utc', ...args], '', { cwd: folder.path });
    expect(code).toBe(0);
    return JSON.parse(stdout) as Report;
  };

  it('counts a host once that several workers met, also when there are more than a table keeps', async () => {
    const [lines, hosts] = [130_000, 40_000];
    const hits = Array.from({ length: lines }, (_, i) => {
      return lineOf({ second: i >> 10, host: `h${i % hosts}`, path: '/', status: '200' });
    });
    writeFileSync(folder.file('a.log'), hits.join(''));
    const { hosts: counted } = await report('a.log');
    expect(Math.abs(counted.unique / hosts - 1)).toBeLessThan(0.03);
    expect(counted).not.toHaveProperty('atLeast');
  });

  it('sums up a log, with the first and the last second it states', async () => {
    const hits = [0, 0, 1, 59].map((second) => lineOf({ second, host: '::1', path: '/a/b', status: '200' }));
    writeFileSync(folder.file('a.log'), `${hits.join('')}garbage\n`);
    expect(await report('a.log')).toMatchObject({
      type: 'report',
      from: '2018-05-09T16:00:00+00:00',
      to: '2018-05-09T16:00:59+00:00',
      hits: 4,
      rate: 4 / 60,
      bytes: 40,
      unparsed: 1,
      methods: { GET: 4 },
      statuses: { '200': 4 },
      sections: [{ key: '/a', hits: 4, bytes: 40, errors: 0 }],
      paths: [{ key: '/a/b', hits: 4, bytes: 40, errors: 0 }],
      hosts: { unique: 1, top: [{ key: '::1', hits: 4, bytes: 40, errors: 0 }] },
      agents: [{ key: 'agent', hits: 4, bytes: 40, errors: 0 }],
      partial: false,
      alerts: [],
    });
  });

  it('gives the same for the parts of a log in any order, packed or not, and for a pipe', async () => {
    const lines = fc.sample(anyHit, { seed: 7, numRuns: 3000 }).map(lineOf);
    writeFileSync(folder.file('whole.log'), lines.join(''));
    const parts = [lines.slice(0, 700), lines.slice(700, 1900), lines.slice(1900)];
    parts.forEach((part, i) => {
      writeFileSync(folder.file(`part${i}.log`), part.join(''));
      writeFileSync(folder.file(`part${i}.gz`), gzipSync(part.join('')));
    });
    const args = ['--threshold', '5', '--window', '10s', '--json', '--utc', '--top', '100'];
    const output = async (files: readonly string[], input = ''): Promise<string> => {
      const { stdout } = await run(['report', ...args, ...files], input, { cwd: folder.path });
      return stdout.replace(/"files":\d+/, '');
    };
    const whole = await output(['whole.log']);
    expect((JSON.parse(whole.replace(',,', ',')) as Report).alerts.length).toBeGreaterThan(0);
    expect(await output(['part0.log', 'part1.log', 'part2.log'])).toBe(whole);
    expect(await output(['part2.log', 'part0.gz', 'part1.log'])).toBe(whole);
    expect(await output(['*.gz'])).toBe(whole);
    expect(await output(['-'], lines.join(''))).toBe(whole);
    expect(await output(['-', 'part1.log'], [...(parts[0] ?? []), ...(parts[2] ?? [])].join(''))).toBe(whole);
  });

  it('counts as counting by hand does, and raises the alerts that looking at every second finds', async () => {
    const cases = fc.sample(fc.array(anyHit, { minLength: 1, maxLength: 120 }), { seed: 11, numRuns: 8 });
    for (const [i, hits] of cases.entries()) {
      writeFileSync(folder.file('a.log'), hits.map(lineOf).join(''));
      const [threshold, window] = [
        [0.5, 10],
        [1, 3],
        [2, 1],
        [0.3, 60],
      ][i % 4] as [number, number];
      const found = await report('a.log', '--threshold', String(threshold), '--window', `${window}s`);
      const count = (keyOf: (hit: Hit) => string): Record<string, number> => {
        const counts: Record<string, number> = {};
        for (const hit of hits) counts[keyOf(hit)] = (counts[keyOf(hit)] ?? 0) + 1;
        return counts;
      };
      const counted = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ key, hits }) => [key, hits]));
      expect(counted(found.sections)).toEqual(
        count(({ path }) => (path.startsWith('/a') ? '/a' : path.slice(0, 2).replace('?', ''))),
      );
      expect(counted(found.hosts.top)).toEqual(count(({ host }) => host));
      expect(found.statuses).toEqual(count(({ status }) => status));

      const seconds = hits.map(({ second }) => second);
      const alerts: string[] = [];
      let isHigh = false;
      for (let t = Math.min(...seconds) + 1; t <= Math.max(...seconds) + 1; t++) {
        const average = seconds.filter((second) => second >= t - window && second < t).length / window;
        if (isHigh ? average < threshold : average > threshold) {
          isHigh = !isHigh;
          alerts.push(`${isHigh ? 'triggered' : 'recovered'} ${new Date(START + t * 1000).toISOString().slice(0, 19)}`);
        }
      }
      expect(found.alerts.map(({ state, at }) => `${state} ${at.slice(0, 19)}`)).toEqual(alerts);
    }
  });

  it('splits a large log over the cores and loses no line', async () => {
    const line = lineOf({ second: 5, host: '10.0.0.1', path: '/a/b', status: '200' });
    const block = line.repeat(20_000);
    for (let i = 0; i < 20; i++) appendFileSync(folder.file('a.log'), block);
    expect(await report('a.log')).toMatchObject({ hits: 400_000, unparsed: 0, bytes: 4_000_000 });
  });

  it('counts the lines of --from up to --to alone', async () => {
    const hits = [0, 10, 20, 30].map((second) => lineOf({ second, host: '::1', path: `/${second}`, status: '200' }));
    writeFileSync(folder.file('a.log'), hits.join(''));
    const found = await report('a.log', '--from', '2018-05-09T16:00:10Z', '--to', '2018-05-09T18:00:30+02:00');
    expect(found.sections.map(({ key }) => key)).toEqual(['/10', '/20']);
    expect(found.hits).toBe(2);
  });

  it('draws a report for a person, with the chart and the alerts', async () => {
    const hits = [0, 0, 0, 0, 0, 0, 0, 30, 60].map((second) =>
      lineOf({ second, host: '::1', path: '/a', status: '200' }),
    );
    writeFileSync(folder.file('a.log'), hits.join(''));
    const { stdout, stderr, code } = await run(['report', '--utc', '-t', '3', '-w', '2', 'a.log'], '', {
      cwd: folder.path,
    });
    expect(code).toBe(0);
    expect(stderr).toBe('rxmon: a.log is read as combined\n');
    expect(stdout).toContain('Hits over time');
    expect(stdout).toMatch(/^7 █/m);
    expect(stdout).toContain('High traffic generated an alert - hits = 7, triggered at 2018-05-09T16:00:01+00:00');
    expect(stdout).toContain('High traffic alert recovered - hits = 0, recovered at 2018-05-09T16:00:03+00:00');
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(88);
  });

  it('refuses what cannot be read, all of it together, with exit 1', async () => {
    mkdirSync(folder.file('logs'));
    writeFileSync(folder.file('b.log'), 'not a log \x1b[31m\nnot at all\n');
    const { code, stdout, stderr } = await run(['report', 'a.log', 'logs', 'b.log'], '', { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      'rxmon: a.log is not there: check the path',
      expect.stringMatching(/^rxmon: logs cannot be read: it is a folder/),
      String.raw`rxmon: b.log fits no known log format; its first line is: not a log \x1b[31m; name its format with --format`,
      '',
    ]);
  });

  it('says that a packed file is damaged, and reports what it could read', async () => {
    const packed = gzipSync(lineOf({ second: 1, host: '::1', path: '/a', status: '200' }).repeat(5000));
    writeFileSync(folder.file('a.gz'), packed.subarray(0, packed.length - 20));
    const { code, stdout, stderr } = await run(['report', '--json', 'a.gz'], '', { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/rxmon: a\.gz could not be read further: unexpected end of file/);
    const { hits, partial } = JSON.parse(stdout) as Report;
    expect(hits).toBeGreaterThan(0);
    expect(partial).toBe(true);
  });

  it('goes by what files hold, whatever their names end with', async () => {
    const line = lineOf({ second: 1, host: '::1', path: '/a', status: '200' });
    writeFileSync(folder.file('plain.gz'), line);
    writeFileSync(folder.file('packed.log'), gzipSync(line));
    expect(await report('plain.gz', 'packed.log')).toMatchObject({ hits: 2, unparsed: 0 });
  });

  it('counts a file once that is named twice, and says so', async () => {
    writeFileSync(folder.file('a.log'), lineOf({ second: 1, host: '::1', path: '/a', status: '200' }));
    linkSync(folder.file('a.log'), folder.file('b.log'));
    const { stdout, stderr } = await run(['report', '--json', 'a.log', 'b.log', 'a.log'], '', { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({ hits: 1, files: 1 });
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'rxmon: a.log is named twice, and is counted once',
      'rxmon: b.log is the same file as a.log, and is counted once',
    ]);
  });

  it('counts files once that a link to their folder gives other names, and says so once', async () => {
    mkdirSync(folder.file('r'));
    symlinkSync('r', folder.file('cur'));
    for (const second of [1, 2])
      writeFileSync(folder.file(`r/${second}.log`), lineOf({ second, host: '::1', path: '/a', status: '200' }));
    const { stdout, stderr } = await run(['report', '--json', 'r/*.log', 'cur/*.log'], '', { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({ hits: 2, files: 2 });
    expect(stderr).toContain(
      'rxmon: 2 names, such as cur/1.log, are of files that are named already, and are counted once\n',
    );
    expect(stderr).not.toContain('same file');
  });

  it.each([[['a.log', 'a.log.gz', 'b.log']], [['b.log', 'a.log.gz', 'a.log']]])(
    'counts lines once that stand packed and unpacked beside each other: %j',
    async (names) => {
      const line = (host: string): string => lineOf({ second: 1, host, path: '/a', status: '200' });
      writeFileSync(folder.file('a.log'), line('::1'));
      writeFileSync(folder.file('a.log.gz'), gzipSync(line('::1')));
      writeFileSync(folder.file('b.log'), line('::1'));
      writeFileSync(folder.file('b.log.gz'), gzipSync(line('::2')));
      const { code, stdout, stderr } = await run(['report', '--json', ...names, 'b.log.gz'], '', { cwd: folder.path });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ hits: 3, files: 3, partial: false });
      const [first = '', second = ''] = names.filter((name) => name.startsWith('a.log'));
      expect(stderr).toContain(`rxmon: ${second} holds the same lines as ${first}, and is counted once\n`);
    },
  );

  it('counts what a large log held when it began, though it is rotated at once', async () => {
    const line = (path: string): string => lineOf({ second: 5, host: '10.0.0.1', path, status: '200' });
    for (let i = 0; i < 20; i++) appendFileSync(folder.file('a.log'), line('/old').repeat(20_000));
    const program = new Program(['report', '--json', 'a.log'], { cwd: folder.path });
    await program.line('stderr', (text) => text.includes('is read as'));
    renameSync(folder.file('a.log'), folder.file('a.log.1'));
    writeFileSync(folder.file('a.log'), line('/new').repeat(300_000));
    const { code, stdout } = await program.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ hits: 400_000, partial: false, paths: [{ key: '/old' }] });
  });

  it('reads more files than the system lets it open', async () => {
    const line = lineOf({ second: 1, host: '::1', path: '/a', status: '200' });
    for (let i = 0; i < 100; i++) writeFileSync(folder.file(`${i}.log`), line);
    const command = 'ulimit -n 64 && exec "$0" "$@"';
    const args = ['-c', command, process.execPath, BIN, 'report', '--json', '*.log'];
    const { stdout } = await promisify(execFile)('sh', args, { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({ hits: 100, files: 100, partial: false });
  });

  it('takes an empty log for one without hits', async () => {
    writeFileSync(folder.file('a.log'), '');
    expect(await report('a.log')).toMatchObject({ hits: 0, rate: 0, sections: [], alerts: [] });
    const { stdout } = await run(['report', 'a.log'], '', { cwd: folder.path });
    expect(stdout).toBe('no hits in 1 file\n');
  });

  it('prints what has been read so far when it is interrupted, and says so', async () => {
    const child = spawn(process.execPath, [BIN, 'report', '--json', '-'], { stdio: 'pipe' });
    let stdout = '';
    child.stdout.on('data', (text) => (stdout += String(text)));
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.stdin.on('error', () => undefined);
    child.stdin.write(lineOf({ second: 1, host: '::1', path: '/a', status: '200' }));
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    expect(await closed).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ hits: 1, partial: true });
  });

  it('says nothing on standard error but what format it reads', async () => {
    writeFileSync(folder.file('a.log'), lineOf({ second: 1, host: '::1', path: '/a', status: '200' }));
    const { stderr } = await run(['report', '--json', '--format', 'combined', 'a.log'], '', { cwd: folder.path });
    expect(stderr).toBe('');
    expect(readFileSync(folder.file('a.log'), 'utf8')).toContain('/a');
  });
});
