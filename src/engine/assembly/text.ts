import { BEFORE, clearSpans, setSpan, STEP_BYTES, STEPS } from './memory';
import { endOfWord, findEnd, same } from './scan';

/** The number of bytes before the first field. */
let before: u32 = 0;
let steps: i32 = 0;

/** Switches to another layout, whose steps have been written. */
export function setSteps(beforeBytes: u32, stepCount: i32): void {
  before = beforeBytes;
  steps = stepCount;
  clearSpans();
}

/** Writes the places of the fields of a line of text to the spans; whether the line fits the layout. */
export function cutText(line: usize, end: usize): bool {
  if (before != 0 && (end - line < before || !same(line, BEFORE, before))) return false;
  let at = line + before;
  for (let i = 0, step = STEPS; i < steps; i++, step += STEP_BYTES) {
    const length = load<u32>(step, 16);
    let stop = length == 0 ? endOfWord(at, end) : findEnd(at, end, step + 20, length, load<u32>(step, 4));
    if (stop == 0) {
      if (i + 1 < steps) return false;
      stop = end;
    }
    const slot = load<i32>(step);
    if (slot >= 0) setSpan(slot, at, stop);
    at = stop + length;
  }
  return true;
}
