// The parts of tail 2.2.6 that `PinnedTail` builds on; its own types cover only the public ones. The version is fixed
// in package.json because of that.
declare module 'tail' {
  import { EventEmitter } from 'node:events';
  import type { FSWatcher } from 'node:fs';

  export interface TailOptions {
    readonly separator?: string | RegExp | null;
  }

  export class Tail extends EventEmitter {
    constructor(filename: string, options?: TailOptions);
    protected watcher?: FSWatcher;
    /** Size of the file, where the reading begins. */
    protected latestPosition(): number;
    protected watch(startingCursor: number, flush: boolean): void;
    protected watchEvent(event: string, filename: string | null): void;
    unwatch(): void;
  }
}
