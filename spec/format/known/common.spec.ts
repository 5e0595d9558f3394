import { describe, expect, it } from '@jest/globals';
import { combined, common, vcombined, vcommon } from '../../../src/format/known/common.js';
import type { TextLayout } from '../../../src/format/layout.js';
import { fieldsOf } from '../../support/fields.js';

const COMMON = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
const COMMON_FIELDS = {
  host: '127.0.0.1',
  user: 'frank',
  time: '10/Oct/2000:13:55:36 -0700',
  request: 'GET /apache_pb.gif HTTP/1.0',
  status: '200',
  bytes: '2326',
};
const COMBINED = `${COMMON} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;
const COMBINED_FIELDS = {
  ...COMMON_FIELDS,
  referrer: 'http://www.example.com/start.html',
  agent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
};

/** Lengths at which the start of a line fits. */
const lengthsThatFit = (of: TextLayout, line: string): number[] =>
  Array.from({ length: line.length + 1 }, (_, length) => length).filter(
    (length) => fieldsOf(of, line.slice(0, length)) !== undefined,
  );

describe('common', () => {
  it('reads the line of the Apache manual', () => {
    expect(fieldsOf(common, COMMON)).toEqual(COMMON_FIELDS);
  });

  it.each(['::1', '2001:db8::8a2e:370:7334', 'fe80::1%eth0', 'www.example.com'])('reads the host %s', (host) => {
    expect(fieldsOf(common, COMMON.replace('127.0.0.1', host))).toEqual({ ...COMMON_FIELDS, host });
  });

  it.each(['-', 'john smith', 'a[b]c', '""', 'dom\\user', 'j\xf6rg'])('reads the user %s', (user) => {
    expect(fieldsOf(common, COMMON.replace('frank', user))).toEqual({ ...COMMON_FIELDS, user });
  });

  it.each([
    ['escaped quotes', String.raw`GET /a?q=\"x\" HTTP/1.1`],
    ['an escaped quote that looks like the end of the field', String.raw`GET /a\" 500 7 HTTP/1.1`],
    ['an escaped backslash at its end', String.raw`GET /a\\`],
    ['escaped backslashes and quotes in a row', String.raw`GET /\\\"\\`],
    ['nothing but a dash', '-'],
    ['nothing', ''],
    ['TLS bytes as text', String.raw`\x16\x03\x01\x02\x00\x01\xFC\x03\x03`],
    ['raw TLS bytes', '\x16\x03\x01\x02\x00\x01\xfc\x03\x03'],
    ['bytes that are not UTF-8', 'GET /caf\xe9/\xc3\x28/\xff\xfe HTTP/1.1'],
    ['a null byte', 'GET /\0 HTTP/1.1'],
    ['a bare quote', 'GET /a"b HTTP/1.1'],
  ])('reads a request with %s', (_, request) => {
    const line = `127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "${request}" 200 2326`;
    expect(fieldsOf(common, line)).toEqual({ ...COMMON_FIELDS, request });
  });

  it('reads a request in UTF-8', () => {
    const line = new TextEncoder().encode(COMMON.replace('apache_pb.gif', 'café/日本'));
    const request = Buffer.from(fieldsOf(common, line)?.request ?? '', 'latin1').toString('utf8');
    expect(request).toBe('GET /café/日本 HTTP/1.0');
  });

  it('reads a dash for the size', () => {
    expect(fieldsOf(common, COMMON.replace('2326', '-'))).toEqual({ ...COMMON_FIELDS, bytes: '-' });
  });

  it('reads a connection that timed out before its request', () => {
    expect(fieldsOf(common, '::1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 -')).toEqual({
      host: '::1',
      user: '-',
      time: '10/Oct/2000:13:55:36 +0000',
      request: '-',
      status: '408',
      bytes: '-',
    });
  });

  it('does not look at what follows the size', () => {
    expect(fieldsOf(common, `${COMMON} 0.012 "x`)).toEqual(COMMON_FIELDS);
    expect(fieldsOf(common, COMBINED)).toEqual(COMMON_FIELDS);
  });

  it('fits a line that was cut short only from behind the status on', () => {
    const enough = COMMON.indexOf('2326');
    expect(lengthsThatFit(common, COMMON)).toEqual([enough, enough + 1, enough + 2, enough + 3, enough + 4]);
  });

  it.each([
    ['nothing', ''],
    ['a message', 'Server started'],
    ['no brackets around the time', COMMON.replace('[', '').replace(']', '')],
    ['no quotes around the request', COMMON.replaceAll('"', '')],
    ['a quote that nothing closes', COMMON.replace('1.0"', '1.0')],
    ['a quote that is hidden', COMMON.replace('1.0"', '1.0\\"')],
    ['JSON', '{"host":"127.0.0.1","status":200}'],
  ])('does not fit a line with %s', (_, line) => {
    expect(fieldsOf(common, line)).toBeUndefined();
  });
});

