/** All of them stand on standard error. */
const MAX_KINDS = 3;

const grouped = new Intl.NumberFormat('en');

/** What the rounds of a scenario came to, in the words of the table. */
export function cellOf(results) {
  if (results.length === 0) return 'not played';
  const bad = results.filter(({ faults }) => faults.length > 0);
  const times = results.length === 1 ? 'the one round' : `all ${results.length} rounds`;
  if (bad.length === 0) return `exact in ${times} (${linesOf(results)})`;
  const words = tally(bad.map(({ faults }) => faults.join(', ')));
  return `NOT exact in ${bad.length} of ${results.length}: ${words.join('; ')}`;
}

function linesOf(results) {
  const lines = results.map((result) => result.lines);
  const [min, max] = [Math.min(...lines), Math.max(...lines)].map((n) => grouped.format(n));
  return min === max ? `${min} of ${min}` : `${min} to ${max} lines`;
}

function tally(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kinds = [...counts].map(([word, count]) => (count === 1 ? word : `${word} (${count} times)`));
  const more = kinds.length - MAX_KINDS;
  return more > 0 ? [...kinds.slice(0, MAX_KINDS), `${more} other counts`] : kinds;
}
