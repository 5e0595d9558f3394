import { filter, finalize, ignoreElements, map, merge, sampleTime, scan, share, tap } from 'rxjs';
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import type { FoldEvent } from '../report/fold-all.js';
import { tell } from './stdio.js';
import { formatBytes } from '../text/units.js';

const BAR_WIDTH = 30;
const EVERY_MS = 100;

/**
 * Shows on standard error the share of the bytes read, the speed and the time left; only at a terminal.
 */
export function progressBar(totalBytes: number, clock: SchedulerLike): MonoTypeOperatorFunction<FoldEvent> {
  return (events$) => {
    if (!process.stderr.isTTY || totalBytes === 0) return events$;
    const start = clock.now();
    const shared$ = events$.pipe(share());
    const bar$ = shared$.pipe(
      filter((event) => event.kind === 'progress'),
      scan((sum, { bytes }) => sum + bytes, 0),
      sampleTime(EVERY_MS, clock),
      map((done) => barOf(done, totalBytes, clock.now() - start)),
      tap((bar) => {
        tell(`\r${bar}\x1b[K`);
      }),
      ignoreElements(),
    );
    return merge(bar$, shared$.pipe(finalize(clearBar)));
  };
}

/** Clears the bar from the screen, for other output. */
export function clearBar(): void {
  if (process.stderr.isTTY) tell('\r\x1b[K');
}

function barOf(done: number, total: number, ms: number): string {
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const speed = ms > 0 ? (done * 1000) / ms : 0;
  const left = speed > 0 ? Math.ceil((total - done) / speed) : 0;
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)} %  ${formatBytes(speed)}/s  ${left} s left`;
}
