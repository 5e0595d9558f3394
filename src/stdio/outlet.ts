import type { Writable } from 'node:stream';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { standardOutput } from './stdio.js';

/** An output, as one sees it who must know what has been written: has been taken by the system, and is not in this process. */
export class Outlet {
  // A subject, as a stream tells of each write to the one who made it.
  private readonly freed = new Subject<void>();
  /** Emits when a write is over. */
  readonly freed$: Observable<void> = this.freed.asObservable();

  constructor(private readonly stream: Writable = standardOutput()) {}

  /** Whether all has been written. It never is again when the reader has gone. */
  readonly isFree = (): boolean => {
    const { writableLength, errored, destroyed } = this.stream;
    return writableLength === 0 && errored === null && !destroyed;
  };

  write(text: string): void {
    this.stream.write(text, () => {
      this.freed.next();
    });
  }
}
