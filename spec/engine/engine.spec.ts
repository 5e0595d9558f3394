import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { combined, common } from '../../src/format/known/common.js';
import { DEFAULT_INPUT_BYTES, Engine } from '../../src/engine/engine.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import { plainDigest } from '../support/digest.js';
import type { PlainTable } from '../support/digest.js';
import { bytesOf, combinedLine, commonLine, utf8 } from '../support/log.js';
import type { LineParts } from '../support/log.js';

/** Longer keys are cut and end in `…`. */
const MAX_KEY_BYTES = 1024;

function digestOf(text: string, layout = common): Digest {
  const digest = emptyDigest();
  new Engine().fold(bytesOf(text), layout, 'a.log', digest);
  return digest;
}

const keysOf = ({ rows }: PlainTable): string => rows.map(({ key }) => key).join(' & ');

interface Read {
  readonly host: string;
  readonly method: string;
  readonly section: string;
  readonly path: string;
  readonly status: string;
  readonly bytes: number;
}

/** What the digest of one line says of it; undefined when the line is no hit. */
function readOf(line: string, layout = common): Read | undefined {
  const { hits, unparsed, bytes, methods, sections, paths, statuses, hosts } = plainDigest(digestOf(line, layout));
  expect([hits, unparsed]).toEqual(hits === 1 ? [1, 0] : [0, 1]);
  if (hits === 0) return undefined;
  return {
    host: keysOf(hosts),
    method: keysOf(methods),
    section: keysOf(sections),
    path: keysOf(paths),
    status: keysOf(statuses),
    bytes,
  };
}

const plain: Read = {
  host: '10.0.0.1',
  method: 'GET',
  section: '/blog',
  path: '/blog/a.html',
  status: '200',
  bytes: 100,
};

