import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COUNTED } from '../../src/digest/dimensions.js';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { combined, common } from '../../src/format/known/common.js';
import { MAX_STARS, MAX_TERMS, MAX_VALUE_BYTES, parseFilter } from '../../src/format/filter/filter.js';
import type { Filter } from '../../src/format/filter/filter.js';
import { json } from '../../src/format/known/json.js';
import { layout } from '../../src/format/layout.js';
import type { Layout } from '../../src/format/layout.js';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import { keyOf, lineWithout } from '../support/all-fields.js';
import { plainDigest } from '../support/digest.js';
import { bytesOf, combinedLine, utf8 } from '../support/log.js';

const engine = new Engine();

function filterOf(text: string): Filter {
  const filter = parseFilter(text);
  if ('fault' in filter) throw new Error(filter.fault);
  return filter;
}

/** What the engine counts of lines, one character a byte, that fit the filter. */
function digestOf(lines: readonly string[], filter: string, of: Layout = combined): Digest {
  const digest = emptyDigest();
  engine.filter(filterOf(filter));
  engine.fold(bytesOf(lines.map((line) => `${line}\n`).join('')), of, 'a.log', digest);
  return digest;
}

const fits = (line: string, filter: string, of?: Layout): boolean => digestOf([line], filter, of).hits === 1;

