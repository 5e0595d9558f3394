import { describe, expect, it } from '@jest/globals';
import { json, jsonWith } from '../../../src/format/known/json.js';
import type { JsonKey } from '../../../src/format/known/json-layout.js';

/** The keys that a list adds, as `field=path`, with the unit of a latency. */
const added = (list: string): string[] =>
  jsonWith(list)
    .keys.slice(0, -json.keys.length)
    .map(({ field, path, latencyMicroseconds }: JsonKey) =>
      [`${field}=${path.join(' > ')}`, ...(field === 'latency' ? [latencyMicroseconds] : [])].join(' '),
    );

describe('json', () => {
  it('prefers the first key of each field', () => {
    const hosts = json.keys.filter(({ field }) => field === 'host');
    expect(hosts.map(({ path }) => path.join('.'))).toEqual([
      'remote_addr',
      'ClientHost',
      'request.client_ip',
      'request.remote_ip',
    ]);
    expect(hosts.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  });

  it('knows the unit of each latency', () => {
    const latencies = json.keys.filter(({ field }) => field === 'latency');
    expect(
      Object.fromEntries(latencies.map(({ path, latencyMicroseconds }) => [path[0], latencyMicroseconds])),
    ).toEqual({ request_time: 1e6, upstream_response_time: 1e6, duration: 1e6, Duration: 0.001 });
  });
});

describe('jsonWith', () => {
  it('puts its keys before the known ones', () => {
    const layout = jsonWith('host=ip');
    expect(layout).toMatchObject({ kind: 'json', name: 'json' });
    expect(layout.keys[0]).toEqual({ path: ['ip'], field: 'host', rank: 0, latencyMicroseconds: 1_000_000 });
    expect(layout.keys.slice(1)).toEqual(json.keys);
  });

  it.each([
    ['host=ip,status=code', ['host=ip', 'status=code']],
    ['host=client.ip', ['host=client > ip', 'host=client.ip']],
    ['host=client\\.ip', ['host=client.ip']],
    ['host=a\\,b,status=c\\=d\\\\', ['host=a,b', 'status=c=d\\']],
    ['host=a=b', ['host=a=b']],
    [
      'latency=t,latency_ms=u,latency_us=v,latency_ns=w',
      ['latency=t 1000000', 'latency=u 1000', 'latency=v 1', 'latency=w 0.001'],
    ],
    ['host=日本.😀', ['host=日本 > 😀', 'host=日本.😀']],
  ])('reads %s', (list, keys) => {
    expect(added(list)).toEqual(keys);
  });

  it.each([
    ['', '"" is no field: use host, user, time, '],
    ['ip', '"ip" is no field: use host, user, time, '],
    ['ip=host', '"ip" is no field: use host, user, time, '],
    ['host', '"host" names no key: use field=key, like host=client.ip'],
    ['host=', '"host=" names no key: use field=key, like host=client.ip'],
    ['host=a..b', '"host=a..b" names no key: use field=key, like host=client.ip'],
    ['host=ip,', '"" is no field: use '],
    [`host=${'x'.repeat(9000)}`, 'it has too many keys'],
    [`host=${'x.'.repeat(200)}y`, 'it has too many keys'],
  ])('refuses "%s" and says why', (list, message) => {
    expect(() => jsonWith(list)).toThrow(RangeError);
    expect(() => jsonWith(list)).toThrow(message);
  });
});
