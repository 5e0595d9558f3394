import { describe, expect, it } from '@jest/globals';
import { layout, layoutOf, MAX_BYTES_BETWEEN, MAX_FIELDS } from '../../src/format/layout.js';
import { FIELDS } from '../../src/format/fields.js';

describe('layout', () => {
  it('keeps its name and template', () => {
    expect(layout('short', '{host} {status}')).toMatchObject({ name: 'short', template: '{host} {status}' });
  });

  it('makes one step for each field, those that are not read too', () => {
    expect(layout('short', '{host} {} {status}').steps.map(({ slot }) => slot)).toEqual([
      0,
      -1,
      FIELDS.indexOf('status'),
    ]);
  });

  it('has seconds for its latency unless told', () => {
    expect(layout('short', '{host} {latency}').latencyMicroseconds).toBe(1_000_000);
    expect(layout('short', '{host} {latency}', 1).latencyMicroseconds).toBe(1);
  });

  it('takes only fields between double quotes for quoted', () => {
    expect(layout('short', '{host} "{request}" [{time}]').steps.map(({ quoted }) => quoted)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('does not take fields with a quote on one side only for quoted', () => {
    const { steps } = layout('short', '{host}" "{request} [{time}" {status}');
    expect(steps.map(({ quoted }) => quoted)).toEqual([false, false, false, false]);
  });

  it.each([
    ['', 'The layout "" does not begin with a field in braces'],
    ['host status', 'The layout "host status" does not begin with a field in braces'],
    ['[{time}]', 'The layout "[{time}]" does not begin with a field in braces'],
    ['{host}{status}', 'The layout "{host}{status}" has nothing between "{host}" and the field behind it'],
    ['{host} {}{status}', 'The layout "{host} {}{status}" has nothing between "{}" and the field behind it'],
    [
      '{host} {size}',
      'The layout "{host} {size}" has an unknown field "size"; known are host, user, time, request, status, bytes, referrer, agent, method, target, protocol, latency, vhost',
    ],
    [
      '{host} {Status}',
      'The layout "{host} {Status}" has an unknown field "Status"; known are host, user, time, request, status, bytes, referrer, agent, method, target, protocol, latency, vhost',
    ],
    [
      '{remote_addr} {status}',
      'The layout "{remote_addr} {status}" has an unknown field "remote_addr"; known are host, user, time, request, status, bytes, referrer, agent, method, target, protocol, latency, vhost',
    ],
  ])('refuses the template "%s" and says why', (template, message) => {
    expect(() => layout('broken', template)).toThrow(new RangeError(message));
  });
});

describe('layoutOf', () => {
  const parts = { name: 'short', template: '', before: '', fields: [], latencyMicroseconds: 1 };

  it('takes a first field behind a quote for quoted', () => {
    const fields = [{ name: 'host', behind: '" ' }] as const;
    expect(layoutOf({ ...parts, before: '"', fields }).steps).toMatchObject([{ quoted: true }]);
    expect(layoutOf({ ...parts, before: '[', fields }).steps).toMatchObject([{ quoted: false }]);
  });

  it('refuses more fields than the engine has room for', () => {
    const fields = Array.from({ length: MAX_FIELDS + 1 }, () => ({ name: '', behind: ' ' }) as const);
    expect(layoutOf({ ...parts, fields: fields.slice(1) }).steps).toHaveLength(MAX_FIELDS);
    expect(() => layoutOf({ ...parts, fields })).toThrow(
      new RangeError('it has 65 fields: leave those at the end out, 64 can be read'),
    );
  });

  it('refuses more bytes between fields than the engine has room for', () => {
    const long = 'é'.repeat(MAX_BYTES_BETWEEN / 2);
    for (const behind of [long, `${long} `]) {
      const make = (): unknown => layoutOf({ ...parts, fields: [{ name: 'host', behind }] });
      if (behind === long) expect(make).not.toThrow();
      else expect(make).toThrow(new RangeError(`it has "${behind}" between two fields: 44 bytes can be read`));
    }
    expect(() => layoutOf({ ...parts, before: `${long} `, fields: [] })).toThrow(RangeError);
  });
});
