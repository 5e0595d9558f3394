import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identity, map, merge, mergeMap, NEVER, observeOn, scan, share, takeUntil, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable, SchedulerLike } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { pipeline } from '../../src/live/pipeline.js';
import type { Start } from '../../src/live/start/warm-up.js';
import { evaluate } from '../../src/monitor/alerts/evaluate-rules.js';
import type { Checkpoint } from '../../src/monitor/checkpoint/checkpoint.js';
import { checkpoints } from '../../src/monitor/model/checkpoints.js';
import { modelFrom } from '../../src/monitor/model/model.js';
import type { Model, Reported } from '../../src/monitor/model/model.js';
import { update } from '../../src/monitor/model/update.js';
import { Pauses } from '../../src/monitor/pauses/pauses.js';
import { perSecond } from '../../src/monitor/per-second.js';
import { stats } from '../../src/monitor/stats/stats.js';
import type { Batch } from '../../src/monitor/decode/decode.js';
import { batchOf } from '../support/batches.js';
import { checkpointOf, plainCheckpoint } from '../support/checkpoint.js';
import { hitsOf } from '../support/digest.js';
import { runMarbles } from '../support/marbles.js';
import { RULE } from '../support/rules.js';

const START: Start = { isReady: true, checkpoint: checkpointOf(), primed: undefined };
const OPTIONS = { intervalMs: 2000, state: 'state' };

type Traffic = readonly (readonly [at: number, hits: number])[];

/** Hits by the milliseconds in which they come, as the batches of one log. */
function batchesAt(traffic: Traffic, clock: TestScheduler): Observable<Batch> {
  const come = traffic.map(([at, hits], i) => {
    const position = { file: '1:1', offset: i + 1, isSkipping: false, head: { length: 0, crc: 0 } };
    return timer(at, clock).pipe(
      map(() => batchOf({ number: i + 1, at: clock.now(), digest: hitsOf(hits, { second: 0 }), position })),
    );
  });
  return merge(...come, NEVER);
}

/** A report in short: `alert triggered 3` or `interval 0-2000: 7, active 1, of 7 in all`. */
function inShort(report: Reported): string {
  if (report.kind === 'alert') return `alert ${report.alert.state} ${report.alert.at / 1000}`;
  const { interval, context, alertsOn } = report;
  const { from, to, digest } = interval;
  return `interval ${from}-${to}: ${digest.hits}, active ${alertsOn.length}, of ${context.total.hits} in all`;
}

/** The streams between the parts of the pipeline, by where they come from and where they go. */
type Between = <T>(from: string, to: string) => MonoTypeOperatorFunction<T>;

/** The model of a run, put together as `pipeline` does, with something between its parts. */
function modelOf(batches$: Observable<Batch>, between: Between, clock: SchedulerLike): Observable<Model> {
  const shared$ = batches$.pipe(share());
  const seconds$ = shared$.pipe(between('batches', 'seconds'), perSecond(clock), share());
  const stats$ = shared$.pipe(between('batches', 'stats'), stats({ every: OPTIONS.intervalMs }, clock), share());
  const evaluated$ = seconds$.pipe(between('seconds', 'rules'), evaluate([RULE]), share());
  return merge(
    shared$.pipe(between('batches', 'model')),
    evaluated$.pipe(between('rules', 'model')),
    stats$.pipe(between('stats', 'model')),
  ).pipe(scan(update, modelFrom(START.checkpoint)));
}

interface Outcome {
  readonly reports: readonly string[];
  readonly saved: readonly Checkpoint[];
}

function outcomeOf(run: (clock: TestScheduler) => Observable<Model>): Outcome {
  const reports: string[] = [];
  const saved: Checkpoint[] = [];
  runMarbles(({ clock, flush }) => {
    const model$ = run(clock).pipe(share());
    model$.subscribe((model) => reports.push(...model.reports.map(inShort)));
    model$.pipe(checkpoints()).subscribe((checkpoint) => saved.push(checkpoint));
    flush();
  });
  return { reports, saved };
}

/** Hits that each part of a checkpoint accounts for: all must be the same. The window must not have lost any. */
function accountedFor(
  { sources, interval, run, watches }: Checkpoint,
  traffic: Traffic,
): (readonly [number, number])[] {
  const read = sources.get('a.log')?.positions[0]?.offset ?? 0;
  const come = traffic.slice(0, read);
  const oldest = (watches[0]?.window.end ?? 0) - RULE.windowSeconds;
  const sum = (all: Iterable<readonly [unknown, number]>): number => Array.from(all).reduce((sum, [, n]) => sum + n, 0);
  return [
    [sum(come), interval.digest.hits + run.digest.hits],
    [sum(come.filter(([at]) => Math.floor(at / 1000) >= oldest)), sum(watches[0]?.window.counts ?? [])],
  ];
}