describe('Engine, with a filter', () => {
  it.each(COUNTED.map(({ field }) => field))('looks for %s: where the key of its table is', (field) => {
    const { layout, line } = lineWithout();
    expect(fits(line.trimEnd(), `${field}:${keyOf(field)}`, layout)).toBe(true);
    expect(fits(line.trimEnd(), `!${field}:${keyOf(field)}`, layout)).toBe(false);
    expect(fits(line.trimEnd(), `${field}:9${keyOf(field).slice(1)}`, layout)).toBe(false);
  });

  const line = combinedLine(
    { host: '10.0.0.17', user: 'Ann', request: 'POST /api/v1/orders?id=7 HTTP/1.1', status: '404' },
    'https://www.Google.com/search?q=a',
    'Mozilla/5.0 (compatible; Googlebot/2.1)',
  );

  it.each([
    ['status:404', 'status:403'],
    ['status:4xx', 'status:5xx'],
    ['status:40X', 'status:41x'],
    ['status:4', 'status:5'],
    ['status:*4', 'status:*5'],
    ['host:10.0.', 'host:0.0.'],
    ['host:10.0.0.17', 'host:10.0.0.170'],
    ['host:*.17', 'host:*.18'],
    ['host:1*7', 'host:1*8'],
    ['path:/api', 'path:api'],
    ['path:/api/v1/orders', 'path:/api/v1/orders?id'],
    ['path:/api/*/orders', 'path:/api/*/orders/'],
    ['path:*orders', 'path:*id=7'],
    ['section:/api', 'section:/api/'],
    ['user:Ann', 'user:ann'],
    ['method:post', 'method:get'],
    ['method:PO', 'method:ost'],
    ['protocol:http/1', 'protocol:http/2'],
    ['agent:GOOGLEBOT', 'agent:bingbot'],
    ['agent:mozilla*bot/', 'agent:bot*mozilla'],
    ['agent:"(compatible; g"', 'agent:"(compatible;g"'],
    ['referrer:google.COM', 'referrer:googlebot'],
    ['referrer:https://www.google.com/search?q=a', 'referrer:https://www.google.com/search?q=ab'],
    ['orders?ID=7', 'orders?id=8'],
    ['"post /api"', '"put /api"'],
    ['16:00:39', '16:00:40'],
    ['ann*GOOGLEBOT*2.1', 'googlebot*ann'],
    ['status:404 host:10. path:/api user:Ann method:post agent:bot referrer:google googlebot', 'status:404 host:11.'],
    ['!status:200', '!status:404'],
    ['-host:11. !path:/b', '!host:11. !path:/api'],
    ['', 'status:4xx !status:404'],
  ])('counts a hit that fits "%s", and none that would have to fit "%s"', (yes, no) => {
    expect([fits(line, yes), fits(line, no)]).toEqual([true, false]);
  });

  it('counts what does not fit neither as a hit nor as unparsed', () => {
    const digest = digestOf([line, combinedLine(), 'Server started'], 'status:404');
    expect(plainDigest(digest)).toEqual(plainDigest(digestOf([line], '')));
  });

  it('counts a line that fits no layout when it is asked for text alone', () => {
    const count = (filter: string): (number | string | undefined)[] => {
      const { hits, unparsed, sample } = digestOf(['Server STARTED', 'x', line], filter);
      return [hits, unparsed, sample?.line];
    };
    expect(count('')).toEqual([1, 2, 'Server STARTED']);
    expect(count('started')).toEqual([0, 1, 'Server STARTED']);
    expect(count('!started')).toEqual([1, 1, 'x']);
    expect(count('!status:404')).toEqual([0, 0, undefined]);
    expect(count('started status:')).toEqual([0, 1, 'Server STARTED']);
    expect(count('started !status:404')).toEqual([0, 0, undefined]);
  });

  it('counts no line that is too long to be looked at', () => {
    for (const length of [MAX_LINE_BYTES + 1, 300 * 1024]) {
      expect(digestOf(['x'.repeat(length)], '')).toMatchObject({ unparsed: 1 });
      expect(digestOf(['x'.repeat(length), line], 'x')).toMatchObject({ hits: 0, unparsed: 0 });
    }
  });

  it.each(['method:PUT', 'path:/b', 'section:/b', 'protocol:HTTP/2'])(
    'cuts each request before it looks for %s',
    (text) => {
      const requests = ['GET /a/x HTTP/1.1', 'PUT /b/xyz HTTP/2.0', 'GET /a/x HTTP/1.1'];
      const counted = digestOf(
        requests.map((request) => combinedLine({ request })),
        text,
      );
      expect(counted.tables.paths.rows().map(({ key }) => key)).toEqual(['/b/xyz']);
    },
  );

  it('knows a request that is none, as the tables do', () => {
    const broken = combinedLine({ request: '\\x16\\x03', status: '-' });
    expect(fits(broken, 'method:- path:- section:- status:- referrer:-')).toBe(true);
    expect(fits(broken, 'path:\\x16')).toBe(false);
    expect(fits(broken, '\\x16')).toBe(true);
    expect(fits(broken, '!path:/')).toBe(true);
    expect(fits(combinedLine({ request: 'GET http://a.b/c/d?e' }), 'section:http://a.b/c path:*/d')).toBe(true);
  });

  it('takes a field that the layout does not have for a dash', () => {
    expect(fits(line, 'agent:-', common)).toBe(true);
    expect(fits(line, 'agent:mozilla', common)).toBe(false);
  });

  it('compares bytes, which are UTF-8 in the filter', () => {
    const other = combinedLine({ request: `GET ${utf8('/日本/Ü')} HTTP/1.1` });
    expect(fits(other, 'path:/日')).toBe(true);
    expect(fits(other, '本/Ü')).toBe(true);
    // Upper and lower case are those of ASCII.
    expect(fits(other, '本/ü')).toBe(false);
    expect(fits(combinedLine({ user: '\xff\xc3' }), 'user:\xc3')).toBe(false);
  });

  it('looks at keys that a table would cut as a whole', () => {
    const long = combinedLine({ request: `GET /${'x'.repeat(2000)}y HTTP/1.1` });
    expect(fits(long, 'path:/*xy')).toBe(true);
  });

  it('reads what is escaped in JSON, and the line as it is written', () => {
    const object = JSON.stringify({ remote_addr: '::1', status: 200, request_uri: '/\u00fc', http_user_agent: 'a"B' });
    const escaped = utf8(object).replace(utf8('ü'), '\\u00fc');
    expect(fits(escaped, 'path:/ü', json)).toBe(true);
    expect(fits(escaped, String.raw`agent:a\"b`, json)).toBe(true);
    expect(fits(escaped, String.raw`\u00FC`, json)).toBe(true);
    expect(fits(escaped, '/ü', json)).toBe(false);
    expect(fits(escaped, String.raw`\"status\":200`, json)).toBe(true);
  });

  it('finds text at every place, whatever stands around the line', () => {
    for (let length = 1; length <= 40; length++) {
      for (let before = 0; before <= 40; before++) {
        const text = 'n'.repeat(length - 1) + 'X';
        const other = combinedLine({}, '-', `${'.'.repeat(before)}${text}`);
        expect(fits(other, `agent:${text}`)).toBe(true);
        expect(fits(other, `agent:n${text}`)).toBe(false);
        // The line behind goes on as the text would.
        expect(digestOf([other, 'y'.repeat(20)], `${text}"y`)).toMatchObject({ hits: 0, unparsed: 0 });
      }
    }
  });

  it('finds no text of which one byte differs', () => {
    for (let length = 1; length <= 40; length++) {
      for (let at = 0; at < length; at++) {
        const text = `${'n'.repeat(at)}m${'n'.repeat(length - at - 1)}`;
        const other = combinedLine({ host: 'n'.repeat(length) }, '-', 'n'.repeat(length));
        expect(fits(other, `agent:${text}`)).toBe(false);
        expect(fits(other, `host:${text}`)).toBe(false);
      }
    }
  });

  it('takes upper and lower case for the same in letters of ASCII alone', () => {
    const bytes = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
      (byte) => !'"*\\'.includes(byte),
    );
    for (const byte of bytes) {
      for (const other of bytes) {
        const isSame = byte.toLowerCase() === other.toLowerCase();
        const agent = combinedLine({}, '-', `.${other}.`);
        expect([byte, other, fits(agent, `agent:".${byte}."`)]).toEqual([byte, other, isSame]);
        expect([byte, other, fits(agent, `agent:"${byte}"`)]).toEqual([byte, other, isSame || byte === '.']);
      }
    }
  });

  it('has room for the largest filter that can be typed, and says so when there is none', () => {
    const value = Array.from({ length: MAX_STARS + 1 }, (_, i) => String(i).repeat(28)).join('*');
    const longest = value + 'z'.repeat(MAX_VALUE_BYTES - value.replaceAll('*', '').length);
    const text = Array.from({ length: MAX_TERMS }, () => `!agent:${longest}`).join(' ');
    expect(filterOf(text).terms).toHaveLength(MAX_TERMS);
    expect(fits(line, text)).toBe(true);
    expect(fits(combinedLine({}, '-', longest), text)).toBe(false);
    const { terms } = filterOf(text);
    expect(() => {
      engine.filter({ terms: [...terms, ...terms] });
    }).toThrow(new RangeError('The filter has 9728 bytes: use fewer or shorter terms'));
  });

  it('refuses a text that is longer than any that can be typed', () => {
    const part = 'x'.repeat(MAX_VALUE_BYTES + 1);
    expect(() => {
      engine.filter({ terms: [{ field: 'line', isNot: false, parts: [part] }] });
    }).toThrow(new RangeError('A term of the filter has a text of 257 bytes: use 256 at most'));
  });

  it('is forgotten when another one comes, or none', () => {
    const own = new Engine();
    const hits = (): number => {
      const digest = emptyDigest();
      own.fold(bytesOf(`${line}\n${combinedLine()}\n`), combined, 'a.log', digest);
      return digest.hits;
    };
    own.filter(filterOf('status:404 googlebot'));
    expect(hits()).toBe(1);
    own.filter(filterOf('path:/nothing'));
    expect(hits()).toBe(0);
    own.filter();
    expect(hits()).toBe(2);
    own.filter({ terms: [] });
    expect(hits()).toBe(2);
  });

  it('tells how many lines it has passed over', () => {
    const own = new Engine();
    const lines = bytesOf([line, combinedLine(), 'x', 'yyy', 'z'].map((text) => `${text}\n`).join(''));
    own.fold(lines, combined, 'a.log', emptyDigest());
    expect(own.takePassedOver()).toEqual({ hits: 0, unparsed: 0 });
    own.filter(filterOf('!yyy !googlebot'));
    own.fold(lines, combined, 'a.log', emptyDigest());
    expect(own.takePassedOver()).toEqual({ hits: 1, unparsed: 1 });
    expect(own.takePassedOver()).toEqual({ hits: 0, unparsed: 0 });
  });

  describe('counts what is counted without one of the lines that fit', () => {
    interface Row {
      readonly fields: Readonly<Record<string, string>> | undefined;
      readonly line: string;
    }

    const anyHit = fc.record({
      host: fc.constantFrom('10.0.0.1', '10.0.1.17', '::1', 'www.example.org', '-'),
      user: fc.constantFrom('-', 'ann', 'Ann', utf8('é')),
      method: fc.constantFrom('GET', 'POST', 'get', 'PATCH'),
      section: fc.constantFrom('/', '/api', '/API', utf8('/日本')),
      below: fc.constantFrom('', '/', '/v1/orders', '/v1/orders/7', '/abababab'),
      query: fc.constantFrom('', '?a=/api', '?bot'),
      status: fc.constantFrom('200', '204', '404', '500', '503', '-'),
      referrer: fc.constantFrom('-', 'https://Google.com/', 'http://a.b/c', 'x'.repeat(40)),
      agent: fc.constantFrom('-', 'Mozilla/5.0 (X11)', 'Googlebot/2.1', 'curl', 'aabaab aabaac'),
      isRequest: fc.boolean(),
    });
    const noHits = ['', 'x', 'Server started bot', '10.0.0.1 - - /api', '{"status":', '\xff'];

    /** How the lines of a layout are written. */
    const writers: Readonly<
      Record<string, { readonly of: Layout; readonly write: (hit: Record<string, string>) => string }>
    > = {
      common: {
        of: common,
        write: ({ host, user, request, status }) =>
          `${host} - ${user} [09/May/2018:16:00:39 +0000] "${request}" ${status} 100`,
      },
      combined: {
        of: combined,
        write: ({ host, user, request, status, referrer, agent }) =>
          `${host} - ${user} [09/May/2018:16:00:39 +0000] "${request}" ${status} 100 "${referrer}" "${agent}"`,
      },
      parts: {
        of: layout('parts', '{status}|{method}|{target}|{agent}|{referrer}|{host}|{user}|{bytes}'),
        write: ({ host, user, method, target, status, referrer, agent }) =>
          `${status}|${method}|${target}|${agent}|${referrer}|${host}|${user}|7`,
      },
      json: {
        of: json,
        write: ({ host, user, request, status, referrer, agent }) =>
          JSON.stringify({
            remote_addr: host,
            remote_user: user,
            request,
            status,
            http_referer: referrer,
            http_user_agent: agent,
          }),
      },
      'json with parts': {
        of: json,
        write: ({ host, user, method, target, status, referrer, agent }) =>
          JSON.stringify({
            ClientHost: host,
            ClientUsername: user,
            RequestMethod: method,
            RequestPath: target,
            DownstreamStatus: Number(status) || status,
            request_Referer: referrer,
            'request_User-Agent': agent,
          }),
      },
    };

    const anyValue = fc.oneof(
      fc.constantFrom('10.', '10.0.0.1', '.example', 'ann', 'a', 'Ann', 'é', 'get', 'PO', '/', '/api', '/api/', '/v1/'),
      fc.constantFrom(
        '4',
        '40x',
        '5xx',
        '200',
        'xx',
        '-',
        'GOOGLE',
        'bot',
        'mozilla/5.0 (',
        'aabaac',
        'xxxxxxxxxxxxxxxxx',
      ),
      fc.constantFrom('日', 'ababab', 'orders', '7', 'b', '?', '"', '16:00', '://'),
    );
    const anyTerm = fc.record({
      field: fc.constantFrom('status', 'host', 'path', 'section', 'user', 'method', 'agent', 'referrer', 'line'),
      isNot: fc.boolean(),
      values: fc.array(anyValue, { minLength: 1, maxLength: 3 }),
      star: fc.constantFrom('', '*'),
    });
    type AnyTerm = typeof anyTerm extends fc.Arbitrary<infer T> ? T : never;

    const textOf = ({ field, isNot, values, star }: AnyTerm): string => {
      const value = `"${star}${values.join('*').replaceAll('"', '\\"')}"`;
      return `${isNot ? '!' : ''}${field === 'line' ? '' : `${field}:`}${value}`;
    };
    const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

    function termFits({ field, isNot, values, star }: AnyTerm, { fields, line }: Row): boolean {
      const isCaseless = ['method', 'agent', 'referrer', 'line'].includes(field);
      const cased = isCaseless ? lower : (text: string) => text;
      const among = cased(field === 'line' ? line : (fields?.[field] ?? ''));
      const pattern = values
        .map((value) => cased(utf8(value)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .map((value) => (field === 'status' ? value.replaceAll('x', '\\d') : value))
        .join('.*');
      const isPrefix = !['agent', 'referrer', 'line'].includes(field) && star === '';
      return new RegExp(isPrefix ? `^${pattern}` : pattern, 's').test(among) !== isNot;
    }

    it.each(Object.keys(writers))('of %s', (name) => {
      const { of, write } = writers[name] ?? { of: common, write: () => '' };
      const hasReferrer = name !== 'common';
      const anyRow: fc.Arbitrary<Row> = fc.oneof(
        {
          weight: 5,
          arbitrary: anyHit.map(({ isRequest, below, query, ...hit }): Row => {
            const path =
              hit.section + (hit.section === '/' ? below.replace(/^\/(?=.)/, '').replaceAll('/', '') : below);
            const section = hit.section === '/' ? path : hit.section;
            const target = isRequest ? path + query : 'none';
            const request = isRequest ? `${hit.method} ${target} HTTP/1.1` : 'none';
            const method = name.endsWith('parts') || isRequest ? hit.method : '-';
            const tables = isRequest ? { path, section } : { path: '-', section: '-' };
            const last = hasReferrer ? {} : { referrer: '-', agent: '-' };
            return {
              line: write({ ...hit, target, request }),
              fields: { ...hit, ...tables, method, ...last },
            };
          }),
        },
        { weight: 1, arbitrary: fc.constantFrom(...noHits).map((text): Row => ({ line: text, fields: undefined })) },
      );
      fc.assert(
        fc.property(fc.array(anyRow, { maxLength: 12 }), fc.array(anyTerm, { maxLength: 3 }), (rows, terms) => {
          const valid = terms.filter((term) => !('fault' in parseFilter(textOf(term))));
          const isOfLines = valid.every(({ field }) => field === 'line');
          const fitting = rows.filter(
            (row) =>
              (row.fields !== undefined || isOfLines || valid.length === 0) &&
              valid.every((term) => termFits(term, row)),
          );
          const digest = digestOf(
            rows.map((row) => row.line),
            valid.map(textOf).join(' '),
            of,
          );
          const expected = digestOf(
            fitting.map((row) => row.line),
            '',
            of,
          );
          expect(plainDigest(digest)).toEqual(plainDigest(expected));
        }),
        { numRuns: 500 },
      );
    });
  });
});
