import { weighted } from './choice.js';
import { statusOf } from './habits.js';
import type { Habits } from './habits.js';
import type { LineTemplate } from './options.js';
import { normal } from './random.js';
import type { Random } from './random.js';
import { number, targets } from './targets.js';
import { host, user } from './visitors.js';

/** The fields of one line in combined format as text, without its time. */
export type HitFields = Readonly<
  Record<'host' | 'user' | 'request' | 'status' | 'bytes' | 'referrer' | 'agent', string>
>;

const encoder = new TextEncoder();
const protocol = weighted({ 'HTTP/1.1': 65, 'HTTP/2.0': 35 });

/** Returns the next line, without its time, of realistic traffic in combined format. All of it is ASCII. */
export function traffic(random: Random): LineTemplate {
  const hit = hitOf(random);
  return {
    before: encoder.encode(`${hit.host} - ${hit.user} [`),
    behind: encoder.encode(`] "${hit.request}" ${hit.status} ${hit.bytes} "${hit.referrer}" "${hit.agent}"`),
  };
}

/** Draws one request and its answer. */
export function hitOf(random: Random): HitFields {
  const { habits, target } = targets(random);
  const method = habits.method(random);
  const path = numbered(target(random), random);
  const query = random() < habits.queried ? `?${numbered(habits.query(random), random)}` : '';
  const status = (statusOf.get(method) ?? habits.status)(random);
  return {
    host: host(random),
    user: user(random),
    request: `${method} ${path}${query} ${protocol(random)}`,
    status,
    bytes: bytesOf(method, status, habits, random),
    referrer: habits.referrer(random),
    agent: habits.agent(random),
  };
}

const numbered = (text: string, random: Random): string =>
  text.includes('#') ? text.replace('#', String(number(random))) : text;

/** The size of a response's body as in the log, `-` when there is none: to HEAD, and with 204 and 304 (RFC 9110). */
function bytesOf(method: string, status: string, { medianBytes, spread }: Habits, random: Random): string {
  if (method === 'HEAD' || method === 'OPTIONS' || status === '204' || status === '304') return '-';
  if (status === '206') return logNormal(65_536, 0.8, random);
  if (status.startsWith('2')) return logNormal(medianBytes, spread, random);
  if (status.startsWith('3')) return logNormal(180, 0.15, random);
  return logNormal(560, 0.3, random);
}

/** Sizes on the web are roughly log-normal. Source: Downey, The Structural Cause of File Size Distributions, 2001. */
const logNormal = (median: number, spread: number, random: Random): string =>
  String(Math.ceil(median * Math.exp(spread * normal(random))));
