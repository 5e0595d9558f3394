import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestPartsOf } from '../support/fields.js';

describe('Engine, cutting requests', () => {
  it.each([
    // origin-form
    ['/', '/', '/'],
    ['/report', '/report', '/report'],
    ['/pages/', '/pages/', '/pages'],
    ['/pages/create', '/pages/create', '/pages'],
    ['/pages/create/new', '/pages/create/new', '/pages'],
    ['//a/b', '//a/b', '/'],
    ['//', '//', '/'],
    ['/http://a/b', '/http://a/b', '/http:'],
    // query and fragment
    ['/pages/create?x=1', '/pages/create', '/pages'],
    ['/report?x=1', '/report', '/report'],
    ['/report?x=/a/b', '/report', '/report'],
    ['/?a/b', '/', '/'],
    ['/pages/?', '/pages/', '/pages'],
    ['/report#top/a', '/report', '/report'],
    ['/report#top?x', '/report', '/report'],
    ['/report?x#top', '/report', '/report'],
    ['/a%2Fb/c', '/a%2Fb/c', '/a%2Fb'],
    // absolute-form
    ['http://my.site.com/pages/create', 'http://my.site.com/pages/create', 'http://my.site.com/pages'],
    ['http://my.site.com/pages', 'http://my.site.com/pages', 'http://my.site.com/pages'],
    ['http://my.site.com/pages?x=/a', 'http://my.site.com/pages', 'http://my.site.com/pages'],
    ['http://my.site.com/', 'http://my.site.com/', 'http://my.site.com/'],
    ['http://my.site.com', 'http://my.site.com', 'http://my.site.com'],
    ['http://my.site.com?x=/a/b', 'http://my.site.com', 'http://my.site.com'],
    ['http://my.site.com//a', 'http://my.site.com//a', 'http://my.site.com/'],
    ['https://[::1]:8443/a/b', 'https://[::1]:8443/a/b', 'https://[::1]:8443/a'],
    ['http://', 'http://', 'http://'],
    ['http:/', 'http:/', 'http:/'],
    ['http:?//a/b', 'http:', 'http:'],
    // neither, as some clients send them
    ['a:/b/c', 'a:/b/c', 'a:/b'],
    ['example.com:80/a/b', 'example.com:80/a/b', 'example.com:80/a'],
    // asterisk-form and authority-form
    ['*', '*', '*'],
    ['example.com:443', 'example.com:443', 'example.com:443'],
    ['192.0.2.1:443', '192.0.2.1:443', '192.0.2.1:443'],
    ['[2001:db8::1]:443', '[2001:db8::1]:443', '[2001:db8::1]:443'],
    // targets with spaces, and bytes that are not UTF-8
    ['/a b/c d', '/a b/c d', '/a b'],
    ['/a HTTP/1.1 b', '/a HTTP/1.1 b', '/a HTTP'],
    ['/caf\xe9/\xc3\x28', '/caf\xe9/\xc3\x28', '/caf\xe9'],
    ['/\xff\xfe', '/\xff\xfe', '/\xff\xfe'],
    [String.raw`/\"a\"/b`, String.raw`/\"a\"/b`, String.raw`/\"a\"`],
  ])('cuts the target %s into the path %s and the section %s, with and without version', (target, path, section) => {
    const parts = { method: 'GET', path, section };
    expect(requestPartsOf(`GET ${target} HTTP/1.1`)).toEqual({ ...parts, protocol: 'HTTP/1.1' });
    expect(requestPartsOf(`GET ${target}`)).toEqual({ ...parts, protocol: '-' });
  });

  it.each(['GET', 'get', 'CONNECT', 'OPTIONS', 'M-SEARCH', 'VERSION-CONTROL', 'UPDATEREDIRECTREF', 'RPC_IN_DATA'])(
    'knows the method %s',
    (method) => {
      expect(requestPartsOf(`${method} /a/b HTTP/1.1`)).toEqual({
        method,
        path: '/a/b',
        section: '/a',
        protocol: 'HTTP/1.1',
      });
    },
  );

  it('takes a method of at most 24 bytes', () => {
    expect(requestPartsOf(`${'A'.repeat(24)} /`)).toMatchObject({ method: 'A'.repeat(24) });
    expect(requestPartsOf(`${'A'.repeat(25)} /`)).toBeUndefined();
  });

  it.each(['HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0', 'HTTP/2', 'HTTP/3'])(
    'leaves the version %s out of the path',
    (version) => {
      expect(requestPartsOf(`GET /a/b ${version}`)).toMatchObject({ path: '/a/b', protocol: version });
    },
  );

  it.each(['http/1.1', 'HTTX/1.1', 'HTTP', 'HTT', 'H'])('takes %s at the end for a part of the target', (word) => {
    expect(requestPartsOf(`GET /a ${word}`)).toMatchObject({ path: `/a ${word}`, protocol: '-' });
  });

  it('passes over more than one space between the parts, and over spaces at the end', () => {
    const parts = { method: 'GET', path: '/a/b', section: '/a' };
    expect(requestPartsOf('GET   /a/b   HTTP/1.1')).toEqual({ ...parts, protocol: 'HTTP/1.1' });
    expect(requestPartsOf('GET /a/b HTTP/1.1  ')).toEqual({ ...parts, protocol: 'HTTP/1.1' });
    expect(requestPartsOf('GET /a/b  ')).toEqual({ ...parts, protocol: '-' });
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a dash', '-'],
    ['a method alone', 'GET'],
    ['a method and a space', 'GET '],
    ['no target', 'GET HTTP/1.1'],
    ['no target between two spaces', 'GET  HTTP/1.1'],
    ['no method', '/a/b HTTP/1.1'],
    ['a space before the method', ' GET / HTTP/1.1'],
    ['a tab behind the method', 'GET\t/ HTTP/1.1'],
    ['a method with a digit', 'G3T / HTTP/1.1'],
    ['raw TLS bytes', '\x16\x03\x01\x02\x00\x01\xfc\x03\x03 / HTTP/1.1'],
    ['TLS bytes as text', String.raw`\x16\x03\x01\x02\x00 / HTTP/1.1`],
    ['a target that begins with a quote', String.raw`GET \"/a\" HTTP/1.1`],
    ['a target that is only a query', 'GET ?x=1 HTTP/1.1'],
    ['a target that is no path and has no origin', 'GET index.html HTTP/1.1'],
    ['a colon behind the first slash of such a target', 'GET pages/a:b HTTP/1.1'],
    ['two words', 'hello world'],
    ['a dash for a method', '- / HTTP/1.1'],
    ['a target that begins with a byte that is not ASCII', 'GET \xe9 HTTP/1.1'],
  ])('finds no request line in %s', (_, request) => {
    expect(requestPartsOf(request)).toBeUndefined();
  });

  it('reads only the bytes that it is given, whatever stands around them', () => {
    const request = 'GET /pages/create HTTP/1.1';
    for (let length = 0; length <= request.length; length++) {
      const start = request.slice(0, length);
      expect(requestPartsOf(start, 'POST ', `${request.slice(length)} /z`)).toEqual(requestPartsOf(start));
    }
    const piece = fc.string({ unit: fc.constantFrom('G', '-', ' ', '/', ':', '?', '*', 'HTTP', 'HTTP/1.1', '\xff') });
    fc.assert(
      fc.property(fc.constantFrom('', 'GET /a', 'GET a'), piece, piece, piece, (start, rest, before, after) => {
        expect(requestPartsOf(start + rest, before, after)).toEqual(requestPartsOf(start + rest));
      }),
    );
  });

  it('finds a path without query and fragment, and a section that begins it', () => {
    const target = fc
      .string({ unit: fc.constantFrom('a', ' ', '/', ':', '?', '#', '\xff') })
      .map((rest) => `/${rest}`.trimEnd());
    fc.assert(
      fc.property(target, (text) => {
        const path = /^[^?#]*/.exec(text)?.[0] ?? '';
        const section = /^\/[^/]*/.exec(path)?.[0] ?? '';
        expect(requestPartsOf(`GET ${text} HTTP/1.1`)).toEqual({ method: 'GET', path, section, protocol: 'HTTP/1.1' });
      }),
    );
  });

  it('never fails, and what it finds lies inside the request, in order', () => {
    const anyByte = fc.nat(255).filter((byte) => byte !== 0x0a && byte !== 0x7c);
    fc.assert(
      fc.property(
        fc.array(anyByte, { maxLength: 40 }),
        fc.constantFrom('', 'GET ', 'GET /', 'GET http://'),
        (rest, start) => {
          const request = start + Buffer.from(rest).toString('latin1');
          const parts = requestPartsOf(request);
          if (parts === undefined) return;
          const { method, path, section } = parts;
          expect(request.startsWith(`${method} `)).toBe(true);
          expect(request.indexOf(path, method.length + 1)).not.toBe(-1);
          expect(path.startsWith(section)).toBe(true);
          expect(section).not.toBe('');
        },
      ),
    );
  });
});
