import type { JsonKey, JsonLayout } from './json-layout.js';
import { FIELDS, SECOND } from '../fields.js';
import type { FieldName } from '../fields.js';

/** The maximum number of keys of a layout, including those of the objects around them. */
export const MAX_KEYS = 160;
/** The maximum length of all keys together, in bytes. */
export const MAX_KEY_TEXT_BYTES = 8192;

type Paths = readonly (readonly string[])[];

const flat = (...keys: string[]): Paths => keys.map((key) => [key]);
const caddyHeader = (name: string): readonly string[] => ['request', 'headers', name];

/** The keys of nginx (named like its variables), Caddy and Traefik, in order of preference. */
const KNOWN: Readonly<Record<FieldName, Paths>> = {
  host: [...flat('remote_addr', 'ClientHost'), ['request', 'client_ip'], ['request', 'remote_ip']],
  user: flat('remote_user', 'user_id', 'ClientUsername'),
  time: flat('time_local', 'time_iso8601', 'msec', 'ts', 'StartUTC', 'time'),
  request: flat('request'),
  status: flat('status', 'DownstreamStatus'),
  bytes: flat('body_bytes_sent', 'bytes_sent', 'size', 'DownstreamContentSize'),
  referrer: [...flat('http_referer', 'request_Referer'), caddyHeader('Referer')],
  agent: [...flat('http_user_agent', 'request_User-Agent'), caddyHeader('User-Agent')],
  method: [...flat('request_method', 'RequestMethod'), ['request', 'method']],
  target: [...flat('request_uri', 'uri', 'RequestPath'), ['request', 'uri']],
  protocol: [...flat('server_protocol', 'RequestProtocol'), ['request', 'proto']],
  vhost: [...flat('host', 'server_name', 'http_host', 'RequestHost'), ['request', 'host']],
  latency: flat('request_time', 'duration', 'Duration', 'upstream_response_time'),
};

/** Latencies in other units than seconds: Traefik's is in nanoseconds. */
const KNOWN_UNITS: Readonly<Record<string, number>> = { Duration: 0.001 };

const knownKeys: readonly JsonKey[] = FIELDS.flatMap((field) =>
  KNOWN[field].map((path, rank): JsonKey => {
    const latencyMicroseconds = KNOWN_UNITS[path[0] ?? ''] ?? SECOND;
    // Rank 0 is for the keys that the user names.
    return { path, field, rank: rank + 1, latencyMicroseconds };
  }),
);

/**
 * The keys of nginx, Caddy and Traefik. Sources: https://nginx.org/en/docs/http/ngx_http_log_module.html with variables
 * for keys, https://caddyserver.com/docs/caddyfile/directives/log,
 * https://doc.traefik.io/traefik/observability/access-logs/#limiting-the-fieldsincluding-headers
 */
export const json: JsonLayout = { kind: 'json', name: 'json', keys: knownKeys };

const LATENCIES: Readonly<Record<string, number>> = {
  latency: SECOND,
  latency_ms: 1000,
  latency_us: 1,
  latency_ns: 0.001,
};

/**
 * The layout of JSON with additional keys, which take precedence over the known ones:
 * `host=client.ip,status=code,latency_ms=took`. A dot leads into an object, or is a part of the key; a backslash before
 * a dot, a comma or an equals sign makes it a part of the key.
 *
 * @throws RangeError with the error in the list
 */
export function jsonWith(list: string): JsonLayout {
  const own = splitAt(list, ',').flatMap(keysOf);
  const keys = [...own, ...knownKeys];
  const text = keys.flatMap(({ path }) => path);
  if (text.length > MAX_KEYS || new TextEncoder().encode(text.join('')).length > MAX_KEY_TEXT_BYTES) {
    throw new RangeError('it has too many keys: name each field once');
  }
  return { kind: 'json', name: 'json', keys };
}

function keysOf(pair: string): JsonKey[] {
  const [name = '', ...rest] = splitAt(pair, '=');
  const latencyMicroseconds = LATENCIES[name];
  const field = latencyMicroseconds === undefined ? FIELDS.find((known) => known === name) : 'latency';
  if (field === undefined) {
    const names = [...FIELDS, ...Object.keys(LATENCIES).slice(1)].join(', ');
    throw new RangeError(`"${name}" is no field: use ${names}`);
  }
  const path = splitAt(rest.join('='), '.').map(withoutBackslashes);
  if (path.includes('')) throw new RangeError(`"${pair}" names no key: use field=key, like host=client.ip`);
  const key = { field, rank: 0, latencyMicroseconds: latencyMicroseconds ?? SECOND };
  // Some writers flatten objects into keys with dots.
  return path.length === 1
    ? [{ path, ...key }]
    : [
        { path, ...key },
        { path: [path.join('.')], ...key },
      ];
}

/** Splits at separators without a backslash before them. */
function splitAt(text: string, separator: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\.|[^]/gsu)) {
    if (piece === separator) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}

const withoutBackslashes = (text: string): string => text.replace(/\\(.)/gsu, '$1');
