/** A line of more bytes, without its newline, is not kept: it is counted and passed over. */
export const MAX_LINE_BYTES = 64 * 1024;

/** Bytes of one source that hold whole lines only: each line but perhaps the last ends with a newline. */
export interface Chunk {
  readonly kind: 'chunk';
  /** The path of the file, or `-` for standard input. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Lines that were too long to be kept; their bytes are not in the chunk. */
  readonly overlong: number;
}

/** Something that happened to a source and that its user should know. */
export interface Notice {
  readonly kind: 'notice';
  readonly source: string;
  readonly text: string;
}

export type SourceEvent = Chunk | Notice;
