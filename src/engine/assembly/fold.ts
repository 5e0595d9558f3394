import { hasRequest, isFiltered, passesHit, passesUnparsed } from './filter';
import { cutJson, found, foundFactor } from './json';
import { forgetSecond, lastSecond, lastValue, lookAtTime } from './last-second';
import { INPUT, NO_SAMPLE, SAMPLE, SCRATCH, spanFrom, spanTo } from './memory';
import { BYTES, HOST, LATENCY, SECONDS, STATUS, TIME } from './numbering';
import { decimalNumber } from './numbers';
import { cutParts } from './parts';
import { keepSample } from './sample';
import { find, wholeCharacters } from './scan';
import { spread } from './spread';
import { renewTableKey } from './sip-hash';
import { countEntry, entryOf, headerOf, HEADER_BYTES, HEADER_FIELD, HEADER_NEEDED, isFull, setFull } from './table';
import { cutText, setSteps } from './text';
import { isStatus, jsonSizeOf, MOST, sizeOf } from './values';

const NEWLINE: u8 = 0x0a;
const MAX_LINE_BYTES: usize = 65536;
const MAX_KEY_BYTES: u32 = 1024;
/** `…` in UTF-8. */
const ELLIPSIS: u32 = 0xa680e2;

export { passedHits, passedUnparsed, setFilter } from './filter';
export { isFull } from './table';
export { distinctHash, setHashKeys } from './sip-hash';
export * from './exports';

let isJson: bool = false;
/** Bit i is set when the layout, or the line of JSON, has the field of slot i. */
let fields: u32 = 0;
let latencyFactor: f64 = 0;

export let hits: u32 = 0;
export let errors: u32 = 0;
export let unparsed: u32 = 0;
export let overlong: u32 = 0;
export let bytes: f64 = 0;
export let maxSize: f64 = 0;
export let maxLatency: f64 = 0;
export let latencies: u32 = 0;

/** Lines of other seconds are not counted. */
let firstSecond: i64 = i64.MIN_VALUE;
let endSecond: i64 = i64.MAX_VALUE;
let isLimited: bool = false;

export function setBounds(from: i64, to: i64): void {
  firstSecond = from;
  endSecond = to;
  isLimited = from != -9007199254740991 || to != 9007199254740991;
}

/** The end of the headers: behind that of the last table. */
let tablesEnd: usize = 0;

/** Sets the number of tables that have headers, including that of seconds. */
export function setTables(count: u32): void {
  tablesEnd = headerOf(count);
}

/** Switches to another layout, whose steps have been written. */
export function setLayout(beforeBytes: u32, stepCount: i32, fieldBits: u32, microseconds: f64): void {
  isJson = false;
  fields = fieldBits;
  latencyFactor = microseconds;
  forgetSecond();
  setSteps(beforeBytes, stepCount);
}

/** Switches to a layout of JSON, whose keys have been written. */
export function setJson(): void {
  isJson = true;
  forgetSecond();
}

/** Clears the counts, after they have been taken; also the keys if `keys` is set. */
export function clear(keys: bool): void {
  hits = errors = unparsed = overlong = latencies = 0;
  bytes = maxSize = maxLatency = 0;
  store<u32>(SAMPLE, NO_SAMPLE);
  if (keys) {
    forgetSecond();
    setFull(false);
    renewTableKey();
  }
}

/**
 * Folds the lines in `[INPUT + at, INPUT + to)`, which ends with a newline, until a table is full; returns how far it
 * came.
 */
export function fold(at: u32, to: u32): u32 {
  let line = INPUT + at;
  const end = INPUT + to;
  while (line < end && !isFull) {
    const newline = find(line, end, NEWLINE);
    let stop = newline;
    if (stop > line && load<u8>(stop - 1) == 0x0d) stop--;
    if (newline - line > MAX_LINE_BYTES) {
      if (!isFiltered) overlong++;
    } else if (!foldLine(line, stop) && !(isFiltered && passesUnparsed(line, stop))) {
      unparsed++;
      keepSample(line, stop);
    }
    line = newline + 1;
  }
  return <u32>(line - INPUT);
}

function foldLine(line: usize, end: usize): bool {
  if (isJson ? !cutJsonFields(line, end) : !cutText(line, end)) return false;
  const status = spanFrom(STATUS);
  if (spanTo(HOST) == spanFrom(HOST) || !isStatus(status, spanTo(STATUS))) return false;
  const size = isJson ? jsonSizeOf(spanFrom(BYTES), spanTo(BYTES)) : sizeOf(spanFrom(BYTES), spanTo(BYTES));
  if (size < 0) return false;
  if (fields & (1 << TIME)) {
    if (!lookAtTime(spanFrom(TIME), spanTo(TIME))) return false;
    if (lastValue < firstSecond || lastValue >= endSecond) return true;
  } else if (isLimited) return true;
  // A filter on other fields does not need the request cut for the lines that it skips.
  const isCutLate = isFiltered && !hasRequest;
  if (!isCutLate) cutParts(fields);
  if (isFiltered && passesHit(line, end)) return true;
  if (isCutLate) cutParts(fields);

  const isError: u32 = load<u8>(status) >= 0x35 ? 1 : 0;
  hits++;
  errors += isError;
  bytes += size;
  if (fields & (1 << TIME)) countEntry(headerOf(SECONDS), lastSecond, size, isError);
  for (let header = headerOf(SECONDS + 1); header < tablesEnd; header += HEADER_BYTES) {
    const needed = load<u32>(header, HEADER_NEEDED);
    if ((fields & needed) == needed) count(header, load<u32>(header, HEADER_FIELD), size, isError);
  }
  spread(0, size);
  maxSize = max(maxSize, size);
  if (fields & (1 << LATENCY)) foldLatency(spanFrom(LATENCY), spanTo(LATENCY));
  return true;
}

/** Cuts a line of JSON, which names its own fields; whether it is a hit: host and status are among them. */
function cutJsonFields(line: usize, end: usize): bool {
  if (!cutJson(line, end)) return false;
  fields = found;
  latencyFactor = foundFactor;
  const needed: u32 = (1 << HOST) | (1 << STATUS);
  return (found & needed) == needed;
}

function count(header: usize, slot: u32, size: f64, isError: u32): void {
  let key = spanFrom(slot);
  let length = <u32>(spanTo(slot) - key);
  if (length > MAX_KEY_BYTES) {
    length = wholeCharacters(key, MAX_KEY_BYTES);
    memory.copy(SCRATCH, key, length);
    store<u32>(SCRATCH + length, ELLIPSIS);
    key = SCRATCH;
    length += 3;
  }
  countEntry(header, entryOf(header, key, length), size, isError);
}

/** Folds the last of the upstream times, if there are several; none means no latency. */
function foldLatency(at: usize, to: usize): void {
  let last = to;
  while (last > at && load<u8>(last - 1) != 0x20) last--;
  const microseconds = min(nearest(decimalNumber(last, to, latencyFactor)), MOST);
  if (microseconds < 0) return;
  latencies++;
  maxLatency = max(maxLatency, microseconds);
  spread(1, microseconds);
}
