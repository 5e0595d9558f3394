import fc from 'fast-check';
import { apache } from '../../src/format/strings/apache.js';
import { combined, common, vcombined, vcommon } from '../../src/format/known/common.js';
import { json, jsonWith } from '../../src/format/known/json.js';
import type { Layout } from '../../src/format/layout.js';
import { nginx } from '../../src/format/strings/nginx.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import { HOSTILE } from '../hostile/values.js';
import { combinedLine, commonLine } from '../support/log.js';

/** A text as an attacker would choose it, one character a byte. */
export const hostileText = fc.constantFrom(...Object.values(HOSTILE).map((text) => text.slice(0, 80)));

/** Bytes that mean something in a log. */
const MEANING = '\n\r "[]{}\\-/:,.%$0129eE+\0';

/** Bytes of which those that mean something in a log come often, one character a byte. */
export const anyBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(...MEANING.split('')),
      fc.nat(255).map((byte) => String.fromCharCode(byte)),
    ),
    {
      maxLength: 60,
    },
  )
  .map((bytes) => bytes.join(''));

/** Numbers as a log may have them, and as it should not. */
const anyNumber = fc.oneof(
  fc.constantFrom('0', '-', '-0', '-1', '1e3', '1e400', '0e999', '1e-400', '.5', '5.', '+1', '007', '9'.repeat(400)),
  fc.constantFrom('9007199254740991', '9007199254740992', '18446744073709551616', '1e', 'NaN', 'Infinity', '0x10'),
  fc.nat().map(String),
  fc.double().map(String),
);

const anyTime = fc.oneof(
  fc.constantFrom('09/May/2018:16:00:39 +0000', '31/Dec/9999:23:59:60 -9999', '01/Jan/0000:00:00:00 +9999', '-'),
  fc.constantFrom(
    '2018-05-09T16:00:39+00:00',
    '0000-01-01T00:00:00Z',
    '2018-05-09 16:00:39.123Z',
    '29/Feb/1900:00:00:00 +0000',
  ),
  anyNumber,
);

const anyRequest = fc.oneof(
  fc.constantFrom('GET / HTTP/1.1', 'GET /a/b?c=d HTTP/2.0', '-', '', 'CONNECT a:443 HTTP/1.1', 'OPTIONS * HTTP/1.0'),
  hostileText.map((text) => `GET /${text} HTTP/1.1`),
  hostileText,
);

const anyField = fc.oneof(
  fc.constantFrom('-', '', 'a b', '::1', 'x'.repeat(1500), '\\"', '\\'),
  hostileText,
  anyNumber,
);

const anyParts = fc.record(
  {
    host: anyField,
    user: anyField,
    time: anyTime,
    request: anyRequest,
    status: fc.oneof(fc.constantFrom('200', '503'), anyNumber),
    bytes: anyNumber,
  },
  { requiredKeys: [] },
);

const anyJson = fc
  .record(
    {
      remote_addr: anyField,
      status: fc.oneof(fc.constantFrom(200, '503'), fc.jsonValue()),
      request: anyRequest,
      time_iso8601: anyTime,
      ts: fc.oneof(fc.double(), fc.jsonValue()),
      body_bytes_sent: fc.oneof(anyNumber, fc.jsonValue()),
      request_time: fc.oneof(anyNumber, fc.double()),
      http_user_agent: fc.oneof(anyField, fc.jsonValue()),
      other: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((object) => JSON.stringify(object));

/** A line as servers write them, with odd values in its fields. */
const anyLine = fc.oneof(
  anyParts.map(commonLine),
  fc.tuple(anyParts, anyField, anyField).map(([parts, referrer, agent]) => combinedLine(parts, referrer, agent)),
  fc.tuple(anyParts, anyField).map(([parts, host]) => `${host} ${combinedLine(parts)}`),
  fc.tuple(anyParts, anyNumber).map(([parts, latency]) => `${combinedLine(parts)} ${latency}`),
  anyJson,
);

/** A change somewhere in a text, at a place from 0 up to 1. */
const anyChange = fc.tuple(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.nat(20),
  fc.oneof(anyBytes, fc.constant('')),
);

/** A log of such lines of which bytes were replaced, taken out or put in; one character a byte. */
export const anyLog = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 40, arbitrary: anyLine },
        { weight: 10, arbitrary: anyBytes },
        { weight: 1, arbitrary: fc.constantFrom('x'.repeat(MAX_LINE_BYTES), 'x'.repeat(2 * MAX_LINE_BYTES)) },
      ),
      { maxLength: 8 },
    ),
    fc.array(anyChange, { maxLength: 3 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, changes, end, isEnded]) =>
    changes.reduce(
      (text, [place, removed, added]) => {
        const at = Math.floor(place * text.length);
        return text.slice(0, at) + added + text.slice(at + removed);
      },
      lines.join(end) + (isEnded ? end : ''),
    ),
  )
  .map((text) => Buffer.from(text, 'latin1'));

const LAYOUTS: Readonly<Record<string, Layout>> = {
  common,
  combined,
  vcommon,
  vcombined,
  json,
  'json with keys': jsonWith('host=a.b,status=code,bytes=other,latency_ms=request_time'),
  nginx: nginx(
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time',
  ),
  'nginx in parts': nginx('$msec|$remote_addr|$request_method|$request_uri|$server_protocol|$status|$bytes_sent'),
  apache: apache('%{X-Forwarded-For}i %h %l %u %t \\"%r\\" %>s %O %D'),
};

/** Layouts of all kinds, by what they are called. */
export const layoutsByName = Object.entries(LAYOUTS);

/** Places to cut bytes at, as shares of their length. */
export const anyCuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

/** The bytes cut at some places. */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((share) => Math.round(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((to, i) => bytes.subarray(places[i], to));
}
