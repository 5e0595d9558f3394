import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { json, jsonWith } from '../../src/format/known/json.js';
import { layout } from '../../src/format/layout.js';

const engine = new Engine();

function digestOf(lines: string | Uint8Array, of = json): Digest {
  const digest = emptyDigest();
  engine.fold(typeof lines === 'string' ? Buffer.from(lines) : lines, of, 'a.log', digest);
  return digest;
}

/** What a line says, keys as text; undefined when it is no hit. */
function readOf(line: string, of = json): Record<string, unknown> | undefined {
  const digest = digestOf(line, of);
  const { hits, unparsed, bytes, latencies, timeline } = digest;
  expect(hits + unparsed).toBe(1);
  if (hits === 0) return undefined;
  const tables = {
    host: digest.tables.hosts,
    user: digest.tables.users,
    status: digest.tables.statuses,
    method: digest.tables.methods,
    section: digest.tables.sections,
    path: digest.tables.paths,
    protocol: digest.tables.protocols,
    referrer: digest.tables.referrers,
    agent: digest.tables.agents,
  };
  const keys = Object.entries(tables).map(([name, table]) => {
    const rows = table.rows();
    expect(rows).toHaveLength(1);
    return [name, Buffer.from(rows[0]?.key ?? '', 'latin1').toString()] as const;
  });
  const latency = latencies.count > 0 ? { latency: latencies.max } : {};
  const time = timeline.rows().map(({ second }) => new Date(second * 1000).toISOString())[0];
  return { ...Object.fromEntries(keys), bytes, ...latency, ...(time === undefined ? {} : { time }) };
}

const line = (value: unknown): string => JSON.stringify(value);
const hit = (more: object = {}): string => line({ remote_addr: '::1', status: 200, ...more });
const NOTHING = {
  host: '::1',
  user: '-',
  status: '200',
  method: '-',
  section: '-',
  path: '-',
  protocol: '-',
  referrer: '-',
  agent: '-',
  bytes: 0,
};
const FULL = {
  host: '10.0.0.1',
  user: 'frank',
  status: '200',
  method: 'GET',
  section: '/blog',
  path: '/blog/a',
  protocol: 'HTTP/1.1',
  referrer: 'http://a/',
  agent: 'curl/8.0',
  bytes: 100,
  latency: 12_000,
  time: '2018-05-09T16:00:39.000Z',
};

