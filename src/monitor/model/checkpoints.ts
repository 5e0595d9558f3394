import { filter, map, pipe } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { dueCheckpoint } from './accounts.js';
import type { Model } from './model.js';

/**
 * The checkpoints of a run: one at the end of each second with new events, and of each interval, with that interval
 * closed. None for a model without accounts.
 */
export function checkpoints(): OperatorFunction<Model, Checkpoint> {
  return pipe(
    map(({ accounts }) => accounts && dueCheckpoint(accounts)),
    filter((checkpoint) => checkpoint !== undefined),
  );
}
