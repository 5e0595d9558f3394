import type { ByteReader } from '../../digest/bytes/byte-reader.js';
import type { ByteWriter } from '../../digest/bytes/byte-writer.js';
import type { Alert, Rule } from '../alerts/rule.js';
import type { WindowState } from '../alerts/sliding-window.js';
import type { WatchState } from '../alerts/rule-watch.js';

/** Puts what rules remember. */
export function writeWatches(watches: readonly WatchState[], to: ByteWriter): void {
  to.whole(watches.length);
  for (const { rule, window, triggered } of watches) {
    writeRule(rule, to);
    writeWindow(window, to);
    to.flag(triggered !== undefined);
    if (triggered !== undefined) writeAlert(triggered, to);
  }
}

/** Takes what `writeWatches` put. */
export function readWatches(from: ByteReader): WatchState[] {
  return Array.from({ length: from.count(20) }, () => ({
    rule: readRule(from),
    window: readWindow(from),
    triggered: from.flag() ? readAlert(from) : undefined,
  }));
}

function writeRule({ name, threshold, windowSeconds }: Rule, to: ByteWriter): void {
  to.text(name);
  to.double(threshold);
  to.whole(windowSeconds);
}

function readRule(from: ByteReader): Rule {
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

function readAlert(from: ByteReader): Alert {
  return {
    type: 'alert',
    state: from.flag() ? 'triggered' : 'recovered',
    rule: readRule(from),
    at: from.finite(),
    hits: from.whole(),
    average: from.finite(),
  };
}
