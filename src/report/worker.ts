import { parentPort, workerData } from 'node:worker_threads';
import { encodeDigest } from '../digest/digest-binary.js';
import { emptyDigest } from '../digest/digest.js';
import { Engine } from '../engine/engine.js';
import { shareDistinctKey } from '../engine/hash-keys.js';
import { adoptEngineModule } from '../engine/module.js';
import { foldPart } from './fold-task.js';
import type { Watcher } from './fold-task.js';
import type { Part } from './part.js';
import { INPUT_BYTES } from './protocol.js';
import type { Answer, Order, WorkerData } from './protocol.js';

// A worker folds its parts into one digest, and hands that over when there are no more.

const { stop, module, distinctKey } = workerData as WorkerData;
adoptEngineModule(module);
shareDistinctKey(distinctKey);
const flag = new Int32Array(stop);
const engine = new Engine(INPUT_BYTES);
const digest = emptyDigest();

const answer = (message: Answer, transfer: readonly ArrayBuffer[] = []): void => {
  parentPort?.postMessage(message, [...transfer]);
};

const watcher: Watcher = {
  isStopped: () => Atomics.load(flag, 0) !== 0,
  progress: (bytes) => {
    answer({ kind: 'progress', bytes });
  },
};

async function fold(part: Part): Promise<void> {
  answer({ kind: 'ready', outcome: await foldPart(part, engine, digest, watcher) });
}

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'fold') {
    void fold(order.part);
    return;
  }
  const bytes = encodeDigest(digest);
  answer({ kind: 'digest', bytes }, [bytes.buffer as ArrayBuffer]);
  parentPort?.close();
});
answer({ kind: 'ready' });
