import { closeSync, openSync, readSync } from 'node:fs';
import type { Digest } from '../digest/digest.js';
import type { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { Feeder } from './feeder.js';
import type { TimeBounds } from './plan.js';
import { lineRange } from './ranges.js';
import type { ByteRange } from './ranges.js';
import { unpacked } from './unpacked.js';

/** A part of the work of a report. */
export interface Task {
  readonly path: string;
  readonly layout: Layout;
  /** Size of the file in bytes, when the work was planned; what is written later is not read. */
  readonly size: number;
  /** The bytes to fold the lines of; undefined for a gzip file, which can only be read as a whole. */
  readonly range: ByteRange | undefined;
  /** The times of the lines to count; all when undefined. */
  readonly bounds: TimeBounds | undefined;
}

/** What the one who folds is asked and told on the way. */
export interface Watcher {
  /** Whether to leave the rest. */
  readonly isStopped: () => boolean;
  /** So many bytes more of the file have been read. */
  readonly progress: (bytes: number) => void;
}

/** Folds the lines of a task into `digest`; rejects with the system's error when the file cannot be read. */
export async function foldTask(task: Task, engine: Engine, digest: Digest, watcher: Watcher): Promise<void> {
  engine.use(task.layout);
  engine.limit(task.bounds);
  const feeder = new Feeder(engine, task.path, digest);
  try {
    if (task.range === undefined) await foldGzip(task, feeder, watcher);
    else foldRange(task, task.range, feeder, watcher);
  } finally {
    feeder.end();
  }
}

/** Reads straight into the engine's memory, without waiting for the event loop: measured, nothing is faster. */
function foldRange({ path, size }: Task, range: ByteRange, feeder: Feeder, { isStopped, progress }: Watcher): void {
  const fd = openSync(path, 'r');
  try {
    const { from, to } = lineRange(fd, range, size);
    for (let at = from; at < to && !isStopped();) {
      const length = readSync(fd, feeder.room, 0, Math.min(feeder.room.length, to - at), at);
      if (length === 0) break;
      feeder.filled(length);
      progress(length);
      at += length;
    }
  } finally {
    closeSync(fd);
  }
}

async function foldGzip({ path }: Task, feeder: Feeder, { isStopped, progress }: Watcher): Promise<void> {
  for await (const bytes of unpacked(path, progress)) {
    feeder.push(bytes);
    if (isStopped()) return;
  }
}
