import type { Stats } from '../monitor/stats.js';

/**
 * What an amount of the span before would be if that had taken as long as the span itself, which has the step that has not
 * ended in it: two minutes are up to nine seconds longer than those before, and even traffic is to be seen as even.
 */
export function atPaceOf({ from, to, previousLength }: Stats, before: number | undefined): number | undefined {
  return before === undefined || previousLength === 0 ? before : (before * (to - from)) / previousLength;
}
