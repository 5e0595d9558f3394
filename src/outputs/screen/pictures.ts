import {
  combineLatest,
  concat,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  last,
  map,
  scan,
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
import type { MonitorOptions } from '../../live/options.js';
import type { Run } from '../../live/pipeline.js';
import type { Opening, Start } from '../../live/start/warm-up.js';
import type { Alert } from '../../monitor/alerts/alerts.js';
import { alertLog } from '../../monitor/alerts/incidents.js';
import type { AlertLog } from '../../monitor/alerts/incidents.js';
import type { KnownLayouts } from '../../monitor/decode/chunk-decoder.js';
import { filtered } from '../../monitor/decode/filter-chunks.js';
import { knownLayouts } from '../../monitor/decode/known-layouts.js';
import { recentChunks } from '../../monitor/decode/recent-chunks.js';
import type { RecentChunks } from '../../monitor/decode/recent-chunks.js';
import { live } from '../../monitor/live/live.js';
import type { Live, LiveOptions } from '../../monitor/live/live.js';
import { trafficBefore } from '../../monitor/live/second-traffic.js';
import type { SecondTraffic } from '../../monitor/live/second-traffic.js';
import { modelFrom } from '../../monitor/model/model.js';
import { perSecondFrom } from '../../monitor/per-second.js';
import { SECOND, secondOf } from '../../monitor/seconds.js';
import type { SourceState } from '../../monitor/sources/source-states.js';
import type { Controls } from '../../screen/model/controls.js';
import type { Picture } from '../../screen/model/model.js';

/** The lines in which a filter being typed finds hits at once: the last seconds, or bytes. */
const RECENT = { seconds: 300, maxBytes: 32 * 1024 * 1024 };

/**
 * The pictures of the traffic, one a second, for the span and the filter that the controls select. The last one is of
 * the whole run and without the filter.
 *
 * @param controls$ emits the first at once
 * @param sources$ likewise
 */
export function pictures(
  { start, batches$, evaluated$ }: Run,
  { events$, pauses }: Opening,
  controls$: Observable<Controls>,
  sources$: Observable<readonly SourceState[]>,
  options: MonitorOptions,
  clock: SchedulerLike,
): Observable<Picture> {
  return defer(() => {
    const now = secondOf(clock.now());
    const spans = {
      intervalSeconds: Math.max(1, Math.round(options.intervalMs / 1000)),
      windowSeconds: options.rule.windowSeconds,
    };
    const span$ = controls$.pipe(map(({ span }) => span));
    const all$ = evaluated$.pipe(
      map(({ second }) => second),
      live({ ...spans, start: now, before: secondsBefore(start, now, spans.windowSeconds), run: runOf(start) }, span$),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    const fitting$ = (wanted: Filter, recent: RecentChunks, known: KnownLayouts | undefined): Observable<Live> =>
      defer(() => {
        const chunks = recent.chunks();
        const [first] = chunks;
        const start = secondOf(first?.at ?? clock.now());
        const run = { from: start * SECOND, digest: emptyDigest() };
        const format = options.format === 'auto' && known !== undefined ? known : options.format;
        return events$.pipe(
          filtered(wanted, format, chunks, clock),
          perSecondFrom({ start, late: chunks.length }, pauses.clock),
          live({ ...spans, start, isLate: first !== undefined, before: [], run }, span$),
        );
      });
    // With the layouts that count the lines.
    const known$ = batches$.pipe(knownLayouts(), startWith(undefined));
    const over$ = all$.pipe(ignoreElements(), endWith(null));
    const shown$ = events$.pipe(
      recentChunks(RECENT, clock),
      switchMap((recent) =>
        filterOf(controls$).pipe(
          withLatestFrom(known$),
          switchMap(([{ filter, text }, known]) => {
            const live$ = filter.terms.length === 0 ? all$ : fitting$(filter, recent, known);
            return live$.pipe(map((live): Shown => ({ live, filter: filter.terms.length === 0 ? '' : text })));
          }),
        ),
      ),
      takeUntil(over$),
    );
    const whole$ = all$.pipe(
      last(),
      map((live): Shown => ({ live, filter: '' })),
    );
    const alerts$ = evaluated$.pipe(alertLog(activeOf(start), now * SECOND), scan(knownAlerts, NONE_KNOWN));
    return combineLatest([concat(shown$, whole$), alerts$]).pipe(
      // A picture has the alerts of its own second, whichever comes first.
      filter(([{ live }, { upTo }]) => upTo >= live.at),
      distinctUntilChanged(([a], [b]) => a === b),
      withLatestFrom(sources$),
      map(([[shown, { alerts }], sources]): Picture => ({ ...shown, alerts, sources })),
    );
  });
}

type Shown = Pick<Picture, 'live' | 'filter'>;

interface KnownAlerts {
  readonly alerts: AlertLog;
  /** The latest second with known alerts, though the clock may have been set back since. */
  readonly upTo: number;
}

const NONE_KNOWN: KnownAlerts = { alerts: { at: 0, levels: [], incidents: [], earlier: 0 }, upTo: -Infinity };

const knownAlerts = (before: KnownAlerts, alerts: AlertLog): KnownAlerts => ({
  alerts,
  upTo: Math.max(before.upTo, alerts.at),
});

/** The active alerts at the start, by the current rules. */
const activeOf = ({ checkpoint }: Start): readonly Alert[] => modelFrom(checkpoint, { isKept: false }).active;

/** The filter, and the text that it was made of. */
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

/** The known seconds of the window before the start, from the logs or from the saved state. */
function secondsBefore({ primed, checkpoint }: Start, now: number, windowSeconds: number): SecondTraffic[] {
  if (primed !== undefined) return trafficBefore(primed.digest.timeline, secondOf(primed.from), now);
  // Regardless of the age of the state: seconds older than a window have been forgotten, not counted as none.
  const { counts = [] } = checkpoint.watches[0]?.window ?? {};
  const from = Math.max(counts[0]?.[0] ?? now, now - windowSeconds);
  const hits = new Map(counts);
  return Array.from({ length: now - from }, (_, i) => ({ second: from + i, hits: hits.get(from + i) ?? 0 }));
}

/** The run up to the start, with the interval that the last run left open. */
const runOf = ({ checkpoint: { run, interval } }: Start): LiveOptions['run'] => ({
  from: run.from,
  digest: merged(run.digest, interval.digest),
});
