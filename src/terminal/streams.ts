/** What is needed of a `tty.ReadStream`; one that is no terminal has no raw mode. */
export interface KeyboardStream extends NodeJS.ReadableStream {
  readonly isRaw?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** What is needed of a `tty.WriteStream`. */
export interface ScreenStream extends NodeJS.WritableStream {
  /** By which it is written to when nothing asynchronous runs any more. */
  readonly fd: number;
}

/** What is needed of a `tty.WriteStream` to know its size, in characters; 0 or undefined where it does not know. */
export interface SizedStream extends NodeJS.EventEmitter {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** How a closed terminal fails: EIO a real one, EPIPE where something stands between. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['EIO', 'EPIPE']);

/** Whether an error of a stream says that its terminal is gone. */
export function isClosed(error: unknown): boolean {
  return CLOSED.has((error as NodeJS.ErrnoException).code);
}
