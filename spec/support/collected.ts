import type { Observable, Subscription } from 'rxjs';
import type { SourceEvent } from '../../src/source/chunk.js';

/** What has come of a source so far. */
export class Collected {
  readonly chunks: string[] = [];
  readonly notices: string[] = [];
  error: string | undefined;
  isComplete = false;
  readonly subscription: Subscription;

  constructor(source$: Observable<SourceEvent>) {
    this.subscription = source$.subscribe({
      next: (event) => {
        if (event.kind === 'notice') this.notices.push(event.text);
        else if (event.kind === 'chunk') this.chunks.push(Buffer.from(event.bytes).toString('latin1'));
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

  has(line: string): boolean {
    return this.lines.includes(line);
  }
}