describe('combined', () => {
  it('reads the line of the Apache manual', () => {
    expect(fieldsOf(combined, COMBINED)).toEqual(COMBINED_FIELDS);
  });

  it('reads a line whose host is an IPv6 address and whose user has a space', () => {
    const line = COMBINED.replace('127.0.0.1', '2001:db8::1').replace('frank', 'john smith');
    expect(fieldsOf(combined, line)).toEqual({ ...COMBINED_FIELDS, host: '2001:db8::1', user: 'john smith' });
  });

  it.each([
    ['dashes', '-', '-'],
    ['nothing', '', ''],
    ['escaped quotes', String.raw`http://a/?q=\"b\" \"c\"`, String.raw`The \"best\" \"agent\"`],
    ['escaped backslashes at their ends', String.raw`C:\\dir\\`, String.raw`agent\\`],
    ['bytes that are not UTF-8', 'http://a/\xe9\xff', '\xc3\x28'],
    ['raw control bytes', '\x1b[31m', '\x16\x03\x01'],
  ])('reads a referrer and an agent with %s', (_, referrer, agent) => {
    expect(fieldsOf(combined, `${COMMON} "${referrer}" "${agent}"`)).toEqual({ ...COMMON_FIELDS, referrer, agent });
  });

  it('reads a connection that timed out before its request', () => {
    expect(fieldsOf(combined, '::1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 - "-" "-"')).toMatchObject({
      request: '-',
      status: '408',
      bytes: '-',
      referrer: '-',
      agent: '-',
    });
  });

  it('does not look at what follows the agent', () => {
    expect(fieldsOf(combined, `${COMBINED} "10.0.0.1" 0.012 "x`)).toEqual(COMBINED_FIELDS);
  });

  it('fits a line that was cut short only in its last field', () => {
    const agent = COMBINED.lastIndexOf('" "') + 3;
    const fitting = Array.from({ length: COMBINED.length - agent + 1 }, (_, i) => agent + i);
    expect(lengthsThatFit(combined, COMBINED)).toEqual(fitting);
    expect(fieldsOf(combined, COMBINED.slice(0, -1))).toEqual(fieldsOf(combined, COMBINED));
  });

  it('does not fit a line of the common format', () => {
    expect(fieldsOf(combined, COMMON)).toBeUndefined();
  });
});

describe.each([
  ['vcommon', vcommon, COMMON, COMMON_FIELDS],
  ['vcombined', vcombined, COMBINED, COMBINED_FIELDS],
])('%s', (_, of, line, fields) => {
  it.each(['www.example.com', 'www.example.com:443', '[::1]:80', '-', '_'])('reads the virtual host %s', (host) => {
    expect(fieldsOf(of, `${host} ${line}`)).toEqual({ ...fields, vhost: host });
  });

  it('does not fit a line without virtual host', () => {
    expect(fieldsOf(of, line.replace(' [en]', ''))).toBeUndefined();
  });
});
