/** A longer line, in bytes without its newline, is not kept: it is counted and skipped. */
export const MAX_LINE_BYTES = 64 * 1024;

/** The beginning of a file, for recognising it: the CRC-32 of its first `length` bytes. */
export interface Fingerprint {
  readonly length: number;
  readonly crc: number;
}

/** How far one file has been read. */
export interface Position {
  /** The file's identity, whatever its name: see `fileId` in `file-id.ts`. */
  readonly file: string;
  /** Offset of the first line not emitted yet, or an offset within a skipped line. */
  readonly offset: number;
  /** Whether the line at the offset is too long: it has been counted, and is skipped up to its end. */
  readonly isSkipping: boolean;
  readonly head: Fingerprint;
}

/** A file beside the followed one that is not to be read: it was there before, or has been read. */
export interface KnownFile {
  readonly file: string;
  readonly head: Fingerprint;
  /** The size of its contents in bytes, unpacked, at the last look; undefined when unknown. */
  readonly size?: number | undefined;
  /** Where to continue if the name refers to it again; undefined when it has not been read. */
  readonly offset?: number | undefined;
}

/** How far the files of one source have been read: enough to resume after a restart. */
export interface Progress {
  /** The path without links: rotated files are beside it. The path itself when unknown. */
  readonly home?: string | undefined;
  /** The files being read, the oldest first. */
  readonly positions: readonly Position[];
  readonly known: readonly KnownFile[];
}

/**
 * A time in which the process did not run, or which the clock skipped when it was set forward: in seconds since 1970,
 * half-open.
 */
export interface Pause {
  /** The second before that of the last sign of life, as lines may have waited that long to be read. */
  readonly from: number;
  /** The end so far, while lines are still being caught up with; four seconds from `from` or more. */
  readonly to: number;
  /** Whether lines written in it are still being read. */
  readonly isCatchingUp: boolean;
  /**
   * Where the hits of this chunk start when they are spread over the pause: a multiple of 1/1024 from 0 to below 1,
   * different for each chunk.
   */
  readonly phase: number;
}

/** When a chunk came. */
export interface Arrival {
  /** Whole seconds since 1970. */
  readonly second: number;
  /** The pause in which its lines may have been written; undefined if there was none lately. */
  readonly pause?: Pause | undefined;
  /** How far the clock of its lines is ahead of this one, if known; negative if it is behind. */
  readonly skewSeconds?: number;
}

/** Bytes of one source, whole lines only: each line, except perhaps the last, ends with a newline. */
export interface Chunk {
  readonly kind: 'chunk';
  /** The path of the file, or `-` for standard input. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Number of lines that were too long to keep; their bytes are not in the chunk. */
  readonly overlong: number;
  /** How far the chunk's file has been read with it; undefined for a source that cannot be reread, such as a pipe. */
  readonly position?: Position;
  /** Bytes of the file still unread. */
  readonly lag?: number;
  /** Present when the chunk may hold lines of a pause. */
  readonly arrival?: Arrival | undefined;
}

/** An event of a source that its user should know. */
export interface Notice {
  readonly kind: 'notice';
  readonly source: string;
  readonly text: string;
}

/** The files of a source, emitted on every change; the positions in them advance with the chunks that follow. */
export interface Files extends Progress {
  readonly kind: 'files';
  readonly source: string;
  /** Present when the name refers to nothing readable, and is waited for. */
  readonly isWaiting?: true;
}

/** Everything there when a source was resumed has been read; emitted once, by a resumed source. */
export interface CaughtUp {
  readonly kind: 'caught up';
  readonly source: string;
}

export type SourceEvent = Chunk | Notice | Files | CaughtUp;
