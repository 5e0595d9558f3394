import { combinedLine } from '../support/log.js';

/**
 * A log with a text wherever a client or a server may have put it; nothing in it ends a line. One character a byte.
 *
 * @returns the lines without their ends
 */
export function linesWith(text: string): string[] {
  return [
    combinedLine({ host: text }),
    combinedLine({ user: text }),
    combinedLine({ request: `GET /${text}/${text} HTTP/1.1` }),
    combinedLine({ request: `${text} /a HTTP/1.1` }),
    combinedLine({ request: `GET /a HTTP/${text}` }),
    combinedLine({ request: text }),
    combinedLine({ status: text }),
    combinedLine({ bytes: text }),
    combinedLine({ time: text }),
    combinedLine({}, text),
    combinedLine({}, '-', text),
    text,
  ];
}

/** The same in JSON, in which controls are escaped. */
export function jsonLinesWith(text: string): string[] {
  const whole = { remote_addr: '::1', status: 200, time_iso8601: '2018-05-09T16:00:39Z' };
  const keys = ['remote_addr', 'remote_user', 'http_referer', 'http_user_agent', 'server_protocol', 'request_method'];
  return keys.map((key) => JSON.stringify({ ...whole, [key]: text }));
}
