import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { apache } from '../../src/format/strings/apache.js';
import { jsonWith } from '../../src/format/known/json.js';
import { layout } from '../../src/format/layout.js';
import { FIELDS } from '../../src/format/fields.js';
import type { Layout } from '../../src/format/layout.js';
import { layoutNamed } from '../../src/format/registry.js';
import { nginx } from '../../src/format/strings/nginx.js';
import { anyBytes, anyLog, hostileText } from './arbitraries.js';
import { fuzzed } from './settings.js';

const engine = new Engine();

const between = fc.oneof(
  fc.constantFrom(' ', '"', '" "', ' [', '] "', '|', '', '\\"', '\\t', '\t', ' - ', 'x'.repeat(50), '\n', '日本'),
  hostileText,
  anyBytes,
);
const words = fc.oneof(
  fc.constantFrom('remote_addr', 'status', 'request', 'time_local', 'msec', 'body_bytes_sent'),
  fc.string(),
);

const variable = fc.oneof(
  fc.constantFrom('$remote_addr', '$status', '$request', '${time_local}', '$msec', '$request_time', '$uri', '$other'),
  fc.constantFrom('$', '$$', '${', '${}', '$-', '${a', '\\$status'),
  words.map((word) => `$${word}`),
);
const directive = fc.oneof(
  fc.constantFrom(
    '%h',
    '%t',
    '%r',
    '%>s',
    '%b',
    '%D',
    '%{ms}T',
    '%U%q',
    '%{%FT%T%z}t',
    '%{Referer}i',
    '%!200{a}i',
    '%l',
  ),
  fc.constantFrom('%', '%%', '%{', '%{}', '%{}i', '%{}t', '%>', '%{a', '%^ti', '%{\n}i', '%9'),
  words.map((word) => `%{${word}}i`),
);
const field = fc.oneof(
  fc.constantFrom(...FIELDS, '').map((name) => `{${name}}`),
  words.map((word) => `{${word}}`),
);
const jsonKey = fc
  .tuple(
    fc.oneof(fc.constantFrom(...FIELDS, 'latency_ms', 'latency_ns'), words),
    fc.oneof(words, fc.constantFrom('a.b', 'a\\.b', '\\', '.', '..', 'a\\,b')),
  )
  .map(([name, key]) => `${name}=${key}`);

const formatOf = (piece: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.array(fc.tuple(piece, between), { maxLength: 8 }).map((pieces) => pieces.flat().join('')),
    fc.array(piece, { maxLength: 90 }).map((pieces) => pieces.join(' ')),
    fc.string({ unit: 'binary' }),
  );

/** What makes layouts of texts, with texts for it. */
const MAKERS: [string, (text: string) => Layout | 'auto' | undefined, fc.Arbitrary<string>][] = [
  ['nginx', nginx, formatOf(variable)],
  ['apache', apache, formatOf(directive)],
  ['layout', (text) => layout('a', text), formatOf(field)],
  ['jsonWith', jsonWith, fc.array(fc.oneof(jsonKey, fc.string()), { maxLength: 60 }).map((pairs) => pairs.join(','))],
  ['layoutNamed', layoutNamed, fc.oneof(formatOf(variable), formatOf(directive), fc.string())],
];

describe('A format string of any kind', () => {
  it.each(MAKERS)('is a layout by which any log can be read, or refused with a reason, by %s', (_, make, anyText) => {
    fc.assert(
      fc.property(anyText, anyLog, (text, log) => {
        let made: Layout | 'auto' | undefined;
        try {
          made = make(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          const { message } = error as RangeError;
          expect(message.length).toBeGreaterThan(20);
          expect(message).not.toMatch(/undefined|\[object|Cannot|Invalid/);
          return;
        }
        if (made === 'auto' || made === undefined) return;
        const digest = emptyDigest();
        engine.fold(log, made, 'a.log', digest);
        expect(Number.isSafeInteger(digest.hits + digest.unparsed)).toBe(true);
      }),
      fuzzed(),
    );
  });
});
