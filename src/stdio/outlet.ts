import type { Writable } from 'node:stream';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { standardOutput } from './stdio.js';

/** An output that knows whether all of it has been written: taken by the system, and not held in this process. */
export class Outlet {
  // A subject, as a stream calls back the writer after each write.
  private readonly freed = new Subject<void>();
  /** Emits when a write is over. */
  readonly freed$: Observable<void> = this.freed.asObservable();

  constructor(private readonly stream: Writable = standardOutput()) {}

  /** Whether all has been written. It never becomes true again after the reader has gone. */
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
