import { defer, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Digest } from '../../digest/digest.js';
import type { Decoded } from '../decode/decode.js';
import { secondOf } from '../seconds.js';

/** In seconds. Clocks that agree may round one moment to seconds that are one apart. */
const LEAST_SKEW = 2;

/** Lines that are further behind are more likely old ones, read from the start. */
const MAX_BEHIND = 60;

/** The largest skew of this many seconds counts: smaller ones are of lines that were read late. */
const KEPT_SECONDS = 60;

/**
 * Marks chunks after a pause with the lead of their lines' clock, as their log showed before, when it is of another
 * machine or of a wrong zone. A clock that is behind looks like lines that are always written some seconds late: these
 * counted on arrival before the pause, and so they count as long after the time that they state.
 */
export function skewed(): OperatorFunction<Decoded, Decoded> {
  return (events$) =>
    defer(() => {
      const skews = new Map<string, { readonly seconds: number; readonly at: number }>();
      return events$.pipe(
        map((event) => {
          if (event.kind !== 'batch') return event;
          const { source, digest, arrival } = event;
          const known = skews.get(source);
          if (arrival !== undefined) {
            if (known === undefined || !isSkew(known.seconds)) return event;
            return { ...event, arrival: { ...arrival, skewSeconds: known.seconds } };
          }
          const at = secondOf(event.at);
          const seconds = latestOf(digest) - at;
          const isKept = known !== undefined && known.seconds > seconds && at < known.at + KEPT_SECONDS;
          if (!isKept) skews.set(source, { seconds, at });
          return event;
        }),
      );
    });
}

const isSkew = (seconds: number): boolean =>
  seconds >= LEAST_SKEW || (seconds <= -LEAST_SKEW && seconds >= -MAX_BEHIND);

/** The latest second that a line states; minus infinity where none does. */
function latestOf({ timeline }: Digest): number {
  let latest = -Infinity;
  timeline.forEach((second) => (latest = second));
  return latest;
}
