import { describe, expect, it } from '@jest/globals';
import { apache } from '../../../src/format/strings/apache.js';
import { combined, common, vcombined } from '../../../src/format/known/common.js';
import { fieldsOf } from '../../support/fields.js';

const TIME = '10/Oct/2000:13:55:36 -0700';
const COMMON = `::1 - Frank Stein [${TIME}] "GET /\\"a HTTP/1.0" 200 2326`;

describe('apache', () => {
  it.each([
    ['common', '%h %l %u %t "%r" %>s %b', common, COMMON],
    ['combined', '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"', combined, `${COMMON} "a" "b"`],
    [
      'combined as in a configuration',
      '%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-agent}i\\"',
      combined,
      `${COMMON} "a" "b"`,
    ],
    ['vcombined', '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"', vcombined, `x:80 ${COMMON} "a" "b"`],
    ['common with modifiers', '%h %l %u %t "%r" %!200,304>s %b', common, COMMON],
  ])('makes %s of what Apache calls so', (_, format, known, line) => {
    const { vhost, ...fields } = fieldsOf(known, line) ?? {};
    // `%v:%p` tells the virtual host and its port apart.
    const expected = vhost === undefined ? fields : { ...fields, vhost: vhost.replace(/:\d+$/, '') };
    expect(fieldsOf(apache(format), line)).toEqual(expected);
    expect(fieldsOf(apache(format), line)).toBeDefined();
  });

  it('has a name, and the string for its template', () => {
    expect(apache('%h %s')).toMatchObject({ kind: 'text', name: 'Apache LogFormat', template: '%h %s' });
  });

  it.each([
    ['%V %v %h', 'b'],
    ['%{Host}i %V %h', 'b'],
    ['%{Host}i %l %h', 'a'],
  ])('reads the virtual host of %s, its name before the one that was asked for', (format, vhost) => {
    expect(fieldsOf(apache(`${format} %s`), 'a b 10.0.0.1 200')).toMatchObject({ host: '10.0.0.1', vhost });
  });

  it.each([
    ['%h %D', 1],
    ['%h %T', 1_000_000],
    ['%h %{s}T', 1_000_000],
    ['%h %{ms}T', 1000],
    ['%h %{us}T', 1],
    ['%h %{MS}T', 1000],
    ['%T %{ms}T %h', 1000],
    ['%T %{ms}T %D', 1],
    ['%h', 1_000_000],
  ])('knows the unit of the latency in %s', (format, microseconds) => {
    expect(apache(format).latencyMicroseconds).toBe(microseconds);
  });

  it.each([
    ['%T %{ms}T %D', '1 1234 1234567', { latency: '1234567' }],
    ['%a %s', '::1 200', { host: '::1', status: '200' }],
    ['%{c}a %s', '::1 200', { host: '::1', status: '200' }],
    ['%a %h', '::1 localhost', { host: 'localhost' }],
    ['%{X-Forwarded-For}i %h', '::1 ::2', { host: '::2' }],
    ['%{X-Forwarded-For}i %s', '::1 200', { host: '::1', status: '200' }],
    ['%B %I %O %S', '1 2 3 4', { bytes: '1' }],
    ['%I %O', '2 3', { bytes: '3' }],
    ['%m %U%q %H', 'GET /a?b=c HTTP/1.1', { method: 'GET', target: '/a?b=c', protocol: 'HTTP/1.1' }],
    ['%U %q %s', '/a ?b 200', { target: '/a', status: '200' }],
    ['%s %>s', '302 200', { status: '200' }],
    ['%<s %h', '302 ::1', { status: '302', host: '::1' }],
    ['%>s %<s', '200 302', { status: '200' }],
    ['"%{REFERER}i" %s', '"a b" 200', { referrer: 'a b', status: '200' }],
    ['"%!200,304{Referer}i" %s', '"a b" 200', { referrer: 'a b', status: '200' }],
    ['"%{Referer}!200i" %s', '"a b" 200', { referrer: 'a b', status: '200' }],
    ['%t %h', `[${TIME}] ::1`, { time: TIME, host: '::1' }],
    ['[%{%d/%b/%Y:%T %z}t] %h', `[${TIME}] ::1`, { time: TIME, host: '::1' }],
    ['%{sec}t %h', '1525881639 ::1', { time: '1525881639', host: '::1' }],
    ['%{begin:msec}t %h', '1525881639123 ::1', { time: '1525881639123', host: '::1' }],
    ['%{%FT%T%z}t %h', '2018-05-09T16:00:39+0000 ::1', { time: '2018-05-09T16:00:39+0000', host: '::1' }],
    ['%t %{msec_frac}t %h', `[${TIME}] 123 ::1`, { time: TIME, host: '::1' }],
    ['%h 5%% %s', '::1 5% 200', { host: '::1', status: '200' }],
    ['%h %X %k %{FOO}e %{id}n %^FU %{UNIQUE_ID}^ti %s', '::1 + 0 a b c d 200', { host: '::1', status: '200' }],
    ['%h\\t%s', '::1\t200', { host: '::1', status: '200' }],
    ['- %h %s', '- ::1 200', { host: '::1', status: '200' }],
  ])('%s', (format, line, read) => {
    expect(fieldsOf(apache(format), line)).toEqual(read);
  });

  it.each([
    ['%h%s', 'nothing stands between %h and %s: put a space between them'],
    ['%h%>s', 'nothing stands between %h and %>s: put a space between them'],
    ['%q%h', 'nothing stands between %q and %h: put a space between them'],
    ['%l %p', 'it has no field that rxmon reads'],
    ['100%%', 'it has no field that rxmon reads'],
    ['%h %{%H:%M}t %s', '%{%H:%M}t is no time that rxmon reads: use %t or %{%d/%b/%Y:%T %z}t or %{sec}t'],
    ['%h %{msec_frac}t', '%{msec_frac}t is no time that rxmon reads: use %t or %{%d/%b/%Y:%T %z}t or %{sec}t'],
  ])('refuses %s and says why', (format, message) => {
    expect(() => apache(format)).toThrow(new RangeError(message));
  });
});
