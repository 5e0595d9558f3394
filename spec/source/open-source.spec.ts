import { openSync, writeSync, closeSync, constants } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openSource, readStream } from '../../src/source/open-source.js';
import { Collected } from '../support/collected.js';
import { LogFolder } from '../support/log-folder.js';
import { SteppedClock } from '../support/stepped-clock.js';

let folder: LogFolder;
let clock: SteppedClock;
let collected: Collected[];

beforeEach(() => {
  folder = new LogFolder();
  clock = new SteppedClock();
  collected = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const { subscription } of collected) subscription.unsubscribe();
  folder.remove();
});

function collect(source$: ReturnType<typeof openSource>): Collected {
  const seen = new Collected(source$);
  collected.push(seen);
  return seen;
}

const completing = (seen: Collected): Promise<void> => clock.until('the end', () => seen.isComplete);

/** A stream that the spec pushes to. */
const stream = (): Readable => new Readable({ read: () => undefined });

describe('readStream', () => {
  it('never emits while nothing comes', async () => {
    const open = stream();
    const seen = collect(readStream(() => open, 'in'));
    open.push('no line end');
    await clock.until('the bytes to be taken', () => open.readableLength === 0);
    expect([seen.chunks, seen.isComplete]).toEqual([[], false]);
  });

  it('completes when the stream is empty', async () => {
    const seen = collect(readStream(() => Readable.from([]), 'in'));
    await completing(seen);
    expect(seen.chunks).toEqual([]);
  });

  it('gives its lines, the last one also without an end', async () => {
    const seen = collect(readStream(() => Readable.from([Buffer.from('a\nb'), Buffer.from('c\nd')]), 'in'));
    await completing(seen);
    expect(seen.chunks).toEqual(['a\n', 'bc\n', 'd']);
  });

  it('names the source', async () => {
    const names: string[] = [];
    await readStream(() => Readable.from([Buffer.from('a\n')]), 'in').forEach(({ source }) => names.push(source));
    expect(new Set(names)).toEqual(new Set(['in']));
  });

  it('errors when the stream does', async () => {
    const open = stream();
    const seen = collect(readStream(() => open, 'in'));
    open.destroy(new Error('broken'));
    await clock.until('the error', () => seen.error !== undefined);
    expect(seen.error).toBe('broken');
  });

  it('errors when it cannot be opened', () => {
    const open = (): Readable => {
      throw new Error('closed');
    };
    expect(collect(readStream(open, 'in')).error).toBe('closed');
  });

  it('opens nothing before it is subscribed to, and destroys the stream when it is unsubscribed', () => {
    const open = jest.fn(stream);
    const source$ = readStream(open, 'in');
    expect(open).not.toHaveBeenCalled();
    collect(source$).subscription.unsubscribe();
    expect((open.mock.results[0]?.value as Readable).destroyed).toBe(true);
  });
});

describe('openSource', () => {
  it('reads standard input when the path is -', async () => {
    const stdin = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
    Object.defineProperty(process, 'stdin', { configurable: true, get: () => Readable.from([Buffer.from('a\n')]) });
    try {
      const seen = collect(openSource('-', {}, clock));
      await completing(seen);
      expect(seen.text).toBe('a\n');
    } finally {
      Object.defineProperty(process, 'stdin', stdin);
    }
  });

  it('follows a file', async () => {
    folder.write('access.log', 'old\n');
    const seen = collect(openSource(folder.path('access.log'), { fromStart: true }, clock));
    await clock.until('the line', () => seen.text === 'old\n');
    expect(seen.isComplete).toBe(false);
  });

  it('waits for a file that is not there', async () => {
    const seen = collect(openSource(folder.path('access.log'), {}, clock));
    await clock.until('a notice', () => seen.notices.length > 0);
    expect(seen.notices).toEqual(['is not there yet; waiting for it']);
  });

  it('looks at what the path is when it is subscribed to', async () => {
    const source$ = openSource(folder.path('access.log'), { fromStart: true }, clock);
    folder.pipe('access.log');
    const seen = collect(source$);
    write('access.log', 'a\n');
    await clock.until('the line', () => seen.text === 'a\n');
  });

  it.each([
    ['errors', 'a/b', 'a part of the path is not a folder'],
    ['errors', 'loop', 'its symbolic links go in a circle'],
  ])('%s, and does not throw, when %s cannot be looked at', (_, name, reason) => {
    folder.write('a', '');
    folder.link('loop', 'loop');
    const seen = collect(openSource(folder.path(name), {}, clock));
    clock.step(0);
    expect(seen.error).toContain(reason);
  });

  it('reads the null device to its end', async () => {
    const seen = collect(openSource('/dev/null', {}, clock));
    await completing(seen);
    expect(seen.text).toBe('');
  });

  it('errors for a device', () => {
    const text = '/dev/zero cannot be read: it is a device, which holds no log; name a file or a pipe';
    expect(collect(openSource('/dev/zero', {}, clock)).error).toBe(text);
  });
});

/** Into a pipe that is being read: without a reader it throws rather than waits. */
function write(name: string, text: string): void {
  const fd = openSync(folder.path(name), constants.O_WRONLY | constants.O_NONBLOCK);
  writeSync(fd, text);
  closeSync(fd);
}
