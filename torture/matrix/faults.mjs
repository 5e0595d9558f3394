/** All that is wrong with what rxmon counted of one play. */
export function faultsOf({ lines, bytes, follower, error }) {
  const faults = error === undefined ? [] : [error.message];
  if (follower === undefined) return faults;
  const { counts, printed, total, end } = follower;
  if (end !== 0) faults.push(`ended with ${end}`);
  if (counts.hits !== lines) faults.push(`${counts.hits} of ${lines}`);
  else if (counts.bytes !== bytes) faults.push(`some lines twice and as many not: ${counts.bytes} of ${bytes} bytes`);
  if (counts.unparsed > 0) faults.push(`${counts.unparsed} unparsed`);
  if (total !== undefined && total.hits !== printed.hits) {
    faults.push(`the tables say ${printed.hits} and the total ${total.hits}`);
  }
  return faults;
}
