import { FILTER_STATUSES, FILTER_TERMS, setSpan, spanFrom, spanTo } from './memory';
import { LINE, STATUS } from './numbering';
import { findText, sameText } from './search';

// Bits of a term.
export const IS_NOT: u32 = 1;
export const IS_PREFIX: u32 = 2;
export const IS_CASELESS: u32 = 4;

export const TERM_HEADER_BYTES: usize = 12;

/** Whether a filter is set. */
export let isFiltered: bool = false;
/** Lines that the filter has skipped: first those that fit the layout, then those that do not. */
export let passedHits: u32 = 0;
export let passedUnparsed: u32 = 0;

let terms: i32 = 0;
let hasStatuses: bool = false;
/** Whether its terms include a part of the request. */
export let hasRequest: bool = false;
/** Whether all its terms are about the line as a whole. */
let isOfLines: bool = false;

/**
 * Applies another filter, whose terms have been written. `ofStatuses` says whether the table of fitting statuses
 * counts.
 */
export function setFilter(filtered: bool, termCount: i32, ofStatuses: bool, ofRequests: bool, ofLines: bool): void {
  isFiltered = filtered;
  terms = termCount;
  hasStatuses = ofStatuses;
  hasRequest = ofRequests;
  isOfLines = ofLines;
}

/** Whether to skip a hit, whose fields are in the spans, as are the parts of its request if the filter `hasRequest`. */
export function passesHit(line: usize, end: usize): bool {
  const fits = (!hasStatuses || statusFits()) && termsFit(line, end);
  if (!fits) passedHits++;
  return !fits;
}

/** Whether to skip an unparsed line. It has no fields, so a term about a field never fits it. */
export function passesUnparsed(line: usize, end: usize): bool {
  const fits = isOfLines && termsFit(line, end);
  if (!fits) passedUnparsed++;
  return !fits;
}

function statusFits(): bool {
  const at = spanFrom(STATUS);
  const to = spanTo(STATUS);
  let status: u32 = 1000;
  if (to - at == 3) status = <u32>load<u8>(at) * 100 + <u32>load<u8>(at + 1) * 10 + <u32>load<u8>(at + 2) - 0x30 * 111;
  return ((load<u8>(FILTER_STATUSES + (status >> 3)) >> (<u8>(status & 7))) & 1) != 0;
}

/**
 * Term: slot u8, bits u8, count of parts u16, bytes of the whole term u32, room u32; then each part: length u32, bytes.
 */
function termsFit(line: usize, end: usize): bool {
  setSpan(LINE, line, end);
  let term = FILTER_TERMS;
  for (let i = 0; i < terms; i++) {
    const slot = <u32>load<u8>(term);
    const at = spanFrom(slot);
    const to = spanTo(slot);
    const bits = <u32>load<u8>(term, 1);
    if (fits(term, bits, at, to) == ((bits & IS_NOT) != 0)) return false;
    term += load<u32>(term, 4);
  }
  return true;
}

/** Whether the parts of a term occur in `[at, to)` one behind the other. */
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
