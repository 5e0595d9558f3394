/** The part of a `tty.ReadStream` that is used here; a stream that is not a terminal has no raw mode. */
export interface KeyboardStream extends NodeJS.ReadableStream {
  readonly isRaw?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** The part of a `tty.WriteStream` that is used here. */
export interface ScreenStream extends NodeJS.WritableStream {
  /** For writing when nothing asynchronous runs any more. */
  readonly fd: number;
}

/** The part of a `tty.WriteStream` with its size, in characters; 0 or undefined where it is unknown. */
export interface SizedStream extends NodeJS.EventEmitter {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Error codes of a closed terminal: EIO for a real one, EPIPE where something stands between. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['EIO', 'EPIPE']);

/** Whether a stream's error means that its terminal is gone. */
export function isClosed(error: unknown): boolean {
  return CLOSED.has((error as NodeJS.ErrnoException).code);
}
