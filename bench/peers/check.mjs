/** Says what is wrong with a run that counted other than all lines; such a run is not to be compared. */
export function checkHits(hits, lines) {
  return hits === lines ? undefined : `counted ${hits} of ${lines} lines`;
}

/** The sum of the first whole numbers that a pattern finds, one a match. */
export function sumOf(output, pattern) {
  return [...output.matchAll(pattern)].reduce((sum, [, hits]) => sum + Number(hits), 0);
}