const NAMES = ['batches>seconds', 'batches>stats', 'batches>model', 'seconds>rules', 'rules>model', 'stats>model'];
const anyLinks = fc.subarray(NAMES);
const anyTraffic = fc
  .array(fc.tuple(fc.tuple(fc.nat(7), fc.constantFrom(0, 1, 500, 999)), fc.constantFrom(1, 3, 8)), { maxLength: 15 })
  .map((all) => all.map(([[second, ms], hits]) => [second * 1000 + ms, hits] as const).sort(([a], [b]) => a - b));

const OVER_MS = 9500;
const direct: Between = () => identity;

describe('pipeline', () => {
  it('reports intervals and alerts, an alert before the table of its time', () => {
    runMarbles(({ expectObservable, clock }) => {
      const traffic = [
        [500, 3],
        [1000, 4],
        [1999, 4],
        [4500, 1],
      ] as const;
      const batches$ = batchesAt(traffic, clock).pipe(takeUntil(timer(6500, clock)), share());
      const { model$ } = pipeline({ batches$, pauses: new Pauses(clock) }, START, OPTIONS, [RULE]);
      const reports = model$.pipe(mergeMap(({ reports }) => reports.map(inShort)));
      expectObservable(reports).toBe('2s (ab) 1996ms c 999ms d 999ms e 499ms (f|)', {
        a: 'alert triggered 2',
        b: 'interval 0-2000: 11, active 1, of 11 in all',
        c: 'interval 2000-4000: 0, active 1, of 11 in all',
        d: 'alert recovered 5',
        e: 'interval 4000-6000: 1, active 0, of 12 in all',
        f: 'interval 6000-6500: 0, active 0, of 12 in all',
      });
    });
  });

  it('is put together as these scenarios take it to be', () => {
    fc.assert(
      fc.property(anyTraffic, (traffic) => {
        const run = (clock: TestScheduler) => batchesAt(traffic, clock).pipe(takeUntil(timer(OVER_MS, clock)), share());
        const piped = outcomeOf(
          (clock) => pipeline({ batches$: run(clock), pauses: new Pauses(clock) }, START, OPTIONS, [RULE]).model$,
        );
        const own = outcomeOf((clock) => modelOf(run(clock), direct, clock));
        expect(piped.reports).toEqual(own.reports);
        expect(piped.saved.map(plainCheckpoint)).toEqual(own.saved.map(plainCheckpoint));
        expect(piped.saved.length).toBeGreaterThan(3);
      }),
      { numRuns: 30 },
    );
  });

  it('comes to the same, whichever of its parts hand on a turn later', () => {
    fc.assert(
      fc.property(anyTraffic, anyLinks, (traffic, links) => {
        const run = (clock: TestScheduler) => batchesAt(traffic, clock).pipe(takeUntil(timer(OVER_MS, clock)));
        const late =
          (clock: TestScheduler): Between =>
          (from, to) =>
            links.includes(`${from}>${to}`) ? observeOn(clock) : identity;
        const expected = outcomeOf((clock) => modelOf(run(clock), direct, clock));
        const { reports, saved } = outcomeOf((clock) => modelOf(run(clock), late(clock), clock));
        expect(reports).toEqual(expected.reports);
        // A batch of the very moment of a checkpoint is in it, or is not; at the end all are.
        for (const checkpoint of saved)
          for (const [hits, accounted] of accountedFor(checkpoint, traffic)) expect(accounted).toBe(hits);
        const [last, own] = [saved.at(-1), expected.saved.at(-1)];
        expect(last && plainCheckpoint(last)).toEqual(own && plainCheckpoint(own));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps no accounts where nobody wants checkpoints, and reports the same', () => {
    const traffic = [[500, 8]] as const;
    const run = (clock: TestScheduler, state: string | undefined) => {
      const batches$ = batchesAt(traffic, clock).pipe(takeUntil(timer(OVER_MS, clock)), share());
      return pipeline({ batches$, pauses: new Pauses(clock) }, START, { ...OPTIONS, state }, [RULE]).model$;
    };
    const unsaved = outcomeOf((clock) => run(clock, undefined));
    expect(unsaved.saved).toEqual([]);
    expect(unsaved.reports).toEqual(outcomeOf((clock) => run(clock, 'state')).reports);
    expect(unsaved.reports).toHaveLength(7);
  });
});
