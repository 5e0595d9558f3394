import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { map, merge, NEVER, scan, share, takeUntil, timer } from 'rxjs';
import { emptyDigest, merge as mergeDigests } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { evaluate } from '../../../src/monitor/alerts/evaluate-rules.js';
import { withBacklog } from '../../../src/monitor/alerts/replay-backlog.js';
import type { Alert, Rule } from '../../../src/monitor/alerts/rule.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/monitor/checkpoint/checkpoint-binary.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { checkpoints } from '../../../src/monitor/model/checkpoints.js';
import { modelFrom } from '../../../src/monitor/model/model.js';
import { update } from '../../../src/monitor/model/update.js';
import { perSecond } from '../../../src/monitor/per-second.js';
import { stats } from '../../../src/monitor/stats/stats.js';
import type { IntervalState, Stats } from '../../../src/monitor/stats/stats.js';
import type { Position } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';
import { checkpointOf } from '../../support/checkpoint.js';
import { hitsOf, plainDigest } from '../../support/digest.js';
import { aheadOf, runMarbles } from '../../support/marbles.js';

const EVERY = 1500;
/** Milliseconds that all is over after. */
const END = 30_000;
const LOG = 'a.log';

/** A line of a log, or several. */
interface Arrival {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly hits: number;
  readonly path: string;
}

interface Leg {
  readonly rules: readonly Rule[];
  readonly arrivals: readonly Arrival[];
  /** Milliseconds since 1970; half-open. */
  readonly from: number;
  readonly to: number;
  /** Whether it stops in an orderly way, rather than being killed. */
  readonly isOrderly: boolean;
  readonly resume: Checkpoint | undefined;
}

interface Outcome {
  readonly alerts: readonly Alert[];
  readonly stats: readonly Stats[];
  /** Each checkpoint as it was saved, with what had been given out by then. */
  readonly saved: readonly { readonly bytes: Uint8Array; readonly alerts: number; readonly stats: number }[];
}

const digestOf = ({ at, hits, path }: Arrival): Digest => hitsOf(hits, { path, second: Math.floor(at / 1000) });

/** How many of the arrivals a checkpoint accounts for. */
const countedIn = (checkpoint: Checkpoint | undefined): number =>
  checkpoint?.sources.get(LOG)?.positions[0]?.offset ?? 0;

const positionAt = (offset: number): Position => ({
  file: '1:1',
  offset,
  isSkipping: false,
  head: { length: 0, crc: 0 },
});

/** Runs all that counts, as the program does; the n-th arrival is a batch that ends at offset n of the log. */
function ran({ rules, arrivals, from, to, isOrderly, resume }: Leg): Outcome {
  const outcome = { alerts: [] as Alert[], stats: [] as Stats[], saved: [] as Outcome['saved'][number][] };
  runMarbles(({ clock: frames, flush }) => {
    const clock = aheadOf(frames, () => from);
    const batches = arrivals.flatMap((arrival, i) =>
      i < countedIn(resume) ? [] : [timer(arrival.at - from, frames).pipe(map(() => i + 1))],
    );
    const over$ = timer(to - from, frames);
    const batches$ = merge(...batches, NEVER).pipe(
      isOrderly ? takeUntil(over$) : map((offset) => offset),
      map((offset, i) => {
        const arrival = arrivals[offset - 1];
        const digest = arrival === undefined ? emptyDigest() : digestOf(arrival);
        return batchOf({ source: LOG, number: i + 1, at: clock.now(), digest, position: positionAt(offset) });
      }),
      share(),
    );
    const stats$ = batches$.pipe(stats({ every: EVERY, resume: resume?.interval }, clock), share());
    const evaluated$ = batches$.pipe(perSecond(clock), evaluate(rules, resume?.watches), share());
    const begun = checkpointOf({ at: from, interval: intervalFrom(from), run: { from, digest: emptyDigest() } });
    const model$ = merge(batches$, evaluated$, stats$).pipe(
      scan(update, resume === undefined ? modelFrom(begun, { isNew: true }) : modelFrom({ ...resume, at: from })),
      takeUntil(isOrderly ? NEVER : over$),
      share(),
    );
    model$.subscribe(({ reports }) => {
      for (const report of reports) {
        if (report.kind === 'alert') outcome.alerts.push(report.alert);
        else outcome.stats.push(report.interval);
      }
    });
    model$.pipe(checkpoints()).subscribe((checkpoint) => {
      const [alerts, stats] = [outcome.alerts.length, outcome.stats.length];
      outcome.saved.push({ bytes: encodeCheckpoint(checkpoint), alerts, stats });
    });
    flush();
  });
  return outcome;
}

const intervalFrom = (from: number): IntervalState => ({
  from,
  digest: emptyDigest(),
  previous: undefined,
  previousLength: 0,
});

/** The checkpoint with the lines that were written up to a moment after it was made. */
function caughtUp(checkpoint: Checkpoint, arrivals: readonly Arrival[], now: number): Checkpoint {
  const upToNow = arrivals.filter(({ at }) => at < now).length;
  const offset = Math.max(countedIn(checkpoint), upToNow);
  const backlog = arrivals.slice(countedIn(checkpoint), offset).map(digestOf).reduce(mergeDigests, emptyDigest());
  return {
    ...checkpoint,
    sources: new Map([[LOG, { positions: [positionAt(offset)], known: [] }]]),
    interval: { ...checkpoint.interval, digest: mergeDigests(checkpoint.interval.digest, backlog) },
    watches: withBacklog(checkpoint.watches, backlog.timeline, Math.floor(now / 1000)),
  };
}

