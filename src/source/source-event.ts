/** A line of more bytes, without its newline, is not kept: it is counted and passed over. */
export const MAX_LINE_BYTES = 64 * 1024;

/** The beginning of a file, by which it is known again: the CRC-32 of its first `length` bytes. */
export interface Fingerprint {
  readonly length: number;
  readonly crc: number;
}

/** How far one file has been read. */
export interface Position {
  /** Which file it is, whatever its name: see `fileId` in `file-id.ts`. */
  readonly file: string;
  /** Offset of the first line that has not been given yet, or within a line that is passed over. */
  readonly offset: number;
  /** Whether the line at the offset is too long and passed over up to its end; it has been counted. */
  readonly isSkipping: boolean;
  readonly head: Fingerprint;
}

/** A file beside the one that is followed that is not to be read: it was there before, or has been read. */
export interface KnownFile {
  readonly file: string;
  readonly head: Fingerprint;
  /** How many bytes it, or what is packed in it, held when it was last looked at; undefined when that is not known. */
  readonly size?: number | undefined;
  /** Where to go on should the name refer to it again; undefined when it has not been read. */
  readonly offset?: number | undefined;
}

/** How far the files of one source have been read: enough to go on after a restart. */
export interface Progress {
  /** The path without links: beside it lie the files that were rotated. The path itself where it is not told. */
  readonly home?: string | undefined;
  /** Of the files that are being read, the oldest first. */
  readonly positions: readonly Position[];
  readonly known: readonly KnownFile[];
}

/** A time in which the process did not run, or the clock was set forward over: in seconds since 1970, half-open. */
export interface Pause {
  /** A second before that of the last sign of life, as lines may have waited so long to be read. */
  readonly from: number;
  /** So far, as long as it is being caught up with; four seconds from `from` or more. */
  readonly to: number;
  /** Whether what was written in it is still being read. */
  readonly isCatchingUp: boolean;
  /** A multiple of 1/1024 from 0 to below 1, another for each chunk: where its hits begin that are spread over the pause. */
  readonly phase: number;
}

/** When a chunk came. */
export interface Arrival {
  /** Whole seconds since 1970. */
  readonly second: number;
  /** The pause in which its lines may have been written; undefined when there was none lately. */
  readonly pause?: Pause | undefined;
  /** By how much the clock of its lines is ahead of this one, as far as that is known; negative where it is behind. */
  readonly skewSeconds?: number;
}

/** Bytes of one source that hold whole lines only: each line but perhaps the last ends with a newline. */
export interface Chunk {
  readonly kind: 'chunk';
  /** The path of the file, or `-` for standard input. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Lines that were too long to be kept; their bytes are not in the chunk. */
  readonly overlong: number;
  /** How far the chunk's file has been read with it; undefined where there is no going back, as in a pipe. */
  readonly position?: Position;
  /** Bytes that the file holds behind those that have been read. */
  readonly lag?: number;
  /** There when it may hold lines of a pause. */
  readonly arrival?: Arrival | undefined;
}

/** Something that happened to a source and that its user should know. */
export interface Notice {
  readonly kind: 'notice';
  readonly source: string;
  readonly text: string;
}

/** Which files a source is made of, whenever that changes; the positions in them go on with the chunks that follow. */
export interface Files extends Progress {
  readonly kind: 'files';
  readonly source: string;
  /** There when the name refers to nothing that can be read, and is waited for. */
  readonly isWaiting?: true;
}

/** All has been read that was there when a source was resumed; comes once, from a source that is resumed. */
export interface CaughtUp {
  readonly kind: 'caught up';
  readonly source: string;
}

export type SourceEvent = Chunk | Notice | Files | CaughtUp;
