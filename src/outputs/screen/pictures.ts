import {
  concat,
  defer,
  distinctUntilChanged,
  endWith,
  ignoreElements,
  last,
  map,
  shareReplay,
  startWith,
  switchMap,
  takeUntil,
  withLatestFrom,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { emptyDigest, merge as merged } from '../../digest/digest.js';
import { parseFilter } from '../../format/filter/filter.js';
import type { Filter } from '../../format/filter/filter.js';
import { alertLog } from '../../monitor/alerts/incidents.js';
import { filtered } from '../../monitor/decode/filter-chunks.js';
import { trafficBefore } from '../../monitor/live/second-traffic.js';
import type { SecondTraffic } from '../../monitor/live/second-traffic.js';
import type { KnownLayouts } from '../../monitor/decode/chunk-decoder.js';
import { knownLayouts } from '../../monitor/decode/known-layouts.js';
import { live } from '../../monitor/live/live.js';
import type { Live, LiveOptions } from '../../monitor/live/live.js';
import { recentChunks } from '../../monitor/decode/recent-chunks.js';
import type { RecentChunks } from '../../monitor/decode/recent-chunks.js';
import type { SourceState } from '../../monitor/sources/source-states.js';
import { secondOf } from '../../monitor/seconds.js';
import type { Controls } from '../../screen/model/controls.js';
import type { Picture } from '../../screen/model/model.js';
import type { MonitorOptions } from '../../live/options.js';
import type { Counting } from '../../live/pipeline.js';

/** What a filter that is typed finds at once: so many seconds, or bytes, of the last lines. */
const RECENT = { seconds: 300, maxBytes: 32 * 1024 * 1024 };

/**
 * The pictures of the traffic, one a second, as the controls ask for it: of a span, and of the hits that fit a filter. The
 * last one is of the whole run and without the filter.
 *
 * @param controls$ gives them at once
 * @param sources$ likewise
 */
export function pictures(
  counting: Counting,
  controls$: Observable<Controls>,
  sources$: Observable<readonly SourceState[]>,
  options: MonitorOptions,
  clock: SchedulerLike,
): Observable<Picture> {
  return defer(() => {
    const { decoded$, digests$, events$, watched$, activeAlerts } = counting;
    const now = secondOf(clock.now());
    const spans = {
      intervalSeconds: Math.max(1, Math.round(options.intervalMs / 1000)),
      windowSeconds: options.rule.windowSeconds,
    };
    const span$ = controls$.pipe(map(({ span }) => span));
    const all$ = digests$.pipe(
      map((digest) => ({ second: secondOf(clock.now()), digest, arrival: digest.arrival })),
      live(
        { ...spans, start: now, before: secondsBefore(counting, now, spans.windowSeconds), run: runOf(counting) },
        span$,
        watched$,
        clock,
      ),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    const fitting$ = (filter: Filter, recent: RecentChunks, known: KnownLayouts | undefined): Observable<Live> =>
      defer(() => {
        const chunks = recent.chunks();
        const start = chunks[0]?.second ?? secondOf(clock.now());
        const run = { from: start * 1000, digest: emptyDigest() };
        const format = options.format === 'auto' && known !== undefined ? known : options.format;
        const given: LiveOptions = { ...spans, start, late: chunks.length, before: [], run };
        return events$.pipe(filtered(filter, format, chunks, clock), live(given, span$, watched$, clock));
      });
    // By the layouts that the lines are counted by.
    const known$ = decoded$.pipe(knownLayouts(), startWith(undefined));
    const over$ = all$.pipe(ignoreElements(), endWith(null));
    const shown$ = events$.pipe(
      recentChunks(RECENT, clock),
      switchMap((recent) =>
        filterOf(controls$).pipe(
          withLatestFrom(known$),
          switchMap(([{ filter, text }, known]) => {
            const live$ = filter.terms.length === 0 ? all$ : fitting$(filter, recent, known);
            return live$.pipe(map((live) => ({ live, filter: filter.terms.length === 0 ? '' : text })));
          }),
        ),
      ),
      takeUntil(over$),
    );
    // The looks come to the log of alerts first, as it subscribes first: a picture has the alerts of its own second.
    const whole$ = all$.pipe(
      last(),
      map((live) => ({ live, filter: '' })),
    );
    return concat(shown$, whole$).pipe(
      withLatestFrom(watched$.pipe(alertLog(activeAlerts)), sources$),
      map(([shown, alerts, sources]): Picture => ({ ...shown, alerts, sources })),
    );
  });
}

/** With the text that it was made of. */
function filterOf(controls$: Observable<Controls>): Observable<{ readonly filter: Filter; readonly text: string }> {
  return controls$.pipe(
    map(({ filter }) => filter),
    distinctUntilChanged(),
    map((text) => {
      const parsed = parseFilter(text);
      return { filter: 'fault' in parsed ? { terms: [] } : parsed, text };
    }),
  );
}

/** What is known of the window before the start, by the logs or by what was saved. */
function secondsBefore({ primed, checkpoint }: Counting, now: number, windowSeconds: number): SecondTraffic[] {
  if (primed !== undefined) return trafficBefore(primed.digest.timeline, secondOf(primed.from), now);
  // However long ago it was saved: what is older than a window has been forgotten, not counted as none.
  const { counts = [] } = checkpoint.watches[0]?.window ?? {};
  const from = Math.max(counts[0]?.[0] ?? now, now - windowSeconds);
  const hits = new Map(counts);
  return Array.from({ length: now - from }, (_, i) => ({ second: from + i, hits: hits.get(from + i) ?? 0 }));
}

/** The run up to the start, with the interval that the last one left open. */
const runOf = ({ checkpoint: { run, interval } }: Counting): LiveOptions['run'] => ({
  from: run.from,
  digest: merged(run.digest, interval.digest),
});
