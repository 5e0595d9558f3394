import { UNKEYED } from '../../digest/hash-key.js';
import type { HashKey } from '../../digest/hash-key.js';
import { rekeyed } from '../../digest/rekey.js';
import type { Checkpoint } from './checkpoint.js';

/** The hash key with which a run has counted its hosts; undefined when it has used none. */
export function hashKeyOf({ run, interval }: Checkpoint): HashKey | undefined {
  return [run.digest, interval.digest, interval.previous]
    .flatMap((digest) => digest?.distinctHosts.hashKeys ?? [])
    .find((hashKey) => hashKey !== UNKEYED);
}

/** The checkpoint with its hosts counted by this hash key, as far as possible: see `rekeyed`. */
export function withHashKey(checkpoint: Checkpoint, hashKey: HashKey): Checkpoint {
  const { run, interval } = checkpoint;
  return {
    ...checkpoint,
    run: { ...run, digest: rekeyed(run.digest, hashKey) },
    interval: {
      ...interval,
      digest: rekeyed(interval.digest, hashKey),
      previous: interval.previous && rekeyed(interval.previous, hashKey),
    },
  };
}
