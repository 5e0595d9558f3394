import { DASH, FILTER_STATUSES, FILTER_TERMS, SPANS } from './memory';
import { METHOD, REQUEST, STATUS, TARGET } from './numbering';
import { cutRequest, cutTarget, isMethod, methodEnd, pathEnd, sectionEnd, targetAt } from './request';
import { findText, sameText } from './search';

// What a term is about, which `filter.ts` beside `engine.ts` writes: the slot of a field, or one of these.
export const FILTER_SECTION: u32 = 16;
export const FILTER_LINE: u32 = 17;

// Bits of a term.
export const IS_NOT: u32 = 1;
export const IS_PREFIX: u32 = 2;
export const IS_CASELESS: u32 = 4;

export const TERM_HEADER_BYTES: usize = 12;

/** Whether lines are held against a filter. */
export let isFiltered: bool = false;
/** Lines that the filter has passed over: those that fit the layout, and those that do not. */
export let passedHits: u32 = 0;
export let passedUnparsed: u32 = 0;

let terms: i32 = 0;
let hasStatuses: bool = false;
let hasRequest: bool = false;
/** Whether the line as a whole is all that it is about. */
let isOfLines: bool = false;

let methodAt: usize = 0;
let methodTo: usize = 0;
let pathAt: usize = 0;
let pathTo: usize = 0;
let sectionTo: usize = 0;

/** Tells the engine that the terms of another filter have been written, and which statuses fit if it asks for any. */
export function setFilter(filtered: bool, termCount: i32, ofStatuses: bool, ofRequests: bool, ofLines: bool): void {
  isFiltered = filtered;
  terms = termCount;
  hasStatuses = ofStatuses;
  hasRequest = ofRequests;
  isOfLines = ofLines;
}

/** Whether to pass over a hit, whose fields stand in the spans. */
export function passesHit(line: usize, end: usize, fields: u32): bool {
  if (hasRequest) cut(fields);
  const fits = (!hasStatuses || statusFits()) && termsFit(line, end);
  if (!fits) passedHits++;
  return !fits;
}

/** Whether to pass over a line that is no hit. It has no fields, so that a term that asks for one never fits. */
export function passesUnparsed(line: usize, end: usize): bool {
  const fits = isOfLines && termsFit(line, end);
  if (!fits) passedUnparsed++;
  return !fits;
}

function statusFits(): bool {
  const at = <usize>load<u32>(SPANS + (STATUS << 3));
  const to = <usize>load<u32>(SPANS + (STATUS << 3), 4);
  let status: u32 = 1000;
  if (to - at == 3) status = <u32>load<u8>(at) * 100 + <u32>load<u8>(at + 1) * 10 + <u32>load<u8>(at + 2) - 0x30 * 111;
  return ((load<u8>(FILTER_STATUSES + (status >> 3)) >> (<u8>(status & 7))) & 1) != 0;
}

/** Method, path and section as the tables have them. */
function cut(fields: u32): void {
  methodAt = pathAt = DASH;
  methodTo = pathTo = sectionTo = DASH + 1;
  if (fields & (1 << REQUEST)) {
    const at = <usize>load<u32>(SPANS + (REQUEST << 3));
    if (!cutRequest(at, <usize>load<u32>(SPANS + (REQUEST << 3), 4))) return;
    methodAt = at;
    methodTo = methodEnd;
  } else {
    const at = <usize>load<u32>(SPANS + (METHOD << 3));
    const to = <usize>load<u32>(SPANS + (METHOD << 3), 4);
    if (isMethod(at, to)) {
      methodAt = at;
      methodTo = to;
    }
    if (!cutTarget(<usize>load<u32>(SPANS + (TARGET << 3)), <usize>load<u32>(SPANS + (TARGET << 3), 4))) return;
  }
  pathAt = targetAt;
  pathTo = pathEnd;
  sectionTo = sectionEnd;
}

/** Term: field u8, bits u8, count of parts u16, bytes of the whole term u32, room u32; then each part: length u32, bytes. */
function termsFit(line: usize, end: usize): bool {
  let term = FILTER_TERMS;
  for (let i = 0; i < terms; i++) {
    const field = <u32>load<u8>(term);
    let at = line;
    let to = end;
    if (field == METHOD) {
      at = methodAt;
      to = methodTo;
    } else if (field == TARGET) {
      at = pathAt;
      to = pathTo;
    } else if (field == FILTER_SECTION) {
      at = pathAt;
      to = sectionTo;
    } else if (field != FILTER_LINE) {
      at = <usize>load<u32>(SPANS + (field << 3));
      to = <usize>load<u32>(SPANS + (field << 3), 4);
    }
    const bits = <u32>load<u8>(term, 1);
    if (fits(term, bits, at, to) == ((bits & IS_NOT) != 0)) return false;
    term += load<u32>(term, 4);
  }
  return true;
}

/** Whether the parts of a term stand in `[at, to)` one behind the other. */
function fits(term: usize, bits: u32, at: usize, to: usize): bool {
  const isCaseless = (bits & IS_CASELESS) != 0;
  let part = term + TERM_HEADER_BYTES;
  let left = <u32>load<u16>(term, 2);
  if (bits & IS_PREFIX) {
    const length = load<u32>(part);
    if (to - at < length || !sameText(at, part + 4, length, isCaseless)) return false;
    at += length;
    part += 4 + length;
    left--;
  }
  for (; left > 0; left--) {
    const length = load<u32>(part);
    at = findText(at, to, part + 4, length, isCaseless);
    if (at == 0) return false;
    at += length;
    part += 4 + length;
  }
  return true;
}
