import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Unhurried } from '../../src/stdio/unhurried-writer.js';
import { LogFolder } from '../support/log-folder.js';

/** More than a pipe takes. */
const TEXT = '0123456789abcdef'.repeat(20_000);

describe('Unhurried', () => {
  let folder: LogFolder;
  let reader: number;
  let stream: Unhurried;
  beforeEach(() => {
    folder = new LogFolder();
    execFileSync('mkfifo', [folder.path('pipe')]);
    reader = openSync(folder.path('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    stream = new Unhurried(openSync(folder.path('pipe'), constants.O_WRONLY | constants.O_NONBLOCK));
    stream.on('error', () => undefined);
  });
  afterEach(() => {
    stream.destroy();
    folder.remove();
  });
  /** What is there. */
  const read = (): string => {
    const buffer = Buffer.alloc(65_536);
    try {
      return buffer.toString('latin1', 0, readSync(reader, buffer));
    } catch {
      return '';
    }
  };

  it('has written what is taken at once before it returns', () => {
    stream.write('short');
    expect(stream.writableLength).toBe(0);
    expect(read()).toBe('short');
    closeSync(reader);
  });

  it('lets the process go on while nothing more is taken, and writes all in order when it is', async () => {
    const written: string[] = [];
    stream.write(TEXT);
    stream.write('the end', () => written.push('all'));
    expect(stream.writableLength).toBeGreaterThan(0);
    let seen = '';
    while (written.length === 0) {
      seen += read();
      await new Promise((turn) => setImmediate(turn));
    }
    seen += read();
    expect(seen).toBe(`${TEXT}the end`);
    closeSync(reader);
  });

  it('fails when nobody can read it any more', async () => {
    stream.write(TEXT);
    const failed = new Promise<NodeJS.ErrnoException>((fail) => {
      stream.on('error', fail);
    });
    closeSync(reader);
    expect((await failed).code).toBe('EPIPE');
  });
});
