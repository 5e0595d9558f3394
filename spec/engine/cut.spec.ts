import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { layout, layoutOf } from '../../src/format/layout.js';
import type { TextLayout } from '../../src/format/layout.js';
import { fieldsOf } from '../support/fields.js';
import { bytesOf } from '../support/log.js';

const engine = new Engine();

/** The same for a line among other lines, which may begin and end like it. */
function fieldsWithin(of: TextLayout, line: string, before: string, after: string): ReturnType<typeof fieldsOf> {
  const unlike = { ...of, steps: of.steps.map((step) => ({ ...step, slot: -1 })) };
  const [digest, alone] = [emptyDigest(), emptyDigest()];
  engine.fold(bytesOf(`${before}\n${line}\n${after}\n`), unlike, 'a.log', digest);
  for (const other of [before, after]) engine.fold(bytesOf(`${other}\n`), unlike, 'a.log', alone);
  const fields = fieldsOf(of, line);
  expect(digest.hits - alone.hits).toBe(fields === undefined ? 0 : 1);
  const within = fieldsOf(of, bytesOf(before + line + after).subarray(before.length, before.length + line.length));
  expect(within).toEqual(fields);
  return within;
}

describe('Engine, cutting lines', () => {
  const words = layout('words', '{host} {user} {status}');
  const quoted = layout('quoted', '{host} "{request}" {status}');

  it('finds fields by the bytes between them', () => {
    expect(fieldsOf(words, 'a bc 200')).toEqual({ host: 'a', user: 'bc', status: '200' });
  });

  it('passes over fields that are not read', () => {
    expect(fieldsOf(layout('gap', '{host} {} {status}'), 'a bc 200')).toEqual({ host: 'a', status: '200' });
  });

  it('takes fields that the layout does not have for `-`, whatever the layout before had', () => {
    const digest = emptyDigest();
    engine.fold(bytesOf('a "b" 200'), layout('other', '{host} "{agent}" {status}'), 'a.log', emptyDigest());
    engine.fold(bytesOf('a bc 200'), words, 'a.log', digest);
    const { tables, timeline, latencies } = digest;
    const { agents, referrers, paths, methods, protocols } = tables;
    expect([agents, referrers, paths, methods, protocols].map((table) => table.rows().map(({ key }) => key))).toEqual(
      Array(5).fill(['-']),
    );
    expect([timeline.size, latencies.count]).toEqual([0, 0]);
  });

  it('ends a last field that nothing stands behind at a space or at the end of the line', () => {
    expect(fieldsOf(words, 'a bc 200 and more')).toEqual({ host: 'a', user: 'bc', status: '200' });
    expect(fieldsWithin(words, 'a bc 200', '', '99')).toEqual({ host: 'a', user: 'bc', status: '200' });
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
    expect(fieldsWithin(quoted, 'a "b\\', '', '" 200')).toBeUndefined();
  });

  it('takes empty fields', () => {
    expect(fieldsOf(quoted, 'a "" 200')).toEqual({ host: 'a', request: '', status: '200' });
    expect(fieldsOf(words, '  200')).toEqual({ host: '', user: '', status: '200' });
  });

  it('does not fit an empty line', () => {
    expect(fieldsOf(words, '')).toBeUndefined();
    expect(fieldsWithin(words, '', 'a b 200', 'a b 200')).toBeUndefined();
  });

  it('fits or not by the bytes of the line alone, whatever stands around it', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '[', '\xff') });
    fc.assert(
      fc.property(fc.constantFrom(words, quoted), piece, piece, piece, (of, line, before, after) => {
        expect(fieldsWithin(of, line, before, after)).toEqual(fieldsOf(of, line));
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

  it('needs the bytes before the first field', () => {
    const fields = [
      { name: 'time', behind: '] ' },
      { name: 'host', behind: '' },
    ] as const;
    const of = layoutOf({ name: 'b', template: '', before: '\xa7[', fields, latencyMicroseconds: 1 });
    const line = Buffer.from('\xa7[now] a b');
    expect(fieldsOf(of, line)).toEqual({ time: 'now', host: 'a' });
    expect(fieldsOf(of, line.subarray(1))).toBeUndefined();
    expect(fieldsOf(of, line.subarray(0, 2))).toBeUndefined();
    expect(fieldsOf(of, Buffer.concat([Buffer.from(' '), line]))).toBeUndefined();
    expect(fieldsOf(of, '')).toBeUndefined();
  });
});
