import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { scheduler } from 'node:timers/promises';
import { VirtualTimeScheduler } from 'rxjs';
import { runGenerate } from '../../../src/cli/commands/generate.js';
import { MIN_RATE } from '../../../src/generate/options.js';
import type { GenerateOptions } from '../../../src/generate/options.js';

const options: GenerateOptions = { rate: 2, count: 20, wait: false, seed: 1 };

let folder = '';
let file = '';
let errors = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rxmon-generate-'));
  file = join(folder, 'access.log');
  errors = '';
  const stderr = new Writable({
    write(bytes: Buffer, _encoding, done) {
      errors += bytes.toString();
      done();
    },
  });
  jest.spyOn(process, 'stderr', 'get').mockReturnValue(stderr as unknown as typeof process.stderr);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const linesOf = (path: string): string[] => readFileSync(path, 'latin1').split('\n').slice(0, -1);

/** A standard output that keeps what is written, or fails with the error of this code at the write given. */
function standardOutput(code?: string, failingWrite = 1): { text: string; writes: number } {
  const seen = { text: '', writes: 0 };
  const stream = new Writable({
    write(bytes: Buffer, _encoding, done) {
      if (bytes.length > 0) seen.writes++;
      seen.text += bytes.toString('latin1');
      done(code && seen.writes >= failingWrite ? Object.assign(new Error(`${code}: write`), { code }) : null);
    },
  });
  jest.spyOn(process, 'stdout', 'get').mockReturnValue(stream as unknown as typeof process.stdout);
  return seen;
}

/** Runs it in waiting mode on a clock that goes on for this long as soon as something waits for it. */
async function runFor(milliseconds: number, given: Partial<GenerateOptions>, then?: () => void): Promise<number> {
  const clock = new VirtualTimeScheduler(undefined, milliseconds);
  const done = runGenerate({ ...options, wait: true, ...given }, clock);
  while (clock.actions.length === 0) await scheduler.yield();
  clock.flush();
  then?.();
  return done;
}

