import { describe, expect, it } from '@jest/globals';
import { combined, common } from '../../../src/format/known/common.js';
import { nginx } from '../../../src/format/strings/nginx.js';
import { fieldsOf } from '../../support/fields.js';

const COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const TIME = '10/Oct/2000:13:55:36 -0700';

describe('nginx', () => {
  it.each([
    ['$server_name $host', 'b'],
    ['$http_host $server_name', 'b'],
    ['$http_host $pid', 'a'],
  ])('reads the virtual host of %s', (format, vhost) => {
    expect(fieldsOf(nginx(`${format} $remote_addr $status`), 'a b 10.0.0.1 200')).toMatchObject({ vhost });
  });

  it('makes combined of what nginx calls so', () => {
    const line = `::1 - Frank Stein [${TIME}] "GET /\\"a HTTP/1.0" 200 2326 "-" "x \\"y\\""`;
    expect(fieldsOf(nginx(COMBINED), line)).toEqual(fieldsOf(combined, line));
    expect(fieldsOf(nginx(COMBINED), line)).toMatchObject({ user: 'Frank Stein', agent: 'x \\"y\\"' });
  });

  it('has a name, and the string for its template', () => {
    expect(nginx(COMBINED)).toMatchObject({ kind: 'text', name: 'nginx log_format', template: COMBINED });
  });

  it('reads the latency behind common, in seconds', () => {
    const of = nginx('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $request_time');
    const line = `::1 - - [${TIME}] "GET / HTTP/1.0" 200 2326 0.012`;
    expect(fieldsOf(of, line)).toEqual({ ...fieldsOf(common, line), latency: '0.012' });
    expect(of.latencyMicroseconds).toBe(1_000_000);
  });

  it.each([
    ['$remote_addr|$time_iso8601', '::1|2018-05-09T16:00:39+00:00', { host: '::1', time: '2018-05-09T16:00:39+00:00' }],
    ['$msec $remote_addr', '1525881639.123 ::1', { time: '1525881639.123', host: '::1' }],
    [
      '$request_method $request_uri $server_protocol $bytes_sent',
      'GET /a?b HTTP/2.0 5',
      { method: 'GET', target: '/a?b', protocol: 'HTTP/2.0', bytes: '5' },
    ],
    ['$uri $status', '/a 200', { target: '/a', status: '200' }],
    ['${remote_addr}x${status}', '::1x200', { host: '::1', status: '200' }],
    ['[$time_local] $remote_addr', `[${TIME}] ::1`, { time: TIME, host: '::1' }],
    ['host=$remote_addr status=$status', 'host=::1 status=200', { host: '::1', status: '200' }],
    ['$remote_addr $foo "$http_x_bar" $status', '::1 a "b c" 200', { host: '::1', status: '200' }],
    ['$http_x_forwarded_for $status', '10.0.0.1 200', { host: '10.0.0.1', status: '200' }],
    ['$http_x_forwarded_for $remote_addr', '10.0.0.1 ::1', { host: '::1' }],
    ['$remote_addr $remote_addr $status', '::1 ::2 200', { host: '::1', status: '200' }],
    ['$upstream_response_time $request_time $status', '0.5 0.7 200', { latency: '0.7', status: '200' }],
    ['$upstream_response_time $status', '0.5 200', { latency: '0.5', status: '200' }],
    ['$bytes_sent $body_bytes_sent', '2 1', { bytes: '1' }],
    ['$uri $request_uri', '/index.html /', { target: '/' }],
    ['\\"$remote_addr\\" $status', '"::1" 200', { host: '::1', status: '200' }],
    ['$remote_addr\\t$status', '::1\t200', { host: '::1', status: '200' }],
    ['$remote_addr 5$ $status', '::1 5$ 200', { host: '::1', status: '200' }],
    ['{"a":"$remote_addr","s":$status}', '{"a":"::1","s":200}', { host: '::1', status: '200' }],
    ['$remote_addr é $status', Buffer.from('::1 é 200').toString('latin1'), { host: '::1', status: '200' }],
  ])('%s', (format, line, read) => {
    expect(fieldsOf(nginx(format), line)).toEqual(read);
  });

  it.each([
    ['$remote_addr$status', 'nothing stands between $remote_addr and $status: put a space between them'],
    ['${foo}$status', 'nothing stands between ${foo} and $status: put a space between them'],
    ['$scheme://$host$request_uri $status', 'nothing stands between $host and $request_uri: put a space between them'],
    ['$foo $bar', 'it has no field that rxmon reads'],
    [`$remote_addr ${'x'.repeat(43)} $status`, `it has " ${'x'.repeat(43)} " between two fields: 44 bytes can be read`],
    [`$status${' $a'.repeat(64)}`, 'it has 65 fields: leave those at the end out, 64 can be read'],
  ])('refuses %s and says why', (format, message) => {
    expect(() => nginx(format)).toThrow(new RangeError(message));
  });
});
