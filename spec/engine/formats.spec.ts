import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COUNTED } from '../../src/digest/dimensions.js';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { apache } from '../../src/format/strings/apache.js';
import { combined, vcombined } from '../../src/format/known/common.js';
import { json, jsonWith } from '../../src/format/known/json.js';
import type { Layout } from '../../src/format/layout.js';
import { nginx } from '../../src/format/strings/nginx.js';
import { timestampOf } from '../../src/generate/timestamp.js';

interface Traffic {
  readonly host: string;
  readonly user: string;
  readonly second: number;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly referrer: string;
  readonly agent: string;
  readonly ms: number;
}

const anyHit: fc.Arbitrary<Traffic> = fc.record({
  host: fc.constantFrom('10.0.0.1', '::1', 'a.example.com'),
  user: fc.constantFrom('-', 'frank', 'jörg'),
  second: fc.integer({ min: 1_525_881_600, max: 1_525_881_605 }),
  method: fc.constantFrom('GET', 'POST'),
  target: fc.constantFrom('/', '/a/b?c', '/ü/日本', 'http://x/y/z', '*'),
  status: fc.constantFrom(200, 304, 404, 500),
  bytes: fc.constantFrom(0, 1, 512, 2 ** 40),
  referrer: fc.constantFrom('-', 'http://a/'),
  agent: fc.constantFrom('curl/8.0', 'Mozilla/5.0 (X11; Linux) [x]', '-'),
  ms: fc.nat(100_000),
});

const requestOf = ({ method, target }: Traffic): string => `${method} ${target} HTTP/1.1`;
const combinedOf = (hit: Traffic): string =>
  `${hit.host} - ${hit.user} [${timestampOf(hit.second)}] "${requestOf(hit)}" ${hit.status} ${hit.bytes} "${hit.referrer}" "${hit.agent}"`;
const isoOf = ({ second }: Traffic): string => new Date(second * 1000).toISOString();
const seconds = ({ ms }: Traffic): string => (ms / 1000).toFixed(3);

type Writer = (hit: Traffic) => string;

const withLatency: Record<string, [Layout, Writer]> = {
  'an nginx string': [
    nginx(
      '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time',
    ),
    (hit) => `${combinedOf(hit)} ${seconds(hit)}`,
  ],
  'another nginx string': [
    nginx(
      '[$msec] $request_time|$status|$request_method|$request_uri|$server_protocol|$remote_addr|$remote_user|$bytes_sent|$http_referer|$http_user_agent|',
    ),
    (hit) =>
      `[${hit.second}.${String(hit.ms % 1000).padStart(3, '0')}] ${seconds(hit)}|${hit.status}|${hit.method}|${hit.target}|HTTP/1.1|${hit.host}|${hit.user}|${hit.bytes}|${hit.referrer}|${hit.agent}|`,
  ],
  'an Apache string': [
    apache('%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-agent}i\\" %D'),
    (hit) => `${combinedOf(hit)} ${hit.ms * 1000}`,
  ],
  'another Apache string': [
    apache('%{%FT%TZ}t %{ms}T %>s %m %U%q %H "%u" %B "%{Referer}i" "%{User-Agent}i" %a'),
    (hit) =>
      `${isoOf(hit).replace('.000', '')} ${hit.ms} ${hit.status} ${hit.method} ${hit.target} HTTP/1.1 "${hit.user}" ${hit.bytes} "${hit.referrer}" "${hit.agent}" ${hit.host}`,
  ],
  'JSON of nginx': [
    json,
    (hit) =>
      JSON.stringify({
        time_local: timestampOf(hit.second),
        remote_addr: hit.host,
        remote_user: hit.user,
        request: requestOf(hit),
        status: String(hit.status),
        body_bytes_sent: String(hit.bytes),
        http_referer: hit.referrer,
        http_user_agent: hit.agent,
        request_time: seconds(hit),
      }),
  ],
  'JSON of Caddy': [
    json,
    (hit) =>
      JSON.stringify({
        ts: hit.second + 0.5,
        request: {
          remote_ip: hit.host,
          proto: 'HTTP/1.1',
          method: hit.method,
          uri: hit.target,
          headers: { 'User-Agent': [hit.agent], Referer: [hit.referrer] },
        },
        user_id: hit.user,
        duration: hit.ms / 1000,
        size: hit.bytes,
        status: hit.status,
      }),
  ],
  'JSON of Traefik': [
    json,
    (hit) =>
      JSON.stringify({
        ClientHost: hit.host,
        ClientUsername: hit.user,
        StartUTC: isoOf(hit),
        RequestMethod: hit.method,
        RequestPath: hit.target,
        RequestProtocol: 'HTTP/1.1',
        DownstreamStatus: hit.status,
        DownstreamContentSize: hit.bytes,
        Duration: hit.ms * 1_000_000,
        'request_User-Agent': hit.agent,
        request_Referer: hit.referrer,
      }),
  ],
  'JSON of others': [
    jsonWith('host=c.ip,user=c.user,time=t,request=r,status=s,bytes=b,referrer=f,agent=a,latency_ms=l'),
    (hit) =>
      JSON.stringify({
        c: { ip: hit.host, user: hit.user },
        ...{
          t: hit.second * 1000,
          r: requestOf(hit),
          s: hit.status,
          b: hit.bytes,
          f: hit.referrer,
          a: hit.agent,
          l: hit.ms,
        },
      }),
  ],
};

const engine = new Engine();

/** All that the digest of a log in some format says, as a plain value. */
function saidBy(hits: readonly Traffic[], [layout, lineOf]: readonly [Layout, Writer]): object {
  const digest = emptyDigest();
  engine.fold(Buffer.from(hits.map((hit) => `${lineOf(hit)}\n`).join('')), layout, 'a.log', digest);
  const { unparsed, bytes, errors, sizes, latencies, timeline } = digest;
  return {
    ...{ hits: digest.hits, unparsed, bytes, errors, hosts: digest.distinctHosts.size() },
    // Not all formats have what the others are counted by.
    tables: COUNTED.filter(({ isOptional = false }) => !isOptional).map(({ name }) => digest.tables[name].rows()),
    spreads: [sizes, latencies].map((spread) => [spread.entries(), spread.max]),
    timeline: timeline.rows(),
  };
}

describe('Engine, reading the same traffic', () => {
  const [firstName, ...otherNames] = Object.keys(withLatency);
  const writerOf = (name: string | undefined): [Layout, Writer] => withLatency[name ?? ''] ?? [combined, combinedOf];

  it.each(otherNames)(`says the same of it in %s as in ${firstName}`, (name) => {
    fc.assert(
      fc.property(fc.array(anyHit, { maxLength: 8 }), (hits) => {
        const said = saidBy(hits, writerOf(firstName));
        expect(said).toMatchObject({ hits: hits.length, unparsed: 0 });
        expect(saidBy(hits, writerOf(name))).toEqual(said);
      }),
    );
  });

  it('says the same but for the latency in combined and vcombined', () => {
    fc.assert(
      fc.property(fc.array(anyHit, { maxLength: 8 }), (hits) => {
        const [layout] = writerOf(firstName);
        const said = saidBy(hits, [layout, (hit) => `${combinedOf(hit)} -`]);
        expect(saidBy(hits, [combined, combinedOf])).toEqual(said);
        expect(saidBy(hits, [vcombined, (hit) => `www.example.com:443 ${combinedOf(hit)}`])).toEqual(said);
      }),
    );
  });
});
