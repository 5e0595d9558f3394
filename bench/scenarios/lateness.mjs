/**
 * How old the oldest line was that had been written and not yet counted, when each interval was shown: the largest of
 * these ages, in milliseconds. 0 when everything was counted each time.
 *
 * @param written [time, lines so far], ascending
 * @param counted likewise
 */
export function largestLateness(written, counted) {
  let largest = 0;
  let next = 0;
  for (const [time, lines] of counted) {
    while (next < written.length && written[next][1] <= lines) next++;
    if (next === written.length) break;
    largest = Math.max(largest, time - written[next][0]);
  }
  return largest;
}
