/** Says how far the benchmark is, on standard error: standard output holds the tables alone. */
export function say(words) {
  process.stderr.write(`${words}\n`);
}