const anyRules = fc.array(
  fc.record({
    name: fc.constant('traffic'),
    measure: fc.constant('rate' as const),
    threshold: fc.constantFrom(0.5, 1, 2, 5),
    windowSeconds: fc.constantFrom(1, 2, 3, 10),
  }),
  { minLength: 1, maxLength: 2 },
);
const anyStart = fc.constantFrom(1_525_881_639_000, 1_525_881_639_250);
const arrivalsAt = (anyMs: fc.Arbitrary<number>) =>
  fc
    .array(
      fc.record({
        at: fc.tuple(fc.nat(20), anyMs).map(([second, ms]) => second * 1000 + ms),
        hits: fc.constantFrom(1, 2, 5, 10),
        path: fc.constantFrom('/a', '/b'),
      }),
      { maxLength: 25 },
    )
    .map((arrivals) => arrivals.sort((a, b) => a.at - b.at));

const later = (arrivals: readonly Arrival[], start: number): Arrival[] =>
  arrivals.map((arrival) => ({ ...arrival, at: start + arrival.at }));

/** All of a digest but its timeline, of which a run keeps none. */
const totals = (digest: Digest) => ({ ...plainDigest(digest), timeline: undefined });

const sumOf = (arrivals: readonly Arrival[]): Digest => arrivals.map(digestOf).reduce(mergeDigests, emptyDigest());

describe('a run that is resumed', () => {
  const anyMs = fc.constantFrom(0, 1, 250, 251, 499, 501, 750, 999);

  it('raises the alerts that one without a break raises, and counts the same, wherever it was saved', () => {
    fc.assert(
      fc.property(arrivalsAt(anyMs), anyRules, anyStart, fc.nat(100), (traffic, rules, start, which) => {
        const arrivals = later(traffic, start);
        const leg = { rules, arrivals, from: start, to: start + END, isOrderly: true, resume: undefined };
        const whole = ran(leg);
        const saved = whole.saved[which % whole.saved.length];
        const resume = decodeCheckpoint(saved?.bytes ?? new Uint8Array());
        const rest = ran({ ...leg, from: resume.at, resume });
        expect(rest.alerts).toEqual(whole.alerts.slice(saved?.alerts));
        const last = decodeCheckpoint(rest.saved.at(-1)?.bytes ?? new Uint8Array());
        expect(countedIn(last)).toBe(arrivals.length);
        expect(totals(last.run.digest)).toEqual(totals(sumOf(arrivals)));
        expect(last.run.from).toBe(start);
        if (resume.interval.from === resume.at) {
          const plain = (all: readonly Stats[]) =>
            all.map((one) => ({
              from: one.from,
              to: one.to,
              previousLength: one.previousLength,
              digest: plainDigest(one.digest),
              previous: one.previous && plainDigest(one.previous),
            }));
          expect(plain(rest.stats)).toEqual(plain(whole.stats.slice(saved?.stats)));
        }
      }),
    );
  });

  it('counts each line in the interval in which it came, also in the one that was open', () => {
    // No interval begins or ends at these milliseconds.
    const betweenIntervals = fc.constantFrom(1, 249, 499, 501, 749, 999);
    fc.assert(
      fc.property(arrivalsAt(betweenIntervals), anyStart, fc.nat(100), (traffic, start, which) => {
        const arrivals = later(traffic, start);
        const leg = { rules: [], arrivals, from: start, to: start + END, isOrderly: true, resume: undefined };
        const whole = ran(leg);
        const saved = whole.saved[which % whole.saved.length];
        const resume = decodeCheckpoint(saved?.bytes ?? new Uint8Array());
        const all = [...whole.stats.slice(0, saved?.stats), ...ran({ ...leg, from: resume.at, resume }).stats];
        all.forEach(({ from, to, digest, previous, previousLength }, i) => {
          const inside = arrivals.filter(({ at }) => at >= from && at < to);
          const before = all[i - 1];
          expect(plainDigest(digest)).toEqual(plainDigest(sumOf(inside)));
          expect(from).toBe(before?.to ?? start);
          expect(previous && plainDigest(previous)).toEqual(before && plainDigest(before.digest));
          expect(previousLength).toBe(before === undefined ? 0 : before.to - before.from);
        });
        expect(all.at(-1)?.to).toBe(start + END);
      }),
    );
  });

  it('raises each alert once, with its time, and counts each line once, however often it is killed', () => {
    const anyBreaks = fc.array(fc.record({ ran: fc.nat(6000), gone: fc.nat(5000) }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(arrivalsAt(anyMs), anyRules, anyStart, anyBreaks, (traffic, rules, start, breaks) => {
        const arrivals = later(traffic, start);
        const alerts: Alert[] = [];
        let resume: Checkpoint | undefined;
        let from = start;
        for (const { ran: length, gone } of breaks) {
          // Killed before the first look, nothing is known that could be resumed.
          const to = from + Math.max(length, 1100);
          const outcome = ran({ rules, arrivals, from, to, isOrderly: false, resume });
          alerts.push(...outcome.alerts);
          const saved = decodeCheckpoint(outcome.saved.at(-1)?.bytes ?? new Uint8Array());
          from = to + gone;
          resume = caughtUp(saved, arrivals, from);
        }
        const rest = ran({ rules, arrivals, from, to: start + END + 10_000, isOrderly: true, resume });
        const whole = ran({
          rules,
          arrivals,
          from: start,
          to: start + END + 10_000,
          isOrderly: true,
          resume: undefined,
        });
        expect([...alerts, ...rest.alerts]).toEqual(whole.alerts);
        const last = decodeCheckpoint(rest.saved.at(-1)?.bytes ?? new Uint8Array());
        expect(totals(last.run.digest)).toEqual(totals(sumOf(arrivals)));
      }),
    );
  });
});