describe('Engine, reading JSON', () => {
  it.each<[string, object]>([
    [
      'nginx',
      {
        time_local: '09/May/2018:16:00:39 +0000',
        remote_addr: '10.0.0.1',
        remote_user: 'frank',
        request: 'GET /blog/a?q HTTP/1.1',
        status: '200',
        body_bytes_sent: '100',
        request_time: '0.012',
        http_referer: 'http://a/',
        http_user_agent: 'curl/8.0',
      },
    ],
    [
      'nginx with the parts of the request, and numbers',
      {
        msec: 1525881639.123,
        remote_addr: '10.0.0.1',
        remote_user: 'frank',
        request_method: 'GET',
        request_uri: '/blog/a?q',
        server_protocol: 'HTTP/1.1',
        status: 200,
        bytes_sent: 100,
        request_time: 0.012,
        http_referer: 'http://a/',
        http_user_agent: 'curl/8.0',
      },
    ],
    [
      'Caddy',
      {
        level: 'info',
        ts: 1525881639.9216,
        logger: 'http.log.access',
        msg: 'handled request',
        request: {
          remote_ip: '10.9.9.9',
          remote_port: '41342',
          client_ip: '10.0.0.1',
          proto: 'HTTP/1.1',
          method: 'GET',
          host: 'localhost',
          uri: '/blog/a?q',
          headers: { 'User-Agent': ['curl/8.0', 'other'], Accept: ['*/*'], Referer: ['http://a/'] },
          tls: { resumed: false, version: 772, cipher_suite: 4867, proto: 'h2', server_name: 'example.com' },
        },
        bytes_read: 0,
        user_id: 'frank',
        duration: 0.012,
        size: 100,
        status: 200,
        resp_headers: { Server: ['Caddy'], 'Content-Type': ['text/html'], status: [7] },
      },
    ],
    [
      'Traefik',
      {
        ClientAddr: '10.0.0.1:39544',
        ClientHost: '10.0.0.1',
        ClientUsername: 'frank',
        DownstreamContentSize: 100,
        DownstreamStatus: 200,
        Duration: 12_000_000,
        OriginStatus: 404,
        Overhead: 12345,
        RequestMethod: 'GET',
        RequestPath: '/blog/a?q',
        RequestProtocol: 'HTTP/1.1',
        StartLocal: '2018-05-09T18:00:39.123456789+02:00',
        StartUTC: '2018-05-09T16:00:39.123456789Z',
        level: 'info',
        msg: '',
        'request_User-Agent': 'curl/8.0',
        request_Referer: 'http://a/',
        time: '2018-05-09T16:00:40Z',
      },
    ],
  ])('knows the keys of %s, in any order', (_, value) => {
    expect(readOf(line(value))).toEqual(FULL);
    expect(readOf(line(Object.fromEntries(Object.entries(value).reverse())))).toEqual(FULL);
    expect(readOf(JSON.stringify(value, null, 2).replaceAll('\n', '\t\r '))).toEqual(FULL);
  });

  it('takes what is not there for nothing', () => {
    expect(readOf(hit())).toEqual(NOTHING);
  });

  it.each([
    ['null', null],
    ['an empty string', ''],
    ['true', true],
    ['false', false],
    ['an empty array', []],
    ['an array in which null comes first', [null, 'x']],
    ['an object', { a: 1 }],
  ])('takes %s for what is not there', (_, value) => {
    const more = { remote_user: value, http_referer: value, body_bytes_sent: value, request_uri: value, msec: value };
    expect(readOf(hit({ ...more, request_time: value }))).toEqual(NOTHING);
    expect(readOf(hit({ remote_addr: value }))).toBeUndefined();
    expect(readOf(hit({ status: value }))).toBeUndefined();
  });

  it('forgets what stood in the line before', () => {
    const full = hit({ request_time: 1, remote_user: 'a', msec: 1, body_bytes_sent: 7, request: 'GET / HTTP/1.1' });
    const digest = digestOf(`${full}\n${hit()}\n`);
    expect(digest).toMatchObject({ hits: 2, bytes: 7 });
    expect([digest.latencies.count, digest.timeline.size, digest.tables.users.rows().length]).toEqual([1, 1, 2]);
  });

  it('does not mix with other layouts of the same engine', () => {
    const [all, words] = [emptyDigest(), layout('words', '{host} {status}')];
    engine.fold(Buffer.from(hit({ remote_user: 'a' })), json, 'a.log', all);
    engine.fold(Buffer.from('::1 200'), words, 'a.log', all);
    engine.fold(Buffer.from(line({ ip: '::1', status: 200 })), jsonWith('host=ip'), 'a.log', all);
    expect(all).toMatchObject({ hits: 3, unparsed: 0 });
    expect(all.tables.users.rows().map(({ key }) => key)).toEqual(['-', 'a']);
    expect(all.tables.hosts.rows()).toMatchObject([{ key: '::1', hits: 3 }]);
    expect(readOf(line({ ip: '::1', status: 200 }))).toBeUndefined();
  });

  it('takes the last of a key that stands there twice', () => {
    expect(readOf('{"remote_addr":"a","status":200,"remote_addr":"b"}')).toMatchObject({ host: 'b' });
  });

  it('takes the method without a target, and the target without a method', () => {
    expect(readOf(hit({ request_method: 'GET' }))).toMatchObject({ method: 'GET', path: '-', section: '-' });
    expect(readOf(hit({ request_uri: '/a/b?c' }))).toMatchObject({ method: '-', path: '/a/b', section: '/a' });
  });

  describe('reads strings', () => {
    it.each([
      ['\\" \\\\ \\/', '" \\ /'],
      ['\\b\\f\\n\\r\\t', '\b\f\n\r\t'],
      ['\\u0041\\u00e9\\u65e5\\uFFFD', 'Aé日\uFFFD'],
      ['\\ud83d\\ude00', '😀'],
      ['\\uD83D\\uDE00x', '😀x'],
      ['\\ud83dx\\ude00', '\uFFFDx\uFFFD'],
      ['\\ud83d\\u0041', '\uFFFDA'],
      ['\\ud83d', '\uFFFD'],
      ['\\ude00\\ud83d', '\uFFFD\uFFFD'],
      ['\\u0000', '\0'],
      ['日本 😀', '日本 😀'],
      ['\\\\u0041', '\\u0041'],
      ['x'.repeat(100) + '\\n', 'x'.repeat(100) + '\n'],
    ])('"%s"', (written, read) => {
      const text = `{"remote_addr":"::1","status":200,"remote_user":"${written}"}`;
      expect(readOf(text)).toEqual({ ...NOTHING, user: read });
      expect(readOf(text.replace('remote_user', 'unknown'))).toEqual(NOTHING);
    });

    it.each(['\\', '\\x41', '\\u', '\\u004', '\\u00g1', '\\a', '\\u 041', '\\U0041'])(
      'but does not count a line with "%s"',
      (written) => {
        expect(readOf(`{"remote_addr":"::1","status":200,"remote_user":"${written}"}`)).toBeUndefined();
        expect(readOf(`{"remote_addr":"::1","status":200,"remote_user":"${written}`)).toBeUndefined();
      },
    );

    it('in keys as well', () => {
      expect(readOf('{"remote\\u005faddr":"::1","st\\u0061tus":200}')).toEqual(NOTHING);
    });

    it('of any characters, giving back the same', () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('"', '\\', '/', 'u', '\n', '\ud83d', '\ude00', 'é', '\u2028') }),
      );
      fc.assert(
        fc.property(text, text, text, (host, user, agent) => {
          fc.pre(host !== '');
          const utf8 = (value: string): string => Buffer.from(value === '' ? '-' : value).toString();
          const written = line({
            other: agent,
            remote_addr: host,
            status: 200,
            remote_user: user,
            http_user_agent: agent,
          });
          expect(readOf(written)).toEqual({ ...NOTHING, host: utf8(host), user: utf8(user), agent: utf8(agent) });
        }),
        { numRuns: 500 },
      );
    });

    it('of bytes that are no UTF-8 as they are', () => {
      const bytes = Buffer.from('{"remote_addr":"\xff\xfe","status":200}', 'latin1');
      expect(digestOf(bytes).tables.hosts.rows()[0]?.key).toBe('\xff\xfe');
    });

    it('as long as a line can be', () => {
      const long = '\\n'.repeat(32_000);
      const digest = digestOf(`{"remote_addr":"::1","status":200,"http_referer":"${long}"}\n${hit()}\n`);
      expect(digest).toMatchObject({ hits: 2, unparsed: 0 });
      expect(digest.tables.referrers.rows().map(({ key }) => key.length)).toEqual([1027, 1]);
    });
  });

  describe('reads numbers', () => {
    it.each<[string, number | undefined]>([
      ['0', 0],
      ['100', 100],
      ['"100"', 100],
      ['"-"', 0],
      ['1e3', 1000],
      ['1E+3', 1000],
      ['512.0', 512],
      ['5120e-1', 512],
      ['9007199254740991', Number.MAX_SAFE_INTEGER],
      ['9007199254740993', Number.MAX_SAFE_INTEGER],
      ['1e30', Number.MAX_SAFE_INTEGER],
      ['1e400', Number.MAX_SAFE_INTEGER],
      ['1e9999', Number.MAX_SAFE_INTEGER],
      ['0e9999', 0],
      ['0.5', undefined],
      ['-1', undefined],
      ['1e', undefined],
      ['-', undefined],
      ['--1', undefined],
      ['"1 kB"', undefined],
    ])('%s for a size', (written, bytes) => {
      const read = readOf(`{"remote_addr":"::1","status":200,"size":${written}}`);
      expect(read).toEqual(bytes === undefined ? undefined : { ...NOTHING, bytes });
    });

    it.each([
      ['{"request_time":0.001}', 1000],
      ['{"request_time":"0.029"}', 29_000],
      ['{"duration":1.2e-05}', 12],
      ['{"duration":0.000012345}', 12],
      ['{"Duration":12345678}', 12_346],
      ['{"upstream_response_time":"0.100, 0.250"}', 250_000],
      ['{"upstream_response_time":"0.1","request_time":0.2}', 200_000],
      ['{"request_time":0.2,"upstream_response_time":"0.1"}', 200_000],
      ['{"request_time":"9e12"}', Number.MAX_SAFE_INTEGER],
      ['{"request_time":"1e400"}', Number.MAX_SAFE_INTEGER],
      ['{"request_time":"0e999"}', 0],
      [`{"request_time":"${'9'.repeat(400)}e-999"}`, Number.MAX_SAFE_INTEGER],
      [`{"request_time":"0.${'5'.repeat(400)}"}`, 555_556],
      ['{"request_time":"-"}', undefined],
      ['{"request_time":-1}', undefined],
    ])('%s for a latency', (written, latency) => {
      const read = readOf(hit(JSON.parse(written) as object));
      expect(read).toEqual(latency === undefined ? NOTHING : { ...NOTHING, latency });
    });

    it('keeps the greatest latency, whatever stands behind it', () => {
      const lines = ['1.5', '0e999', '0', '-'].map((time) => hit({ request_time: time }));
      expect(digestOf(lines.join('\n')).latencies).toMatchObject({ count: 3, max: 1_500_000 });
    });

    it.each([
      ['"2018-05-09T16:00:39Z"', '2018-05-09T16:00:39.000Z'],
      ['1525881639123', '2018-05-09T16:00:39.000Z'],
      ['1.525881639e+09', '2018-05-09T16:00:39.000Z'],
      ['"tomorrow"', undefined],
      ['1e400', undefined],
      [`${'1'.repeat(400)}.${'1'.repeat(400)}`, undefined],
      ['-1', undefined],
    ])('%s for a time', (written, time) => {
      const read = readOf(`{"remote_addr":"::1","status":200,"ts":${written}}`);
      expect(read).toEqual(time === undefined ? undefined : { ...NOTHING, time });
    });

    it.each(['20', '2000', '-200', '"2OO"', '200.5', 'true'])(
      'but does not count a line with the status %s',
      (status) => {
        expect(readOf(`{"remote_addr":"::1","status":${status}}`)).toBeUndefined();
      },
    );
  });

  describe('with keys of its own', () => {
    it.each([
      ['host=ip,status=code', { ip: '::1', code: 200 }],
      ['host=client.ip,status=http.response.code', { client: { ip: '::1' }, http: { response: { code: 200 } } }],
      ['host=client.ip,status=code', { 'client.ip': '::1', code: 200 }],
      ['host=client\\.ip,status=code', { 'client.ip': '::1', client: { ip: 'no' }, code: 200 }],
      ['host=ip', { remote_addr: 'no', ip: '::1', status: 200 }],
      ['host=ip', { ip: '::1', remote_addr: 'no', status: 200 }],
      ['host=日本,status=a"b', { 日本: '::1', 'a"b': 200 }],
      ['host=list,status=list2.code', { list: ['::1', 'x'], list2: [{ code: 200 }, { code: 500 }] }],
      ['host=request.client_ip', { request: { client_ip: '::1' }, status: 200 }],
    ])('%s', (keys, value) => {
      expect(readOf(line(value), jsonWith(keys))).toEqual(NOTHING);
    });

    it('knows the units of latencies', () => {
      const of = (keys: string): unknown => readOf(hit({ took: 1500 }), jsonWith(keys))?.['latency'];
      expect(['latency=took', 'latency_ms=took', 'latency_us=took', 'latency_ns=took'].map(of)).toEqual([
        1.5e9, 1.5e6, 1500, 2,
      ]);
    });

    it('finds any keys in any objects', () => {
      const key = fc.string({
        minLength: 1,
        maxLength: 4,
        unit: fc.constantFrom('a', 'b', 'é', '"', '.', ',', '=', '\\'),
      });
      const escaped = (path: string[]): string => path.map((part) => part.replace(/[\\.,=]/g, '\\$&')).join('.');
      fc.assert(
        fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (path) => {
          const value = path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), '::1');
          const of = jsonWith(`host=${escaped(path)},status=s_t`);
          expect(readOf(line({ ...(value as object), s_t: 200 }), of)).toEqual(NOTHING);
        }),
      );
    });
  });

  describe('does not count', () => {
    it.each([
      ['an empty line', ''],
      ['text', 'Server started'],
      ['an array', `[${hit()}]`],
      ['a string', '"x"'],
      ['an object without fields', '{}'],
      ['an object without host', '{"status":200}'],
      ['an object without status', '{"remote_addr":"::1"}'],
      ['two objects', `${hit()}${hit()}`],
      ['text behind the object', `${hit()} x`],
      ['a comma behind the object', `${hit()},`],
      ['text before the object', `x ${hit()}`],
      ['a comma too many', '{"remote_addr":"::1","status":200,}'],
      ['a comma in front', '{,"remote_addr":"::1","status":200}'],
      ['a comma missing', '{"remote_addr":"::1" "status":200}'],
      ['a colon missing', '{"remote_addr" "::1","status":200}'],
      ['a key without quotes', '{remote_addr:"::1","status":200}'],
      ['a key without value', '{"remote_addr":"::1","status":200,"a":}'],
      ['a word that there is not', '{"remote_addr":"::1","status":200,"a":nul}'],
      ['a word in capitals', '{"remote_addr":"::1","status":200,"a":True}'],
      ['a word with more letters', '{"remote_addr":"::1","status":200,"a":nulls}'],
      ['half a word', '{"remote_addr":"::1","status":200,"a":fals'],
      ['an array that stays open', '{"remote_addr":"::1","status":200,"a":[1}'],
      ['an array with a comma too many', '{"remote_addr":"::1","status":200,"a":[1,]}'],
      ['a brace too many', '{"remote_addr":"::1","status":200}}'],
      ['brackets that cross', '{"remote_addr":"::1","status":200,"a":[{]}}'],
      ['a combined line', '::1 - - [09/May/2018:16:00:39 +0000] "GET / HTTP/1.1" 200 1 "-" "-"'],
    ])('%s', (_, text) => {
      expect(readOf(`${text}\n`)).toBeUndefined();
    });

    it('a line that was cut short, wherever', () => {
      const text = hit({ request: { headers: { Referer: ['a\\"\u0001é'] } }, a: [1, { b: null }], c: false, d: 1.5e3 });
      expect(readOf(text)).toBeDefined();
      for (let length = 1; length < text.length; length++) {
        expect(readOf(`${text.slice(0, length)}\n`)).toBeUndefined();
        // What stands behind the line, or stood there before, does not complete it.
        expect(digestOf(`${text.slice(0, length)}\n${text.slice(length)}\n`).hits).toBe(0);
      }
    });

    it('objects within each other beyond all measure', () => {
      const deep = (depth: number, open: string, close: string): string =>
        `{"remote_addr":"::1","status":200,"a":${open.repeat(depth)}1${close.repeat(depth)}}`;
      for (const [open, close] of [
        ['{"a":', '}'],
        ['[', ']'],
      ] as const) {
        expect(readOf(deep(63, open, close))).toEqual(NOTHING);
        expect(readOf(deep(64, open, close))).toBeUndefined();
        expect(readOf(deep(5000, open, close))).toBeUndefined();
        expect(readOf(`{"remote_addr":"::1","status":200,"a":${open.repeat(10_000)}`)).toBeUndefined();
      }
    });
  });

  it('agrees with JSON.parse on what is JSON, but for control bytes and the form of numbers', () => {
    const piece = fc.constantFrom(
      ...'{}[]",:\\ 1'.split(''),
      '"a"',
      'null',
      'true',
      'false',
      '"remote_addr":"x"',
      '"b":',
      '[1,2]',
      '{}',
      '-1',
      '1.5',
      '2e3',
    );
    const isObject = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const isNumberLike = /(^|[^\d."a-z])-?0?\d[\d.e+-]*/;
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
        (middle) => {
          const text = `{"remote_addr":"::1","status":200,"a":${middle}}`;
          const numbers = middle.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/[-\d.e]+/g) ?? [];
          fc.pre(numbers.every((word) => /^-?(0|[1-9]\d*)(\.\d+)?(e\d+)?$/.test(word) || !isNumberLike.test(word)));
          fc.pre(!/"(status|remote_addr)"/.test(middle) || !isObject(text));
          expect(readOf(text) !== undefined).toBe(isObject(text));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
