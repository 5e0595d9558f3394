import { SECOND } from '../fields.js';
import type { TextLayout } from '../layout.js';
import type { FieldName } from '../fields.js';
import { layoutOfPieces, withoutEscapes } from './format-string.js';
import type { Meaning, Piece } from './format-string.js';

/** The variables of each field; if a format has several, the first is read. */
const VARIABLES: Partial<Record<FieldName, readonly string[]>> = {
  host: ['remote_addr', 'realip_remote_addr', 'proxy_protocol_addr', 'http_x_real_ip', 'http_x_forwarded_for'],
  user: ['remote_user'],
  time: ['time_local', 'time_iso8601', 'msec'],
  request: ['request'],
  status: ['status'],
  bytes: ['body_bytes_sent', 'bytes_sent'],
  referrer: ['http_referer'],
  agent: ['http_user_agent'],
  method: ['request_method'],
  target: ['request_uri', 'uri', 'document_uri'],
  protocol: ['server_protocol'],
  latency: ['request_time', 'upstream_response_time'],
  vhost: ['host', 'server_name', 'http_host'],
};

const meanings = new Map(
  Object.entries(VARIABLES).flatMap(([name, variables]) =>
    variables.map((variable, rank): [string, Meaning] => [
      variable,
      { name: name as FieldName, rank, latencyMicroseconds: SECOND },
    ]),
  ),
);

const variablePattern = /\$(?:\{(\w+)\}|(\w+))/g;

/**
 * The layout of lines that nginx writes by a `log_format`, as given there: `$remote_addr - $remote_user …`, also
 * `${name}`. Variables without any relation to rxmon's counts are ignored fields.
 * Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
 *
 * @throws RangeError with the reason why it does not allow lines to be read
 */
export function nginx(logFormat: string): TextLayout {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of logFormat.matchAll(variablePattern)) {
    if (match.index > at) pieces.push(withoutEscapes(logFormat.slice(at, match.index)));
    pieces.push({ written: match[0], meaning: meanings.get(match[1] ?? match[2] ?? '') });
    at = match.index + match[0].length;
  }
  if (at < logFormat.length) pieces.push(withoutEscapes(logFormat.slice(at)));
  return layoutOfPieces('nginx log_format', logFormat, pieces);
}
