import type { Line } from './lines.js';

/** A batch is written once it has this many bytes; only its last line may exceed it. */
export const BATCH_BYTES = 64 * 1024;

/** Lines still to be written. */
export interface Pending {
  /** Whether all lines have been taken. */
  readonly done: boolean;
  /** Takes the lines due up to and with `untilMs`, about `BATCH_BYTES` at most; undefined when none is due. */
  take(untilMs: number): Uint8Array | undefined;
}

/** Joins lines into batches of whole lines. Looks one line ahead. */
export function pending(lines: Iterator<Line>): Pending {
  let next = lines.next();
  return {
    get done() {
      return next.done === true;
    },
    take(untilMs) {
      const taken: Uint8Array[] = [];
      let length = 0;
      while (next.done !== true && next.value.dueMs <= untilMs && length < BATCH_BYTES) {
        taken.push(next.value.line);
        length += next.value.line.length;
        next = lines.next();
      }
      return length === 0 ? undefined : joined(taken, length);
    },
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
