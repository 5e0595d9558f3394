import { merge } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import type { Stats } from '../../src/monitor/stats/stats.js';
import type { Alert } from '../../src/monitor/alerts/alerts.js';
import { digestOf, hitOf, hitsOf } from './digest.js';
import type { Hit } from './digest.js';

/** 2018-05-09T16:00:39Z. */
export const AT = Date.UTC(2018, 4, 9, 16, 0, 39);

/** An interval of ten seconds without a one before, but for what is given. */
export const statsOf = (digest: Digest, given: Partial<Stats> = {}): Stats => ({
  type: 'stats',
  from: AT,
  to: AT + 10_000,
  digest,
  previous: undefined,
  previousLength: 10_000,
  ...given,
});

export const alertOf = (given: Partial<Alert> = {}): Alert => ({
  type: 'alert',
  state: 'triggered',
  rule: { name: 'traffic', measure: 'rate', threshold: 10, windowSeconds: 120 },
  at: AT,
  hits: 1234,
  average: 1234 / 120,
  ...given,
});

const PATHS = [
  '/',
  '/favicon.ico',
  '/blog/2018/05/what-we-learned-from-ten-million-access-log-lines.html',
  '/blog/tags/rxjs',
  '/api/v1/orders',
  '/api/v1/orders/4711/items',
  '/images/logo.svg',
  '/login',
  '/docs/getting-started/',
  '/docs/reference/operators/window-time.html',
  '/wp-login.php',
  '/assets/app.8f3c1d.js',
  '/robots.txt',
];
const STATUSES = [...Array<string>(45).fill('200'), '204', '301', '304', '304', '304', '403', '404', '404', '500'];

/** The traffic of a small site: the same hits every time; the first paths and hosts have the most. */
export function siteTraffic(count: number, skip = 0): Digest {
  const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
  const hits = Array.from({ length: count }, (_, n): Hit => {
    const i = n + skip;
    const path = pick(PATHS, (i * i) % ((i % 17) + 1));
    return hitOf({
      path,
      section: /^\/[^/]*/.exec(path)?.[0] ?? '/',
      host: `10.${i % 3}.0.${(i * i) % ((i % 29) + 1)}`,
      method: i % 41 === 0 ? 'HEAD' : path === '/login' ? 'POST' : 'GET',
      status: pick(STATUSES, i * 7),
      bytes: (i * 7919) % 60_000,
    });
  });
  return digestOf(hits);
}

/** Keys as an attacker would choose them; what is no ASCII is in bytes. */
export const HOSTILE_KEYS = [
  '/\x1b[2J\x1b[31mred',
  '/bell\x07\r\n\ttab\x7f',
  bytesOf('/\u202egnp.exe'),
  bytesOf('/c1\u009b31m and \u2028 and \ufeff'),
  bytesOf('/日本語のとても長いパスがここに続きます'),
  bytesOf('/e\u0301tude-nai\u0308ve'),
  bytesOf(`/zalgo${'\u0316\u0317'.repeat(300)}`),
  bytesOf('/👩‍👩‍👧‍👦/🇩🇪/👍🏽/🫠'),
  '/latin1-\xe9\xff\xc0\xaf-\xed\xa0\x80',
  `/${'a'.repeat(10_000)}/end`,
  '__proto__',
  '/"quotes"\\and</script>',
];

export const hostileTraffic = (): Digest =>
  HOSTILE_KEYS.map((key, i) =>
    hitsOf(2 * HOSTILE_KEYS.length - i, { path: key, section: key, host: key, method: key }),
  ).reduce(merge);

/** Text as a log holds it, one character a byte of its UTF-8. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}
