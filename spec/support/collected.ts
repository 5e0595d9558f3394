import type { Observable, Subscription } from 'rxjs';
import { noteProgress } from '../../src/monitor/checkpoint/source-progress.js';
import { batchOf } from './batches.js';
import type { Progress, SourceEvent } from '../../src/source/source-event.js';

/** What had come of a source at some moment, and how far it had been read by then. */
export interface Moment {
  readonly progress: Progress;
  /** How many chunks had come. */
  readonly chunks: number;
}

/** What has come of a source so far. */
export class Collected {
  readonly chunks: string[] = [];
  readonly notices: string[] = [];
  /** One for each chunk, and for each time that the files changed: what a run that ends there would have saved. */
  readonly moments: Moment[] = [];
  overlong = 0;
  isCaughtUp = false;
  error: string | undefined;
  isComplete = false;
  readonly subscription: Subscription;
  private readonly progress = new Map<string, Progress>();

  constructor(source$: Observable<SourceEvent>) {
    this.subscription = source$.subscribe({
      next: (event) => {
        this.take(event);
      },
      error: (error: Error) => {
        this.error = error.message;
      },
      complete: () => {
        this.isComplete = true;
      },
    });
  }

  get text(): string {
    return this.chunks.join('');
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  /** Where the source can be resumed now. */
  get moment(): Moment {
    const moment = this.moments.at(-1);
    if (moment === undefined) throw new Error('nothing has come yet');
    return moment;
  }

  has(line: string): boolean {
    return this.lines.includes(line);
  }

  private take(event: SourceEvent): void {
    if (event.kind === 'notice') {
      this.notices.push(event.text);
    } else if (event.kind === 'caught up') {
      this.isCaughtUp = true;
    } else if (event.kind === 'chunk') {
      this.chunks.push(Buffer.from(event.bytes).toString('latin1'));
      this.overlong += event.overlong;
    }
    const decoded = event.kind === 'chunk' ? batchOf({ source: event.source, position: event.position }) : event;
    if (!noteProgress(this.progress, decoded)) return;
    const progress = this.progress.get(event.source);
    if (progress !== undefined) this.moments.push({ progress, chunks: this.chunks.length });
  }
}
