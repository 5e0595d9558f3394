import { concat, defer, EMPTY, filter, map, of } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { MAX_LINE_BYTES } from './source-event.js';
import type { Chunk, Position } from './source-event.js';

const NEWLINE = 0x0a;
const NOTHING = new Uint8Array(0);

/** The account of how far the lines of a file have been emitted. */
export interface Place {
  /** Offset in the file of the first line not emitted yet, or an offset within a skipped line. */
  offset: number;
  isSkipping: boolean;
  /** Whether the last line, when unfinished, goes on elsewhere, and is not emitted here. */
  readonly isContinued?: boolean;
  readonly lag: number;
  readonly position: Position;
}

/**
 * Cuts a stream of bytes at line ends: each chunk holds whole lines, and an unfinished line waits for the bytes that
 * follow. When the bytes end, the waiting rest is a line too.
 *
 * A line of more than `MAX_LINE_BYTES` is skipped up to its end and counted in `overlong`, so at most that much is ever
 * held.
 *
 * @param place where the bytes begin; each chunk advances it and carries the new position
 */
export function wholeLines(source: string, place?: Place): OperatorFunction<Uint8Array, Chunk> {
  return (bytes$) =>
    defer(() => {
      const splitter = new LineSplitter(place?.isSkipping);
      let read = place?.offset ?? 0;
      const chunkOf = ({ bytes, overlong }: Lines): Chunk => {
        if (place === undefined) return { kind: 'chunk', source, bytes, overlong };
        Object.assign(place, { offset: read - splitter.waiting, isSkipping: splitter.isSkipping });
        return { kind: 'chunk', source, bytes, overlong, position: place.position, lag: place.lag };
      };
      const chunks$ = bytes$.pipe(
        map((bytes) => {
          read += bytes.length;
          return chunkOf(splitter.push(bytes));
        }),
      );
      const last$ = defer(() => (place?.isContinued === true ? EMPTY : of(chunkOf(splitter.end()))));
      return concat(chunks$, last$).pipe(filter(({ bytes, overlong }) => bytes.length > 0 || overlong > 0));
    });
}

interface Lines {
  readonly bytes: Uint8Array;
  readonly overlong: number;
}

class LineSplitter {
  private open: Uint8Array = NOTHING;

  /** @param isSkipping whether the open line has become too long: its bytes are dropped up to its end */
  constructor(public isSkipping = false) {}

  /** How many bytes wait for the end of their line. */
  get waiting(): number {
    return this.open.length;
  }

  push(bytes: Uint8Array): Lines {
    const first = bytes.indexOf(NEWLINE);
    if (first === -1) return { bytes: NOTHING, overlong: this.keep(bytes, 0) };
    const last = bytes.lastIndexOf(NEWLINE);
    const [lines, overlong] = this.finish(bytes, first, last);
    this.open = NOTHING;
    return { bytes: lines, overlong: overlong + this.keep(bytes, last + 1) };
  }

  end(): Lines {
    const { open } = this;
    this.open = NOTHING;
    this.isSkipping = false;
    return { bytes: open, overlong: 0 };
  }

  /**
   * The lines completed by `bytes`, including the bytes that waited for the first of them, and the number of lines that
   * were too long.
   */
  private finish(bytes: Uint8Array, first: number, last: number): [Uint8Array, number] {
    if (this.isSkipping) {
      this.isSkipping = false;
      return [bytes.subarray(first + 1, last + 1), 0];
    }
    if (this.open.length + first > MAX_LINE_BYTES) return [bytes.subarray(first + 1, last + 1), 1];
    const lines = bytes.subarray(0, last + 1);
    return [this.open.length === 0 ? lines : joined(this.open, lines), 0];
  }

  /** Keeps the bytes behind the last line end; returns how many lines became too long by that. */
  private keep(bytes: Uint8Array, from: number): number {
    const rest = bytes.subarray(from);
    if (this.isSkipping || rest.length === 0) return 0;
    if (this.open.length + rest.length <= MAX_LINE_BYTES) {
      this.open = joined(this.open, rest);
      return 0;
    }
    this.open = NOTHING;
    this.isSkipping = true;
    return 1;
  }
}

/** Copies both into a new array, so that a short rest does not keep a whole block in memory. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
