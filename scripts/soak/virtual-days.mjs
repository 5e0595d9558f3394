import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { interval, map, merge, share, take, tap, VirtualAction, VirtualTimeScheduler } from 'rxjs';
import { count } from '../../bench/text/numbers.mjs';
import { Curve } from './curve.mjs';
import { growth } from './growth.mjs';
import { lost } from './lost.mjs';
import { Traffic } from './traffic.mjs';

const START = Date.UTC(2018, 4, 9, 16);
const HOUR_MS = 3_600_000;
const BUSY_LINES = 100;
const QUIET_LINES = 50;
/** Between the hits of a busy second and of a quiet one. */
const RULE = { name: 'traffic', measure: 'rate', threshold: 70, windowSeconds: 120 };
/** No part of an hour, so that what goes by the hour is not looked at in the same place each time. */
const SAMPLE_MS = 17 * 60_000;
/** The part of the samples that is left out: until then tables fill up, and code is compiled. */
const WARM_UP = 0.1;
/** Nothing else is worth to be seen then. */
const TOO_MUCH_MB = 1000;

const COLUMNS = [
  // The tables of the engine fill up with keys and are emptied: a saw of 3 MB, whose low points differed by up to 0.4 MB.
  // What leaks 90 bytes an interval is found in three days.
  { name: 'heap', unit: 'MB', tolerance: 1 },
  // Of the whole process: V8 takes it and gives it back in steps of up to 17 MB.
  { name: 'RSS', unit: 'MB', tolerance: 24 },
];

/**
 * Days of traffic through the operators of the library, in virtual time: the memory after a full garbage collection.
 *
 * @returns what is wrong, in words
 */
export async function virtualDays({ dist, hours }) {
  const library = await import(pathToFileURL(join(dist, 'lib', 'index.js')));
  const scheduler = new VirtualTimeScheduler(VirtualAction, START);
  scheduler.frame = START;
  // An action of the scheduler that repeats itself holds on to all that it was before; the steady clock makes each anew.
  const clock = library.steadyClock(scheduler);
  const traffic = new Traffic(BUSY_LINES);
  const shown = { hits: 0, unparsed: 0, alerts: 0 };
  pipeline(library, secondsOf(traffic, hours, clock), clock, shown).subscribe();

  const runUntil = (time) => {
    scheduler.maxFrames = START + time;
    scheduler.flush();
  };
  const end = hours * HOUR_MS;
  const samples = [];
  const curve = new Curve(['virtual hours', 'lines', 'alerts', 'heap MB', 'RSS MB'], end / SAMPLE_MS);
  for (let time = SAMPLE_MS; time < end && !(samples.at(-1)?.heap > TOO_MUCH_MB); time += SAMPLE_MS) {
    runUntil(time);
    // Gives signals their turn.
    await turn();
    const { heap, RSS } = memory();
    samples.push({ heap, RSS });
    const figures = [count(shown.hits + shown.unparsed), count(shown.alerts), heap.toFixed(2), RSS.toFixed(1)];
    curve.add([(time / HOUR_MS).toFixed(1), ...figures]);
  }
  const faults = growth('virtual time', samples.slice(samples.length * WARM_UP), COLUMNS);
  if (samples.at(-1).heap > TOO_MUCH_MB) return faults;
  runUntil(end);
  return [...faults, ...lost('virtual time', traffic, shown)];
}

/** A chunk a second; every other hour is quiet, so that alerts are raised and recover. */
function secondsOf(traffic, hours, clock) {
  return interval(1000, clock).pipe(
    take(hours * 3600),
    map((second) => {
      const lines = Math.floor(second / 3600) % 2 === 0 ? BUSY_LINES : QUIET_LINES;
      return { kind: 'chunk', source: 'access.log', bytes: traffic.next(lines, clock.now()), overlong: 0 };
    }),
  );
}

/** As a user of the library has it, all that comes out made text. */
function pipeline({ alertMessage, alerts, decode, perSecond, stats, summarize }, chunks$, clock, shown) {
  const batches$ = chunks$.pipe(decode('auto', clock), share());
  const stats$ = batches$.pipe(
    stats({ every: 10_000 }, clock),
    map((interval) => JSON.stringify(summarize(interval, 10))),
    tap((text) => {
      const { hits, unparsed } = JSON.parse(text);
      shown.hits += hits;
      shown.unparsed += unparsed;
    }),
  );
  const alerts$ = batches$.pipe(
    perSecond(clock),
    alerts([RULE]),
    map((alert) => alertMessage(alert, true)),
    tap(() => shown.alerts++),
  );
  return merge(stats$, alerts$);
}

/** Megabytes. The heap is given with what V8 counts as held by it: the memory of the engine, and buffers. */
function memory() {
  // What the first finds to be garbage, such as buffers, is given back by the second.
  for (let i = 0; i < 2; i++) globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 1e6, RSS: rss / 1e6 };
}
