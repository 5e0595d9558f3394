import { SECOND } from '../fields.js';
import type { TextLayout } from '../layout.js';
import { layoutOfPieces, withoutEscapes } from './format-string.js';
import type { Meaning, Piece } from './format-string.js';

/** The meanings of the directives without argument. `I` and `S` count the bytes that the client sent as well. */
const DIRECTIVES: Readonly<Record<string, Meaning>> = {
  h: { name: 'host', rank: 0 },
  a: { name: 'host', rank: 1 },
  u: { name: 'user', rank: 0 },
  t: { name: 'time', rank: 0 },
  r: { name: 'request', rank: 0 },
  s: { name: 'status', rank: 1 },
  b: { name: 'bytes', rank: 0 },
  B: { name: 'bytes', rank: 0 },
  O: { name: 'bytes', rank: 1 },
  m: { name: 'method', rank: 0 },
  U: { name: 'target', rank: 0 },
  H: { name: 'protocol', rank: 0 },
  D: { name: 'latency', rank: 0, latencyMicroseconds: 1 },
  T: { name: 'latency', rank: 2, latencyMicroseconds: SECOND },
  v: { name: 'vhost', rank: 0 },
  V: { name: 'vhost', rank: 1 },
};

/** Request headers, in lower case. */
const HEADERS: Readonly<Record<string, Meaning>> = {
  referer: { name: 'referrer', rank: 0 },
  'user-agent': { name: 'agent', rank: 0 },
  'x-forwarded-for': { name: 'host', rank: 3 },
  host: { name: 'vhost', rank: 2 },
};

const LATENCY_UNITS: Readonly<Record<string, Meaning>> = {
  us: { name: 'latency', rank: 0, latencyMicroseconds: 1 },
  ms: { name: 'latency', rank: 1, latencyMicroseconds: 1000 },
  s: { name: 'latency', rank: 2, latencyMicroseconds: SECOND },
};

/** The times of `%{…}t` that the engine reads. */
const TIMES = [
  ...['%d/%b/%Y:%H:%M:%S %z', '%d/%b/%Y:%T %z'],
  ...['%Y-%m-%dT%H:%M:%S%z', '%FT%T%z', '%Y-%m-%d %H:%M:%S%z', '%F %T%z'],
  ...['%Y-%m-%dT%H:%M:%SZ', '%FT%TZ', '%s', 'sec', 'msec', 'usec'],
];

const directivePattern = /%(?:%|((?:[!<>,\d]|\{[^}]*\})*)(\^t[io]|\^F[UB]|[A-Za-z]))/g;

/**
 * The layout of lines that Apache writes by a `LogFormat`, as given there: `%h %l %u %t \"%r\" %>s %b`. Directives
 * without any relation to rxmon's counts are ignored fields; `%U%q` is one field.
 * Source: https://httpd.apache.org/docs/current/mod/mod_log_config.html#formats
 *
 * @throws RangeError with the reason why it does not allow lines to be read
 */
export function apache(logFormat: string): TextLayout {
  const pieces: Piece[] = [];
  let unreadTime = '';
  let at = 0;
  for (const match of logFormat.matchAll(directivePattern)) {
    const [written, modifiers = '', letter] = match;
    if (match.index > at) pieces.push(withoutEscapes(logFormat.slice(at, match.index)));
    at = match.index + written.length;
    const argument = /\{([^}]*)\}/.exec(modifiers)?.[1];
    if (letter === undefined) {
      pieces.push('%');
    } else if (letter === 't' && argument === undefined) {
      pieces.push('[', { written, meaning: DIRECTIVES['t'] }, ']');
    } else if (letter === 'q' && isTarget(pieces.at(-1))) {
      // Apache writes the query with its question mark, or nothing.
    } else {
      const meaning = meaningOf(letter, argument, modifiers);
      if (letter === 't' && meaning === undefined) unreadTime = written;
      pieces.push({ written, meaning });
    }
  }
  if (at < logFormat.length) pieces.push(withoutEscapes(logFormat.slice(at)));
  if (unreadTime !== '' && !pieces.some((piece) => typeof piece !== 'string' && piece.meaning?.name === 'time')) {
    throw new RangeError(`${unreadTime} is no time that rxmon reads: use %t or %{%d/%b/%Y:%T %z}t or %{sec}t`);
  }
  return layoutOfPieces('Apache LogFormat', logFormat, pieces);
}

const isTarget = (piece: Piece | undefined): boolean =>
  piece !== undefined && typeof piece !== 'string' && piece.meaning?.name === 'target';

function meaningOf(letter: string, argument: string | undefined, modifiers: string): Meaning | undefined {
  // `>` is the status that the client got; the request of a bare `%s` may have been redirected since.
  if (letter === 's' && modifiers.includes('>')) return { name: 'status', rank: 0 };
  if (argument === undefined || letter === 'a' || letter === 'h') return DIRECTIVES[letter];
  if (letter === 'i') return HEADERS[argument.toLowerCase()];
  if (letter === 'T') return LATENCY_UNITS[argument.toLowerCase()];
  if (letter === 't' && TIMES.includes(argument.replace(/^(begin|end):/, ''))) return DIRECTIVES['t'];
  return undefined;
}
