import { SCRATCH } from './memory';
import { SECONDS } from './numbering';
import { entryOf, headerOf } from './table';
import { NO_TIME, secondsOf } from './time';

/** The table entry for the last time read; 0 when none was read since the keys were forgotten. */
export let lastSecond: usize = 0;
/** That second, since 1970. */
export let lastValue: i64 = 0;

let lastTime: v128 = i8x16.splat(0);
let lastTimeEnd: v128 = i8x16.splat(0);

/** Must be called when the keys are forgotten, or the layout changes. */
export function forgetSecond(): void {
  lastSecond = 0;
}

/** Finds the entry for the second of a time; a time written like the last one is not parsed again. */
export function lookAtTime(at: usize, to: usize): bool {
  const isLog = to - at == 26;
  if (isLog && lastSecond != 0) {
    const different = v128.or(v128.xor(v128.load(at), lastTime), v128.xor(v128.load(at + 10), lastTimeEnd));
    if (!v128.any_true(different)) return true;
  }
  const seconds = secondsOf(at, to);
  if (seconds == NO_TIME) return false;
  store<i64>(SCRATCH, seconds);
  lastValue = seconds;
  lastSecond = entryOf(headerOf(SECONDS), SCRATCH, 8);
  lastTime = isLog ? v128.load(at) : i8x16.splat(0);
  lastTimeEnd = isLog ? v128.load(at + 10) : i8x16.splat(0);
  return true;
}
