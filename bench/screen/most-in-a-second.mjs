/** How many of the times, which ascend and are milliseconds, are in the same second, whichever second that is. */
export function mostInASecond(times) {
  let most = 0;
  let first = 0;
  for (const [i, time] of times.entries()) {
    while (times[first] <= time - 1000) first++;
    most = Math.max(most, i - first + 1);
  }
  return most;
}
