import { asyncScheduler, defer, mergeMap, Observable } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Input } from './input.js';
import { inTurns } from './in-turns.js';
import { ESCAPE, keyParser } from './keys.js';
import { MOUSE_REPORT, mouseOf } from './mouse.js';
import { pasted } from './pasted.js';
import { isClosed } from './streams.js';
import type { KeyboardStream } from './streams.js';
import { wholeSequences } from './whole-sequences.js';

/**
 * Emits keys and mouse events, in turns of the clock; completes when the terminal is closed. The terminal is in raw
 * mode as long as it is subscribed to: share it among subscribers.
 */
export function inputs(input: KeyboardStream, clock: SchedulerLike = asyncScheduler): Observable<Input> {
  return defer(() => {
    const parse = inputParser();
    return rawBytes(input).pipe(wholeSequences(clock), mergeMap(parse), pasted(), inTurns(clock));
  });
}

function inputParser(): (bytes: string) => Input[] {
  const keysOf = keyParser();
  return (bytes) => {
    // A lone Escape is the key, as the rest of any sequence has been waited for.
    if (bytes === '\x1b') return [ESCAPE];
    return MOUSE_REPORT.test(bytes) ? mouseOf(bytes) : keysOf(Buffer.from(bytes, 'latin1'));
  };
}

/**
 * The bytes of the terminal, one character a byte, so that neither a character nor a sequence is lost between two
 * reads.
 */
function rawBytes(input: KeyboardStream): Observable<string> {
  return new Observable((subscriber) => {
    const wasRaw = input.isRaw === true;
    const take = (bytes: Buffer): void => {
      subscriber.next(bytes.toString('latin1'));
    };
    const end = (): void => {
      subscriber.complete();
    };
    const fail = (error: unknown): void => {
      if (isClosed(error)) subscriber.complete();
      else subscriber.error(error);
    };
    if (!input.readable) {
      subscriber.complete();
      return undefined;
    }
    input.on('error', fail).on('end', end).on('close', end).on('data', take);
    if (!wasRaw) input.setRawMode?.(true);
    input.resume();
    return () => {
      input.off('data', take).off('end', end).off('close', end);
      // On a closed terminal it fails, and the error event says so.
      if (!wasRaw) input.setRawMode?.(false);
      input.pause().off('error', fail);
    };
  });
}