describe('Engine', () => {
  it('counts a line with all that it says', () => {
    expect(readOf(commonLine())).toEqual(plain);
  });

  it('counts a line of the combined format, whatever stands in its last fields', () => {
    const line = combinedLine({}, 'http://example.com/?q="', 'Mozilla/5.0 (X11; Linux) "quoted" [x]');
    expect(readOf(line, combined)).toEqual(plain);
    expect(readOf(line, common)).toEqual(plain);
  });

  it.each<[string, LineParts, Partial<Read>]>([
    ['an IPv6 address', { host: '2001:db8::1' }, { host: '2001:db8::1' }],
    ['an IPv4 address in IPv6', { host: '::ffff:10.0.0.1' }, { host: '::ffff:10.0.0.1' }],
    ['the name of a host', { host: 'crawler.example.com' }, { host: 'crawler.example.com' }],
    ['a host that is not known', { host: '-' }, { host: '-' }],
    ['a user', { user: 'frank' }, {}],
    ['a user with a space', { user: 'Frank N. Stein' }, {}],
    ['a user with brackets', { user: 'fr[an]k' }, {}],
    ['a user of no bytes', { user: '' }, {}],
    ['a query', { request: 'GET /blog/a.html?q=/x/y HTTP/1.1' }, {}],
    ['a fragment', { request: 'GET /blog/a.html#x/y HTTP/1.1' }, {}],
    ['a path of one part', { request: 'GET /report HTTP/1.1' }, { section: '/report', path: '/report' }],
    ['the root', { request: 'GET / HTTP/1.1' }, { section: '/', path: '/' }],
    ['a space in the target', { request: 'GET /blog/a b.html HTTP/1.1' }, { path: '/blog/a b.html' }],
    ['no version', { request: 'GET /blog/a.html' }, {}],
    ['another version', { request: 'POST /blog/a.html HTTP/2.0' }, { method: 'POST' }],
    ['escaped quotes', { request: 'GET /blog/\\"a\\" HTTP/1.1' }, { path: '/blog/\\"a\\"' }],
    ['an escaped backslash', { request: 'GET /blog/a\\\\' }, { path: '/blog/a\\\\' }],
    ['an escaped quote and two more bytes', { request: 'GET /blog/\\" 200 1' }, { path: '/blog/\\" 200 1' }],
    [
      'an absolute-form target',
      { request: 'GET http://my.site.com/pages/create HTTP/1.1' },
      { section: 'http://my.site.com/pages', path: 'http://my.site.com/pages/create' },
    ],
    ['an asterisk-form target', { request: 'OPTIONS * HTTP/1.1' }, { method: 'OPTIONS', section: '*', path: '*' }],
    [
      'an authority-form target',
      { request: 'CONNECT example.com:443 HTTP/1.1' },
      { method: 'CONNECT', section: 'example.com:443', path: 'example.com:443' },
    ],
    ['no bytes', { bytes: '-', status: '304' }, { bytes: 0, status: '304' }],
    ['0 bytes', { bytes: '0' }, { bytes: 0 }],
    ['as many bytes as can be counted', { bytes: '9007199254740991' }, { bytes: Number.MAX_SAFE_INTEGER }],
    ['more bytes than can be counted', { bytes: '9007199254740992' }, { bytes: Number.MAX_SAFE_INTEGER }],
    ['2^64 bytes', { bytes: '18446744073709551616' }, { bytes: Number.MAX_SAFE_INTEGER }],
    ['bytes beyond all numbers', { bytes: '9'.repeat(400) }, { bytes: Number.MAX_SAFE_INTEGER }],
    ['zeros before the bytes', { bytes: '0042' }, { bytes: 42 }],
    ['a status that no server should send', { status: '999' }, { status: '999' }],
    ['no status', { status: '-' }, { status: '-' }],
  ])('counts a line with %s', (_, parts, read) => {
    expect(readOf(commonLine(parts))).toEqual({ ...plain, ...read });
  });

  it.each([
    ['-', '408'],
    ['', '400'],
    ['\\x16\\x03\\x01\\x02', '400'],
    ['\x16\x03\x01\x02\0\xfc', '400'],
    ['GET', '400'],
    ['GET ', '400'],
    ['/blog', '400'],
    ['GET blog HTTP/1.1', '400'],
    [' ', '400'],
    ['\xff\xfe\xfd', '400'],
    ['{"id":1}', '400'],
  ])('counts a hit without method and section for the request "%s"', (request, status) => {
    const read = { ...plain, method: '-', section: '-', path: '-', status, bytes: 0 };
    expect(readOf(commonLine({ request, status, bytes: '-' }))).toEqual(read);
  });

  it('keeps keys as the bytes of the log', () => {
    const path = utf8('/日本/ü/😀');
    expect(readOf(commonLine({ request: `GET ${path} HTTP/1.1` }))).toEqual({ ...plain, section: utf8('/日本'), path });
  });

  it('keeps bytes that are no UTF-8, and control bytes', () => {
    const path = '/\xff\xc3/\xe2\x80\x1b[31m\x00\x7f';
    const read = readOf(commonLine({ host: '\x9b1', request: `GET ${path} HTTP/1.1` }));
    expect(read).toEqual({ ...plain, host: '\x9b1', section: '/\xff\xc3', path });
  });

  it.each([
    '29/Feb/2024:23:59:59 +0000',
    '29/Feb/2000:00:00:00 +0000',
    '28/Feb/2023:23:59:59 -1200',
    '31/Dec/2016:23:59:60 +0000',
    '09/May/2018:16:00:39 +0530',
    '09/May/2018:16:00:39 -0930',
    '09/May/2018:16:00:39 +1400',
  ])('counts a line of %s', (time) => {
    expect(readOf(commonLine({ time }))).toEqual(plain);
  });

  it.each<[string, LineParts]>([
    ['29 February in a year without one', { time: '29/Feb/2023:16:00:39 +0000' }],
    ['29 February in 1900', { time: '29/Feb/1900:16:00:39 +0000' }],
    ['31 April', { time: '31/Apr/2018:16:00:39 +0000' }],
    ['24 hours', { time: '09/May/2018:24:00:00 +0000' }],
    ['61 seconds', { time: '09/May/2018:16:00:61 +0000' }],
    ['a month that there is not', { time: '09/Mai/2018:16:00:39 +0000' }],
    ['a time without offset', { time: '09/May/2018:16:00:39' }],
    ['no time', { time: '' }],
    ['a status of one digit', { status: '2' }],
    ['a status of two digits', { status: '20' }],
    ['a status of four digits', { status: '2000' }],
    ['a status with a letter', { status: '2OO' }],
    ['a status with a sign', { status: '-20' }],
    ['a status that is a long dash', { status: '---' }],
    ['no status', { status: '' }],
    ['a size that is no number', { bytes: '1e3' }],
    ['a size with a sign', { bytes: '-1' }],
    ['a size with a fraction', { bytes: '1.5' }],
    ['no size', { bytes: '' }],
    ['no host', { host: '' }],
    ['a quote that stays open', { request: 'GET /blog/\\' }],
  ])('does not count a line with %s', (_, parts) => {
    expect(readOf(commonLine(parts))).toBeUndefined();
  });

  it.each([
    ['an empty line', ''],
    ['a space', ' '],
    ['a carriage return', '\r'],
    ['text', 'Server started'],
    ['JSON', '{"host":"10.0.0.1"}'],
    ['zeros', '\0\0\0\0'],
    ['half a line', commonLine().slice(0, 50)],
    ['a line without its last field', commonLine().slice(0, -4)],
    ['the rest of a line', commonLine().slice(12)],
  ])('does not count %s', (_, line) => {
    expect(readOf(`${line}\n`)).toBeUndefined();
  });

  it('needs the fields of its layout', () => {
    expect(readOf(commonLine(), combined)).toBeUndefined();
  });

  describe('with several lines', () => {
    const [one, two] = [
      commonLine(),
      commonLine({ host: '::1', request: 'PUT /a HTTP/1.1', status: '500', bytes: '-' }),
    ];

    it('counts each, the last one without newline too', () => {
      expect(digestOf(`${one}\n${two}\n${one}`)).toMatchObject({ hits: 3, errors: 1, bytes: 200, unparsed: 0 });
    });

    it('passes over a carriage return before a newline, and at the end', () => {
      expect(plainDigest(digestOf(`${one}\r\n${two}\r\n${one}\r`))).toEqual(
        plainDigest(digestOf(`${one}\n${two}\n${one}\n`)),
      );
    });

    it('keeps a carriage return elsewhere, and one of two', () => {
      const inside = commonLine({ request: 'GET /a\rb HTTP/1.1' });
      expect(keysOf(plainDigest(digestOf(inside)).paths)).toBe('/a\rb');
      expect(digestOf(`${one}\r\r\n`)).toMatchObject({ hits: 0, unparsed: 1 });
    });

    it('counts those that do not fit, and goes on', () => {
      expect(digestOf(`${one}\n\nServer started\n${two}\n`)).toMatchObject({ hits: 2, unparsed: 2 });
    });

    it('counts nothing of no bytes', () => {
      expect(plainDigest(digestOf(''))).toEqual(plainDigest(emptyDigest()));
    });

    it('reads bytes from the middle of a larger block', () => {
      const block = bytesOf(`${two}\n${one}\n${two}\n`);
      const digest = emptyDigest();
      new Engine().fold(block.subarray(two.length + 1, two.length + one.length + 2), common, 'a.log', digest);
      expect(plainDigest(digest)).toEqual(plainDigest(digestOf(one)));
    });

    it('adds to what the digest holds', () => {
      const digest = digestOf(one);
      new Engine().fold(bytesOf(two), common, 'a.log', digest);
      expect(plainDigest(digest)).toEqual(plainDigest(digestOf(`${one}\n${two}`)));
    });

    it('remembers nothing of the lines before', () => {
      const lines = [one, two, 'Server started', '', commonLine({ request: '-' }), combinedLine()];
      const engine = new Engine();
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...lines)), (lines) => {
          const [digest, apart] = [emptyDigest(), emptyDigest()];
          engine.fold(bytesOf(lines.map((line) => `${line}\n`).join('')), common, 'a.log', digest);
          for (const line of lines) new Engine().fold(bytesOf(`${line}\n`), common, 'a.log', apart);
          expect(plainDigest(digest)).toEqual(plainDigest(apart));
        }),
      );
    });

    it('never throws, and counts every line as a hit or as none', () => {
      const anyByte = fc.oneof(fc.constantFrom(...Buffer.from('\n\r "[]\\-/')), fc.nat(255));
      const broken = fc.tuple(fc.nat(80), anyByte).map(([at, byte]) => {
        const bytes = Buffer.from(`${one}\n${two}\n`);
        bytes[at] = byte;
        return bytes;
      });
      fc.assert(
        fc.property(
          fc.oneof(
            fc.array(anyByte).map((bytes) => Buffer.from(bytes)),
            broken,
          ),
          (bytes) => {
            const { hits, unparsed } = digestOf(bytes.toString('latin1'));
            const newlines = bytes.filter((byte) => byte === 0x0a).length;
            expect(hits + unparsed).toBe(newlines + (bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0));
          },
        ),
      );
    });
  });

  describe('with long keys', () => {
    const CUT = utf8('…');
    const pathOf = (length: number): string => `/${'x'.repeat(length - 1)}`;
    const longest = pathOf(MAX_KEY_BYTES);

    it('keeps one of the greatest length', () => {
      const read = { ...plain, path: longest, section: longest };
      expect(readOf(commonLine({ request: `GET ${longest} HTTP/1.1` }))).toEqual(read);
    });

    it.each([MAX_KEY_BYTES + 1, 8192, 60_000])('cuts one of %d bytes, and says so', (length) => {
      const read = { ...plain, path: longest + CUT, section: longest + CUT };
      expect(readOf(commonLine({ request: `GET ${pathOf(length)} HTTP/1.1` }))).toEqual(read);
    });

    it('cuts the host', () => {
      const host = 'h'.repeat(MAX_KEY_BYTES);
      expect(readOf(commonLine({ host: `${host}h` }))).toEqual({ ...plain, host: host + CUT });
    });

    it.each([1, 2, 3])('cuts none of its characters in two, %d bytes before the end', (before) => {
      const path = `${pathOf(MAX_KEY_BYTES - before)}${utf8('😀')}/x`;
      const shown = pathOf(MAX_KEY_BYTES - before) + CUT;
      expect(readOf(commonLine({ request: `GET ${path} HTTP/1.1` }))).toMatchObject({ path: shown });
    });

    it('cuts bytes that are no characters near the greatest length', () => {
      const path = `/${'\x80'.repeat(2000)}`;
      const shown = path.slice(0, MAX_KEY_BYTES - 3) + CUT;
      expect(readOf(commonLine({ request: `GET ${path} HTTP/1.1` }))).toMatchObject({ path: shown });
    });

    it('does not count a query', () => {
      expect(readOf(commonLine({ request: `GET /blog/a.html?${'x'.repeat(8000)} HTTP/1.1` }))).toEqual(plain);
    });
  });

  describe('with long lines', () => {
    const ofLength = (length: number): string => {
      const line = combinedLine();
      return `${line.slice(0, -1)}${'x'.repeat(length - line.length)}"`;
    };

    it('counts one of the greatest length', () => {
      expect(digestOf(`${ofLength(MAX_LINE_BYTES)}\n`)).toMatchObject({ hits: 1, unparsed: 0 });
    });

    it('counts a longer one as unparsed, with a note for a sample, and goes on', () => {
      const digest = digestOf(`${ofLength(MAX_LINE_BYTES + 1)}\n${commonLine()}\n`);
      expect(digest).toMatchObject({
        hits: 1,
        unparsed: 1,
        sample: { source: 'a.log', line: '(a line of more than 64 KiB)' },
      });
    });

    it.each([DEFAULT_INPUT_BYTES - 1, DEFAULT_INPUT_BYTES, 3 * DEFAULT_INPUT_BYTES])(
      'counts one of %d bytes, more than it can hold, once, wherever it stands',
      (length) => {
        const [long, hit] = ['x'.repeat(length), `${commonLine()}\n`];
        expect(digestOf(long)).toMatchObject({ hits: 0, unparsed: 1 });
        expect(digestOf(`${hit}${long}\n${long}\n${hit}${long}`)).toMatchObject({ hits: 2, unparsed: 3 });
      },
    );
  });

  describe('keeps a sample', () => {
    it('of the lines that do not fit: the first one by its bytes', () => {
      expect(digestOf(`b\n${commonLine()}\na\nc\n`).sample).toEqual({ source: 'a.log', line: 'a' });
    });

    it('of none when all fit', () => {
      expect(digestOf(commonLine()).sample).toBeUndefined();
    });

    it('without the end of the line', () => {
      expect(digestOf('a\r\n').sample).toEqual({ source: 'a.log', line: 'a' });
      expect(digestOf('\n').sample).toEqual({ source: 'a.log', line: '' });
    });

    it('of a line that is not empty where there is one', () => {
      expect(digestOf('b\n\nc\n').sample?.line).toBe('b');
      expect(digestOf('\n\nc\n').sample?.line).toBe('c');
    });

    it('of the bytes as they are, 256 of them at most', () => {
      const line = '\x1b[2J\xff'.repeat(1000);
      expect(digestOf(`${line}\n`).sample).toEqual({ source: 'a.log', line: line.slice(0, 256) });
      expect(digestOf('x'.repeat(256)).sample?.line).toHaveLength(256);
    });

    it('that ends with a whole character', () => {
      expect(digestOf(`${'x'.repeat(254)}${utf8('€€')}\n`).sample?.line).toBe('x'.repeat(254));
      expect(digestOf(`${'x'.repeat(253)}${utf8('€')}\n`).sample?.line).toBe(`${'x'.repeat(253)}${utf8('€')}`);
    });
  });
});
