/** Whether lines were lost or counted twice, in words. */
export function lost(part, { made, requests }, { hits, unparsed }) {
  const [written, counted] = [
    [requests, made - requests],
    [hits, unparsed],
  ].map(([requests, others]) => `${requests} requests and ${others} other lines`);
  console.log(`lines: ${written} were written, ${counted} were counted`);
  return written === counted ? [] : [`${part}: ${written} were written, ${counted} were counted`];
}
