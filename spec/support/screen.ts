import { emptyDigest, foldUnparsed } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import type { Incident } from '../../src/monitor/alerts/incidents.js';
import type { SecondTraffic } from '../../src/monitor/live/second-traffic.js';
import type { SourceState } from '../../src/monitor/sources/source-states.js';
import { SpanBefore } from '../../src/monitor/live/previous-span.js';
import type { Level } from '../../src/monitor/alerts/rule-watch.js';
import { controlsAt } from '../../src/screen/model/controls.js';
import type { Controls } from '../../src/screen/model/controls.js';
import type { Look } from '../../src/screen/draw/display.js';
import { firstPicture, modelOf } from '../../src/screen/model/model.js';
import type { Model, Picture } from '../../src/screen/model/model.js';
import type { Said } from '../../src/screen/messages.js';
import { screenTheme } from '../../src/screen/draw/screen-theme.js';
import type { Input, Key, Mouse } from '../../src/terminal/input.js';
import { digestOf, hitOf } from './digest.js';
import { AT, statsOf } from './traffic.js';

export const THRESHOLD = 10;
const RULE = { name: 'traffic', measure: 'rate', threshold: THRESHOLD, windowSeconds: 120 } as const;

/** A second in the middle of a day, when the pictures of the specs are drawn. */
export const NOW = AT + 10_000;

const PATHS = [
  '/',
  '/blog/2018/05/what-we-learned-from-ten-million-access-log-lines.html',
  '/api/v1/orders',
  '/api/v1/orders/4711/items',
  '/images/logo.svg',
  '/login',
  '/docs/reference/operators/window-time.html',
  '/robots.txt',
];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/7.59.0',
  '-',
];
const REFERRERS = ['-', 'https://www.google.com/', 'https://example.org/blog/tags/rxjs'];
const STATUSES = ['200', '200', '200', '200', '304', '200', '404', '200', '503'];

/** The same hits every time; the first of each kind have the most. With a latency, in microseconds, where that is wanted. */
export function shopTraffic(count: number, hasLatency = true): Digest {
  const pick = (from: readonly string[], i: number): string => from[(i * i) % ((i % from.length) + 1)] ?? '-';
  return digestOf(
    Array.from({ length: count }, (_, i) => {
      const path = pick(PATHS, i);
      return hitOf({
        path,
        section: /^\/[^/]*/.exec(path)?.[0] ?? '/',
        host: `10.0.${i % 3}.${(i * i) % ((i % 23) + 1)}`,
        status: STATUSES[(i * 7) % STATUSES.length] ?? '200',
        bytes: (i * 7919) % 60_000,
        agent: pick(AGENTS, i),
        referrer: pick(REFERRERS, i),
        ...(hasLatency && { latency: 1000 + ((i * 7919) % 90_000) }),
      });
    }),
  );
}

/** Traffic that goes up and down, second by second, up to now. */
export function waves(seconds: number, most: number): SecondTraffic[] {
  return Array.from({ length: seconds }, (_, i): SecondTraffic => {
    const hits = Math.round((most / 2) * (1 + Math.sin(i / 9)) * (0.8 + ((i * 7) % 5) / 10));
    return {
      second: NOW / 1000 - seconds + i,
      hits,
      bytes: hits * 12_345,
      errors: i % 11 === 0 ? Math.ceil(hits / 9) : 0,
      p50: 20_000 + 100 * i,
      p95: 70_000 + 200 * i,
      p99: 88_000,
    };
  });
}

export const levelOf = (given: Partial<Level> = {}): Level => ({
  rule: RULE,
  hits: 984,
  average: 8.2,
  triggered: undefined,
  ...given,
});

/** High traffic that began so many seconds ago, and ended so many seconds ago. */
export function incidentOf(from: number, to?: number, peak = 15.3): Incident {
  const alert = { type: 'alert', rule: RULE, hits: 1234, average: 1234 / 120 } as const;
  return {
    rule: RULE,
    triggered: { ...alert, state: 'triggered', at: NOW - from * 1000 },
    recovered: to === undefined ? undefined : { ...alert, state: 'recovered', at: NOW - to * 1000 },
    peak,
  };
}

export const sourceOf = (given: Partial<SourceState> = {}): SourceState => ({
  source: '/var/log/nginx/access.log',
  state: 'following',
  lag: 0,
  format: 'combined',
  ...given,
});

/** Nothing has come yet. */
export const emptyPicture = (): Picture => firstPicture(NOW, [sourceOf({ state: 'opening', format: undefined })]);

/** A shop that has been watched for an hour. */
export function busyPicture(given: Partial<Picture> = {}): Picture {
  const digest = shopTraffic(930);
  foldUnparsed(digest, 3, { source: '/var/log/nginx/access.log', line: 'no log line' });
  const total = { from: NOW - 3_600_000, hits: 1_234_567, bytes: 34_567_890_123, unparsed: 3 };
  return {
    live: {
      at: NOW,
      span: 'interval',
      stats: statsOf(digest),
      before: new SpanBefore([shopTraffic(800)]),
      seconds: waves(600, 14),
      total,
    },
    filter: '',
    alerts: { at: NOW, levels: [levelOf()], incidents: [incidentOf(2400, 2100)], earlier: 0 },
    sources: [sourceOf(), sourceOf({ source: '/var/log/nginx/api.log', format: 'json' })],
    ...given,
  };
}

/** Traffic is high for the third time, one file lags behind and another is not there. */
export function alertingPicture(given: Partial<Picture> = {}): Picture {
  const triggered = incidentOf(83);
  return busyPicture({
    alerts: {
      at: NOW,
      levels: [levelOf({ hits: 1720, average: 14.3, triggered: triggered.triggered })],
      incidents: [incidentOf(2400, 2100), incidentOf(900, 700, 11.5), triggered],
      earlier: 0,
    },
    sources: [
      sourceOf(),
      sourceOf({ source: '/var/log/nginx/api.log', lag: 52_400_000 }),
      sourceOf({ source: '/var/log/nginx/shop.log', state: 'waiting', format: undefined }),
    ],
    ...given,
  });
}

export const quietPicture = (): Picture =>
  busyPicture({
    live: { ...busyPicture().live, stats: statsOf(emptyDigest()), before: undefined, seconds: [] },
  });

export function screenModel(picture: Picture, columns: number, rows: number, given: Partial<Controls> = {}): Model {
  return modelOf(picture, { ...controlsAt(THRESHOLD), ...given }, { columns, rows });
}

export const lookOf = (given: Partial<Look> = {}): Look => ({
  theme: screenTheme(0, 'dark'),
  isUnicode: true,
  utc: true,
  windowSeconds: 120,
  begun: NOW - 3_600_000,
  ...given,
});

export const SILENCE: Said = { messages: [], now: undefined };

/** A key by its name, or the character that it gives; `ctrl-c` with control, `shift-tab` with shift. */
export function key(name: string): Key {
  const [bare = name, modifier] = name.length > 1 && name.includes('-') ? name.split('-').reverse() : [name];
  const isText = bare.length === 1 && modifier !== 'ctrl';
  return {
    kind: 'key',
    name: bare === ' ' ? 'space' : bare,
    text: isText ? bare : '',
    isCtrl: modifier === 'ctrl',
    isShift: modifier === 'shift',
    isMeta: false,
  };
}

/** The keys of a text that is typed. */
export const keys = (text: string): Input[] => Array.from(text, key);

export const mouse = (action: Mouse['action'], column: number, row: number): Mouse => ({
  kind: 'mouse',
  action,
  column,
  row,
});
