import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { common } from '../../src/format/known/common.js';
import { PlannedFile } from '../../src/report/planned-file.js';
import type { Task } from '../../src/report/task.js';
import type { FoldEvent } from '../../src/report/fold-all.js';
import { commonLine } from '../support/log.js';
import { LogFolder } from '../support/log-folder.js';

/** What a worker does when it is started, and when it has been given so many orders. */
let worker: (orders: number, worker: EventEmitter) => void;

class FailingWorker extends EventEmitter {
  private orders = 0;

  constructor() {
    super();
    worker(0, this);
  }

  postMessage(): void {
    worker(++this.orders, this);
  }

  terminate(): void {
    worker = () => undefined;
  }
}

/** So many make 3 MB a file or more. */
const LINES = Math.ceil(3_000_000 / commonLine().length);

const refused = (code: string): Error =>
  Object.assign(new Error(`Worker initialization failure: ${code}`), { code: 'ERR_WORKER_INIT_FAILED' });

describe('foldAll, with enough to read for workers', () => {
  let folder: LogFolder;
  let tasks: Task[];

  beforeEach(() => {
    folder = new LogFolder();
    tasks = ['a.log', 'b.log', 'c.log'].map((name) => {
      folder.write(name, `${commonLine()}\n`.repeat(LINES));
      const file = new PlannedFile(folder.path(name));
      return { file, layout: common, range: { from: 0, to: file.size }, bounds: undefined };
    });
  });

  afterEach(() => {
    folder.remove();
  });

  it.each<[string, typeof worker]>([
    [
      'none can be started',
      () => {
        throw refused('EAGAIN');
      },
    ],
    [
      'they fail before they have begun',
      (orders, self) => {
        if (orders === 0) setImmediate(() => self.emit('error', new RangeError('could not allocate memory')));
      },
    ],
    [
      'they fail when they have read what they were given',
      (orders, self) => {
        setImmediate(() => {
          if (orders === 0) self.emit('message', { kind: 'ready' });
          if (orders === 1) self.emit('message', { kind: 'progress', bytes: 7 });
          if (orders === 1) self.emit('error', new Error('out of memory'));
        });
      },
    ],
  ])('loses nothing, and counts nothing twice, when %s', async (_, does) => {
    worker = does;
    jest.resetModules();
    jest.unstable_mockModule('node:worker_threads', () => ({ Worker: FailingWorker }));
    const { foldAll } = await import('../../src/report/fold-all.js');
    const events: FoldEvent[] = await lastValueFrom(foldAll(tasks).pipe(toArray()));
    const hits = events.reduce((sum, event) => sum + (event.kind === 'digest' ? event.digest.hits : 0), 0);
    const bytes = events.reduce((sum, event) => sum + (event.kind === 'progress' ? event.bytes : 0), 0);
    expect(hits).toBe(3 * LINES);
    expect(bytes).toBe(3 * LINES * (commonLine().length + 1));
    expect(events.filter(({ kind }) => kind === 'failed')).toEqual([]);
  });
});
