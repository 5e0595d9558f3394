import { oneOf, weighted } from './choice.js';
import type { Choice } from './choice.js';
import { bots, people } from './visitors.js';

/** The behaviour of one kind of requests. */
export interface Habits {
  readonly method: Choice<string>;
  /** The status of a GET. */
  readonly status: Choice<string>;
  /** The share of requests that have a query. */
  readonly queried: number;
  /** Queries, in which `#` stands for a number. */
  readonly query: Choice<string>;
  /** Half of the 200 answers have fewer bytes, half have more. */
  readonly medianBytes: number;
  /** Standard deviation of the natural logarithm of the bytes. */
  readonly spread: number;
  readonly referrer: Choice<string>;
  readonly agent: Choice<string>;
}

const SITE = 'https://www.example.com';

export const page: Habits = {
  method: weighted({ GET: 95, HEAD: 3, POST: 2 }),
  status: weighted({ 200: 860, 304: 40, 404: 40, 301: 22, 302: 22, 403: 8, 500: 4, 503: 3, 502: 1 }),
  queried: 0.12,
  query: oneOf(['page=#', 'q=rxjs', 'q=access+log', 'ref=#', 'utm_source=newsletter&utm_medium=email', 'lang=de']),
  medianBytes: 9_000,
  spread: 0.8,
  referrer: weighted({
    '-': 45,
    'https://www.google.com/': 22,
    [`${SITE}/`]: 15,
    [`${SITE}/blog`]: 8,
    'https://duckduckgo.com/': 3,
    'https://t.co/nZ3xVqU2bE': 3,
    'https://news.ycombinator.com/item?id=17031337': 2,
  }),
  agent: weighted({ ...people, ...bots }),
};

export const asset: Habits = {
  method: weighted({ GET: 99, HEAD: 1 }),
  status: weighted({ 200: 800, 304: 160, 206: 20, 404: 18, 403: 2 }),
  queried: 0.15,
  query: oneOf(['v=1.8.#', 'width=640', 'width=1280&dpr=2']),
  medianBytes: 24_000,
  spread: 1.2,
  referrer: weighted({ [`${SITE}/`]: 40, [`${SITE}/blog`]: 35, [`${SITE}/products`]: 15, '-': 10 }),
  agent: weighted(people),
};

export const api: Habits = {
  method: weighted({ GET: 70, POST: 18, PUT: 5, DELETE: 3, OPTIONS: 4 }),
  status: weighted({ 200: 900, 304: 30, 404: 35, 401: 12, 403: 8, 500: 6, 502: 3, 503: 4, 504: 2 }),
  queried: 0.35,
  query: oneOf(['limit=20&offset=#', 'q=shoe', 'sort=-created', 'fields=id,name,price', 'since=15258816#']),
  medianBytes: 900,
  spread: 1,
  referrer: weighted({ [`${SITE}/`]: 40, [`${SITE}/cart`]: 20, '-': 40 }),
  agent: weighted({ ...people, 'okhttp/3.10.0': 12, 'python-requests/2.18.4': 6 }),
};

/** Feeds: crawlers and readers ask for them again and again. */
export const feed: Habits = {
  ...page,
  method: weighted({ GET: 90, HEAD: 10 }),
  status: weighted({ 200: 60, 304: 38, 404: 2 }),
  queried: 0,
  referrer: oneOf(['-']),
  agent: weighted({ ...bots, 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)': 6 }),
};

/** Probes: scanners look for these on every site. */
export const probe: Habits = {
  ...page,
  method: weighted({ GET: 75, POST: 20, HEAD: 5 }),
  status: weighted({ 404: 90, 403: 8, 301: 2 }),
  queried: 0,
  referrer: oneOf(['-']),
  agent: oneOf(['Mozilla/5.0 zgrab/0.x', 'curl/7.58.0', '-']),
};

/** The status of a request other than GET. */
export const statusOf: ReadonlyMap<string, Choice<string>> = new Map([
  ['HEAD', weighted({ 200: 90, 301: 4, 404: 6 })],
  ['POST', weighted({ 200: 50, 201: 25, 302: 15, 400: 4, 403: 2, 404: 2, 500: 1, 503: 1 })],
  ['PUT', weighted({ 200: 60, 204: 32, 403: 4, 404: 3, 500: 1 })],
  ['DELETE', weighted({ 204: 88, 403: 5, 404: 6, 500: 1 })],
  ['OPTIONS', weighted({ 204: 80, 200: 20 })],
]);
