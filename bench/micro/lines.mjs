import { traffic } from '../logs/traffic.mjs';

/** Some of the built-in traffic, the same every time: lines of the combined format. */
export async function trafficLines(bin, count) {
  const lines = [];
  for await (const line of traffic(bin, count)) lines.push(line);
  return lines;
}
