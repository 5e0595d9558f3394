import type { ByteReader } from '../../digest/bytes/byte-reader.js';
import type { ByteWriter } from '../../digest/bytes/byte-writer.js';
import { readParts, writeParts } from '../../digest/bytes/parts.js';
import { conditionNamed } from '../alerts/conditions/registry.js';
import type { Alert, Rule } from '../alerts/rule.js';
import type { Delays } from '../alerts/transitions.js';
import type { WindowState } from '../alerts/sliding-window.js';
import type { WatchState } from '../alerts/rule-watch.js';

/** Writes the states of rules, each in parts. */
export function writeWatches(watches: readonly WatchState[], to: ByteWriter): void {
  to.whole(watches.length);
  for (const { rule, window, triggered, since } of watches) {
    to.sized((to) => {
      writeParts(
        {
          alert:
            triggered &&
            ((to) => {
              writeAlert(triggered, to);
            }),
          rule: (to) => {
            writeRule(rule, to);
          },
          since:
            since === undefined
              ? undefined
              : (to) => {
                  to.signed(since);
                },
          window: (to) => {
            writeWindow(window, to);
          },
        },
        to,
      );
    });
  }
}

/** Reads the states from `writeWatches`. Leaves out a rule whose measure this release does not know. */
export function readWatches(from: ByteReader): WatchState[] {
  return Array.from({ length: from.count(2) }, () => {
    let watch: WatchState | undefined;
    from.sized((from) => (watch = readWatch(from)));
    return watch;
  }).filter((watch) => watch !== undefined);
}

function readWatch(from: ByteReader): WatchState | undefined {
  const read: { -readonly [Part in keyof WatchState]?: WatchState[Part] | undefined } = {};
  readParts(
    {
      alert: (from) => {
        read.triggered = readAlert(from);
      },
      rule: (from) => {
        read.rule = readRule(from);
      },
      since: (from) => {
        read.since = from.signed();
      },
      window: (from) => {
        read.window = readWindow(from);
      },
    },
    from,
  );
  const { rule, window, triggered, since } = read;
  if (rule === undefined || window === undefined) return undefined;
  return { rule, window, triggered, since };
}

/** Reads the states as version 1 wrote them, one after the other. */
export function readUntaggedWatches(from: ByteReader): WatchState[] {
  return Array.from({ length: from.count(20) }, () => ({
    rule: readUntaggedRule(from),
    window: readWindow(from),
    triggered: from.flag() ? readAlert(from, readUntaggedRule) : undefined,
  }));
}

function writeRule(
  { name, measure, threshold, windowSeconds, forSeconds = 0, keepSeconds = 0 }: Rule,
  to: ByteWriter,
): void {
  to.text(name);
  to.text(measure);
  to.double(threshold);
  to.whole(windowSeconds);
  to.whole(forSeconds);
  to.whole(keepSeconds);
}
/** Reads a rule; undefined when its measure is unknown. */
function readRule(from: ByteReader): Rule | undefined {
  const [name, measure] = [from.text(), from.text()];
  const threshold = from.double();
  const windowSeconds = from.whole(1, Number.MAX_SAFE_INTEGER);
  const [forSeconds, keepSeconds] = [from.whole(0, Number.MAX_SAFE_INTEGER), from.whole(0, Number.MAX_SAFE_INTEGER)];
  const condition = conditionNamed(measure);
  return condition && { name, measure: condition.name, threshold, windowSeconds, ...delaysOf(forSeconds, keepSeconds) };
}

/** The delays other than 0. */
const delaysOf = (forSeconds: number, keepSeconds: number): Delays => ({
  ...(forSeconds > 0 && { forSeconds }),
  ...(keepSeconds > 0 && { keepSeconds }),
});

function readUntaggedRule(from: ByteReader): Rule {
  const name = from.text();
  if (name !== 'traffic') return from.fail(`${JSON.stringify(name)} is no rule`);
  return { name, measure: 'rate', threshold: from.double(), windowSeconds: from.whole(1, Number.MAX_SAFE_INTEGER) };
}

function writeWindow({ end, counts }: WindowState, to: ByteWriter): void {
  to.signed(end);
  to.whole(counts.length);
  let next: number | undefined;
  for (const [second, hits] of counts) {
    if (next === undefined) to.signed(second);
    else to.whole(second - next);
    next = second + 1;
    to.whole(hits);
  }
}

function readWindow(from: ByteReader): WindowState {
  const end = from.signed();
  const count = from.count(2);
  const counts: [second: number, hits: number][] = [];
  let next: number | undefined;
  for (let i = 0; i < count; i++) {
    const second: number = next === undefined ? from.signed() : next + from.whole(0, Number.MAX_SAFE_INTEGER - next);
    next = second + 1;
    counts.push([second, from.whole(1)]);
  }
  return { end, counts };
}

function writeAlert({ state, rule, at, hits, average }: Alert, to: ByteWriter): void {
  to.flag(state === 'triggered');
  writeRule(rule, to);
  to.double(at);
  to.whole(hits);
  to.double(average);
}

/** Reads an alert; undefined when its rule is unknown. */
function readAlert(from: ByteReader, takeRule: (from: ByteReader) => Rule | undefined = readRule): Alert | undefined {
  const state = from.flag() ? 'triggered' : 'recovered';
  const rule = takeRule(from);
  const [at, hits, average] = [from.finite(), from.whole(), from.finite()];
  return rule && { type: 'alert', state, rule, at, hits, average };
}
