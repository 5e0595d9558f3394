// The parts of tail 2.2.6 that `PinnedTail` builds on; its own types show the public ones only. The version is fixed in
// package.json because of that.
declare module 'tail' {
  import { EventEmitter } from 'node:events';
  import type { FSWatcher } from 'node:fs';

  export interface TailOptions {
    readonly separator?: string | RegExp | null;
    readonly encoding?: BufferEncoding;
    readonly fromBeginning?: boolean;
  }

  /** Bytes `[start, end)` of the file. */
  export interface Block {
    readonly start: number;
    readonly end: number;
  }

  export class Tail extends EventEmitter {
    constructor(filename: string, options?: TailOptions);
    protected readonly filename: string;
    /** Offset up to which blocks have been asked for. */
    protected currentCursorPos: number;
    /** Blocks that are still to be read, the first of them being read. */
    protected queue: Block[];
    protected watcher?: FSWatcher;
    protected latestPosition(): number;
    protected change(): void;
    /** Reads the first block of the queue, if there is one, and those behind it when it is read. */
    protected readBlock(): void;
    protected watch(startingCursor: number, flush: boolean): void;
    protected watchEvent(event: string, filename: string | null): void;
    unwatch(): void;
  }
}
