import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, FIELDS, layout, spansOf } from '../../src/format/layout.js';
import type { FieldName, Layout } from '../../src/format/layout.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The fields of a line as text, undefined when the line does not fit. Fields that were not cut are left out. */
function fieldsOf(of: Layout, line: string, before = '', after = ''): Partial<Record<FieldName, string>> | undefined {
  const bytes = bytesOf(before + line + after);
  const spans = spansOf().fill(-1);
  if (!cut(of, bytes, before.length, before.length + line.length, spans)) return undefined;
  return Object.fromEntries(
    FIELDS.map((name, i) => [name, spans[2 * i] ?? -1, spans[2 * i + 1] ?? -1] as const)
      .filter(([, from]) => from !== -1)
      .map(([name, from, to]) => [name, textOf(bytes.subarray(from, to))]),
  );
}

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
      'The layout "{host} {size}" has an unknown field "size"; known are host, user, time, request, status, bytes, referrer, agent',
    ],
    [
      '{host} {Status}',
      'The layout "{host} {Status}" has an unknown field "Status"; known are host, user, time, request, status, bytes, referrer, agent',
    ],
    [
      '{remote_addr} {status}',
      'The layout "{remote_addr} {status}" has an unknown field "remote_addr"; known are host, user, time, request, status, bytes, referrer, agent',
    ],
  ])('refuses the template "%s" and says why', (template, message) => {
    expect(() => layout('broken', template)).toThrow(new RangeError(message));
  });
});

describe('spansOf', () => {
  it('has room for the two ends of every field', () => {
    expect(spansOf()).toHaveLength(2 * FIELDS.length);
  });

  it('is new each time', () => {
    expect(spansOf()).not.toBe(spansOf());
  });
});

describe('cut', () => {
  const words = layout('words', '{host} {user} {status}');
  const quoted = layout('quoted', '{host} "{request}" {status}');

  it('finds fields by the bytes between them', () => {
    expect(fieldsOf(words, 'a bc 200')).toEqual({ host: 'a', user: 'bc', status: '200' });
  });

  it('passes over fields that are not read', () => {
    expect(fieldsOf(layout('gap', '{host} {} {status}'), 'a bc 200')).toEqual({ host: 'a', status: '200' });
  });

  it('leaves the places of fields that the layout does not have as they were', () => {
    const spans = spansOf().fill(7);
    expect(cut(words, bytesOf('a bc 200'), 0, 8, spans)).toBe(true);
    const agent = FIELDS.indexOf('agent');
    expect([...spans.subarray(2 * agent, 2 * agent + 2)]).toEqual([7, 7]);
  });

  it('ends a last field that nothing stands behind at a space or at the end of the line', () => {
    expect(fieldsOf(words, 'a bc 200 and more')).toEqual({ host: 'a', user: 'bc', status: '200' });
    expect(fieldsOf(words, 'a bc 200', '', '99')).toEqual({ host: 'a', user: 'bc', status: '200' });
  });

  it('ends a last field at the bytes behind it, when the template has some, or where the line breaks off', () => {
    const closed = layout('closed', '{host} [{time}]');
    expect(fieldsOf(closed, 'a [now then] more')).toEqual({ host: 'a', time: 'now then' });
    expect(fieldsOf(closed, 'a [now then')).toEqual({ host: 'a', time: 'now then' });
  });

  it('ends a field only where all the bytes behind it stand', () => {
    const bracket = layout('bracket', '{user} [{time}]');
    expect(fieldsOf(bracket, 'john smith  [now]')).toEqual({ user: 'john smith ', time: 'now' });
    expect(fieldsOf(bracket, 'a[b [now]')).toEqual({ user: 'a[b', time: 'now' });
  });

  it('does not end a quoted field at a quote that a backslash hides', () => {
    expect(fieldsOf(quoted, String.raw`a "b\" 1" 200`)).toMatchObject({ request: String.raw`b\" 1`, status: '200' });
  });

  it('ends a quoted field at the quote behind a backslash that is itself hidden', () => {
    expect(fieldsOf(quoted, String.raw`a "b\\" 200`)).toMatchObject({ request: String.raw`b\\`, status: '200' });
    expect(fieldsOf(quoted, String.raw`a "b\\\" 1" 200`)).toMatchObject({
      request: String.raw`b\\\" 1`,
      status: '200',
    });
  });

  it('takes a backslash outside quotes for any other byte', () => {
    expect(fieldsOf(words, String.raw`a\ b\ 200`)).toEqual({ host: 'a\\', user: 'b\\', status: '200' });
  });

  it('keeps a bare quote that the next separator does not follow', () => {
    expect(fieldsOf(quoted, 'a "b"c" 200')).toMatchObject({ request: 'b"c', status: '200' });
  });

  it('does not fit when a quoted field ends in a lone backslash', () => {
    expect(fieldsOf(quoted, 'a "b\\')).toBeUndefined();
    expect(fieldsOf(quoted, 'a "b\\', '', '" 200')).toBeUndefined();
  });

  it('takes empty fields', () => {
    expect(fieldsOf(quoted, 'a "" 200')).toEqual({ host: 'a', request: '', status: '200' });
    expect(fieldsOf(words, '  200')).toEqual({ host: '', user: '', status: '200' });
  });

  it('does not fit an empty line', () => {
    expect(fieldsOf(words, '')).toBeUndefined();
    expect(fieldsOf(words, '', 'a b 200', 'a b 200')).toBeUndefined();
  });

  it('gives places in the whole buffer, not in the line', () => {
    const spans = spansOf();
    cut(words, bytesOf('xxxx\na bc 200\nyyyy'), 5, 13, spans);
    const status = FIELDS.indexOf('status');
    expect([spans[2 * status], spans[2 * status + 1]]).toEqual([10, 13]);
  });

  it('fits or not by the bytes of the line alone, whatever stands around it', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '[', '\xff') });
    fc.assert(
      fc.property(fc.constantFrom(words, quoted), piece, piece, piece, (of, line, before, after) => {
        expect(fieldsOf(of, line, before, after)).toEqual(fieldsOf(of, line));
      }),
    );
  });

  it('cuts a line that was put together from fields into those fields', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '[', '"', '\\', '\xff', '\t') });
    const escaped = fc
      .array(fc.constantFrom('a', ' ', '[', '\\"', '\\\\', '\xff', '\\x16'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(word, escaped, word, (host, request, status) => {
        expect(fieldsOf(quoted, `${host}- "${request}" ${status}`)).toEqual(
          // A quote at the end of the host does not hide the separator: it is no quoted field.
          { host: `${host}-`, request, status },
        );
      }),
    );
  });
});