describe('runGenerate', () => {
  it('writes as many lines as asked for to a new file, without waiting', async () => {
    expect(await runGenerate({ ...options, file })).toBe(0);
    expect(linesOf(file)).toHaveLength(20);
    expect(linesOf(file)[0]).toContain('[09/May/2018:16:00:00 +0000]');
    expect(readFileSync(file, 'latin1').endsWith('\n')).toBe(true);
    expect(errors).toBe('');
  });

  it('appends to what a file holds', async () => {
    writeFileSync(file, 'kept\n');
    await runGenerate({ ...options, file });
    expect(linesOf(file)).toHaveLength(21);
    expect(linesOf(file)[0]).toBe('kept');
  });

  it('writes the same lines for the same seed, in real time and to standard output too', async () => {
    const [again, waited] = [join(folder, 'again.log'), join(folder, 'waited.log')];
    const output = standardOutput();
    await runGenerate({ ...options, file });
    await runGenerate({ ...options, file: again });
    expect(await runFor(60_000, { file: waited })).toBe(0);
    expect(await runGenerate(options)).toBe(0);
    const expected = readFileSync(file, 'latin1');
    expect(readFileSync(again, 'latin1')).toBe(expected);
    expect(readFileSync(waited, 'latin1')).toBe(expected);
    expect(output.text).toBe(expected);
  });

  it('writes other lines every time without a seed, from the time of the clock on', async () => {
    const other = join(folder, 'other.log');
    const clock = new VirtualTimeScheduler();
    await runGenerate({ ...options, seed: undefined, file }, clock);
    await runGenerate({ ...options, seed: undefined, file: other }, clock);
    expect(readFileSync(other, 'latin1')).not.toBe(readFileSync(file, 'latin1'));
    for (const line of linesOf(file)) expect(line).toContain('[01/Jan/1970:00:00:');
  });

  it('writes many batches whole and in order', async () => {
    await runGenerate({ ...options, rate: 1000, count: 20_000, file });
    const lines = linesOf(file);
    expect(lines).toHaveLength(20_000);
    const stamps = lines.map(
      (line) => /\[09\/May\/2018:(\S{8}) \+0000\] "[A-Z]+ .*" \d{3} .* ".*" ".*"$/.exec(line)?.[1],
    );
    expect(stamps).toEqual([...stamps].sort());
    expect(stamps).not.toContain(undefined);
  });

  it('replays a sample byte for byte but for the time', async () => {
    const sample = join(folder, 'sample.log');
    const line = (time: string): string => `\xff - - [${time}] "GET /\x80 HTTP/1.1" 200 1`;
    writeFileSync(sample, `noise\n${line('10/Oct/2000:13:55:36 -0700')}\n`, 'latin1');
    expect(await runGenerate({ ...options, count: 2, sample, file })).toBe(0);
    expect(linesOf(file)).toEqual([line('09/May/2018:16:00:00 +0000'), line('09/May/2018:16:00:01 +0000')]);
  });

  it('reads no more of a sample than its first 64 MiB, and no line that they cut', async () => {
    const sample = join(folder, 'sample.log');
    const line = (path: string): string => `::1 - - [10/Oct/2000:13:55:36 -0700] "GET ${path} HTTP/1.1" 200 1234\n`;
    writeFileSync(sample, line('/read'));
    const rest = `\n${line('/cut')}`;
    // The bound lies within `1234`: what stands before it would pass for a whole line.
    truncateSync(sample, 64 * 1024 * 1024 - (rest.length - 3));
    writeFileSync(sample, `${rest}${line('/beyond')}`, { flag: 'a' });
    const code = await runGenerate({ ...options, count: 3, sample, file });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(linesOf(file).map((text) => /GET (\S+)/.exec(text)?.[1])).toEqual(['/read', '/read', '/read']);
  });

  it('appends to where a link points, and makes what is not there yet for others to read', async () => {
    symlinkSync('access.log', join(folder, 'link'));
    expect(await runGenerate({ ...options, file: join(folder, 'link') })).toBe(0);
    expect(await runGenerate({ ...options, file: join(folder, 'link') })).toBe(0);
    expect(linesOf(file)).toHaveLength(40);
    writeFileSync(join(folder, 'plain'), '');
    expect(statSync(file).mode).toBe(statSync(join(folder, 'plain')).mode);
  });

  it('does not append to a state of rxmon', async () => {
    writeFileSync(file, 'rxms and more');
    symlinkSync('access.log', join(folder, 'link'));
    for (const path of [file, join(folder, 'link')]) {
      errors = '';
      expect(await runGenerate({ ...options, file: path })).toBe(1);
      expect(errors).toBe(`rxmon: cannot write ${JSON.stringify(path)}: it is a state of rxmon; name another file\n`);
    }
    expect(readFileSync(file, 'utf8')).toBe('rxms and more');
  });

  it('does not follow the link of another user where everyone may make one (needs root, to make one)', async () => {
    if (process.geteuid?.() !== 0) return;
    chmodSync(folder, 0o1777);
    const link = join(folder, 'link');
    symlinkSync('access.log', link);
    lchownSync(link, 65_534, 65_534);
    expect(await runGenerate({ ...options, file: link })).toBe(1);
    expect(errors).toContain('a link on the way was made by another user where everyone may make one');
    expect(existsSync(file)).toBe(false);
  });

  describe('while it waits', () => {
    it('has each line in its file when its time has come', async () => {
      const done = runFor(1400, { file }, () => {
        process.emit('SIGTERM');
      });
      expect(await done).toBe(0);
      expect(linesOf(file)).toHaveLength(4);
    });

    it.each(['SIGINT', 'SIGTERM'] as const)(
      'stops on %s, with all lines due until then in the file',
      async (signal) => {
        const listeners = process.listenerCount(signal);
        const code = await runFor(2000, { file, rate: 1000, count: undefined }, () => {
          process.emit(signal);
        });
        expect(code).toBe(0);
        expect(Math.abs(linesOf(file).length - 2000)).toBeLessThan(200);
        expect(readFileSync(file, 'latin1').endsWith('\n')).toBe(true);
        expect(process.listenerCount(signal)).toBe(listeners);
      },
    );

    it('makes no more than 64 batches of lines while the output takes none', async () => {
      const output = standardOutput();
      // The clock's minute goes by before any batch can be on its way.
      const code = await runFor(60_000, { rate: 20_000, count: undefined }, () => {
        process.emit('SIGINT');
      });
      expect(code).toBe(0);
      expect(output.writes).toBe(64);
      expect(output.text.length).toBeLessThan(64 * 65 * 1024);
      expect(output.text.endsWith('\n')).toBe(true);
    });
  });

  it('stops on a signal without waiting too', async () => {
    const output = standardOutput();
    const done = runGenerate({ ...options, count: undefined });
    while (output.writes < 2) await scheduler.yield();
    process.emit('SIGINT');
    expect(await done).toBe(0);
    expect(output.text.endsWith('\n')).toBe(true);
  });

  it.each([false, true])('stops quietly when standard output closes (waiting: %j)', async (wait) => {
    const output = standardOutput('EPIPE', 2);
    const given = { count: undefined, rate: 1000, wait };
    expect(await (wait ? runFor(60_000, given) : runGenerate({ ...options, ...given }))).toBe(0);
    expect(output.writes).toBe(2);
    expect(errors).toBe('');
  });

  it.each([false, true])('says why standard output cannot be written (waiting: %j)', async (wait) => {
    standardOutput('ENOSPC');
    expect(await (wait ? runFor(60_000, {}) : runGenerate(options))).toBe(1);
    expect(errors).toBe(
      'rxmon: cannot write to standard output: no space left on the device; make room, or name a file on another one\n',
    );
  });

  it('says why a file cannot be written', async () => {
    const missing = join(folder, 'missing', 'access.log');
    expect(await runGenerate({ ...options, file: missing })).toBe(1);
    expect(await runGenerate({ ...options, file: folder })).toBe(1);
    expect(errors).toBe(
      `rxmon: cannot write "${missing}": no such folder; make the folder first, or name another file\n` +
        `rxmon: cannot write "${folder}": it is a folder; name a file in it\n`,
    );
  });

  it('says why a sample cannot be read, and then makes no file', async () => {
    const sample = join(folder, 'sample.log');
    expect(await runGenerate({ ...options, file, sample })).toBe(1);
    expect(await runGenerate({ ...options, file, sample: folder })).toBe(1);
    writeFileSync(sample, 'noise\n');
    expect(await runGenerate({ ...options, file, sample })).toBe(1);
    expect(errors).toBe(
      `rxmon: cannot read the sample "${sample}": no such file; name one that exists\n` +
        `rxmon: cannot read the sample "${folder}": it is a folder; name a file in it\n` +
        `rxmon: cannot read the sample "${sample}": none of its lines is in combined or common log format; name an access log\n`,
    );
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it.each([false, true])('throws when the rate makes no sense (waiting: %j)', async (wait) => {
    await expect(runGenerate({ ...options, file, wait, rate: MIN_RATE / 2 })).rejects.toThrow(RangeError);
  });
});
