import { requestTimes } from './latency.mjs';
import { traffic } from './traffic.mjs';

const COMBINED = /^(\S+) - (\S+) \[([^\]]+)\] "(.*)" (\d+) (\d+|-) "(.*)" "(.*)"$/;

/** The traffic of `latency` as lines of JSON, as nginx writes them with `escape=json`. */
export const json = {
  name: 'json',
  about: 'the lines of `latency` as JSON, with the keys of nginx',
  async *lines({ bin, count }) {
    const seconds = requestTimes();
    for await (const line of traffic(bin, count)) yield jsonLine(line, seconds());
  },
};

function jsonLine(line, seconds) {
  const fields = COMBINED.exec(line);
  if (fields === null) throw new Error(`The generator wrote a line that is not combined: ${line}`);
  const [host, user, time, request, status, bytes, referrer, agent] = fields.slice(1);
  return JSON.stringify({
    time_iso8601: iso8601(time),
    remote_addr: host,
    remote_user: user,
    request,
    status: Number(status),
    body_bytes_sent: bytes === '-' ? 0 : Number(bytes),
    request_time: Number(seconds),
    http_referer: referrer,
    http_user_agent: agent,
  });
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2018-05-09T16:00:00+00:00` of `09/May/2018:16:00:00 +0000`. */
function iso8601(time) {
  const month = String(MONTHS.indexOf(time.slice(3, 6)) + 1).padStart(2, '0');
  return `${time.slice(7, 11)}-${month}-${time.slice(0, 2)}T${time.slice(12, 20)}${time.slice(21, 24)}:${time.slice(24)}`;
}
