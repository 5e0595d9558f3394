import { concat, defer, filter, map, of } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { MAX_LINE_BYTES } from './chunk.js';
import type { Chunk } from './chunk.js';

/** Between bytes: what follows does not go on where the bytes before it ended. */
export const BREAK = Symbol('break');

export type Bytes = Uint8Array | typeof BREAK;

const NEWLINE = 0x0a;
const NOTHING = new Uint8Array(0);

/**
 * Cuts a stream of bytes at line ends: each chunk holds whole lines, and the line that is not ended yet waits for the
 * bytes that follow. When the bytes end, or break off, what waits is a line too.
 *
 * A line of more than `MAX_LINE_BYTES` is passed over up to its end and counted in `overlong`, so at most that much
 * is ever held.
 */
export function wholeLines(source: string): OperatorFunction<Bytes, Chunk> {
  return (bytes$) =>
    defer(() => {
      const splitter = new LineSplitter(source);
      const chunks$ = bytes$.pipe(map((bytes) => (bytes === BREAK ? splitter.end() : splitter.push(bytes))));
      const last$ = defer(() => of(splitter.end()));
      return concat(chunks$, last$).pipe(filter(({ bytes, overlong }) => bytes.length > 0 || overlong > 0));
    });
}

class LineSplitter {
  private open: Uint8Array = NOTHING;
  /** The open line has become too long: its bytes are dropped up to its end. */
  private isSkipping = false;

  constructor(private readonly source: string) {}

  push(bytes: Uint8Array): Chunk {
    const first = bytes.indexOf(NEWLINE);
    if (first === -1) return this.chunk(NOTHING, this.keep(bytes, 0));
    const last = bytes.lastIndexOf(NEWLINE);
    const [lines, overlong] = this.finish(bytes, first, last);
    this.open = NOTHING;
    return this.chunk(lines, overlong + this.keep(bytes, last + 1));
  }

  end(): Chunk {
    const { open } = this;
    this.open = NOTHING;
    this.isSkipping = false;
    return this.chunk(open, 0);
  }

  /** The lines that `bytes` ends, with the bytes that waited for the first of them, and how many were too long. */
  private finish(bytes: Uint8Array, first: number, last: number): [Uint8Array, number] {
    if (this.isSkipping) {
      this.isSkipping = false;
      return [bytes.subarray(first + 1, last + 1), 0];
    }
    if (this.open.length + first > MAX_LINE_BYTES) return [bytes.subarray(first + 1, last + 1), 1];
    const lines = bytes.subarray(0, last + 1);
    return [this.open.length === 0 ? lines : joined(this.open, lines), 0];
  }

  /** Keeps what stands behind the last line end; says how many lines became too long by that. */
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

  private chunk(bytes: Uint8Array, overlong: number): Chunk {
    return { kind: 'chunk', source: this.source, bytes, overlong };
  }
}

/** Both in an array of their own, so that a short rest does not keep a whole block in memory. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
