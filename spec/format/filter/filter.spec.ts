import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { COUNTED } from '../../../src/digest/dimensions.js';
import {
  FILTER_WORDS,
  MATCHING,
  MAX_STARS,
  MAX_TERMS,
  MAX_VALUE_BYTES,
  parseFilter,
} from '../../../src/format/filter/filter.js';
import type { Filter } from '../../../src/format/filter/filter.js';

/** The terms as short text: `!field=part*part`. */
function termsOf(text: string): string[] {
  const filter = parseFilter(text);
  if ('fault' in filter) throw new Error(filter.fault);
  return filter.terms.map(({ field, isNot, parts }) => `${isNot ? '!' : ''}${field}=${parts.join('*')}`);
}

function faultOf(text: string): string {
  const filter = parseFilter(text);
  return 'fault' in filter ? filter.fault : '';
}

describe('parseFilter', () => {
  it.each<[string, string[]]>([
    ['status:404', ['status=404']],
    ['status:5xx', ['status=5xx']],
    ['status:40X', ['status=40X']],
    ['status:5', ['status=5']],
    ['status:-', ['status=-']],
    ['status:*4', ['status=*4']],
    ['host:10.0.', ['host=10.0.']],
    ['host:*.example.org', ['host=*.example.org']],
    ['host:2001:db8::', ['host=2001:db8::']],
    ['path:/api', ['path=/api']],
    ['path:/api/*/orders', ['path=/api/*/orders']],
    ['section:/api', ['section=/api']],
    ['user:ann', ['user=ann']],
    ['method:post', ['method=post']],
    ['agent:bot', ['agent=bot']],
    ['referrer:google', ['referrer=google']],
    ['referer:google', ['referrer=google']],
    ['STATUS:404 Referer:a', ['status=404', 'referrer=a']],
    ['bot', ['line=bot']],
    ['a*b', ['line=a*b']],
    ['/api?x=1', ['line=/api?x=1']],
  ])('reads %s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it.each(COUNTED.map(({ field }) => field))('knows the word of each dimension: %s', (field) => {
    expect(termsOf(`${field}:4 !${field.toUpperCase()}:5`)).toEqual([`${field}=4`, `!${field}=5`]);
    expect(MATCHING[field]).toBe(COUNTED.find((dimension) => dimension.field === field)?.match);
  });

  it.each(FILTER_WORDS)('is described in README with %s:', (word) => {
    expect(readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')).toContain(`\`${word}:`);
  });

  it('reads several terms between blanks, and none of blanks', () => {
    expect(termsOf(' status:5xx\t host:10.  bot ')).toEqual(['status=5xx', 'host=10.', 'line=bot']);
    expect(termsOf('')).toEqual([]);
    expect(termsOf(' \t ')).toEqual([]);
  });

  it('reads what must not fit', () => {
    expect(termsOf('!bot -status:404 !host:10. -')).toEqual(['!line=bot', '!status=404', '!host=10.']);
    expect(termsOf('--x !-x a-b a!')).toEqual(['!line=-x', '!line=-x', 'line=a-b', 'line=a!']);
    expect(termsOf('user:- !user:!')).toEqual(['user=-', '!user=!']);
  });

  it.each<[string, string[]]>([
    ['agent:"Mozilla 5"', ['agent=Mozilla 5']],
    ['"GET /a b"', ['line=GET /a b']],
    ['a" "b c', ['line=a b', 'line=c']],
    ['"!x" "-x" "status:5"', ['line=!x', 'line=-x', 'line=status:5']],
    ['!"-x"', ['!line=-x']],
    ['sta"tus":5', ['line=status:5']],
    ['"a*b c"', ['line=a*b c']],
    [
      String.raw`"a*b" a\*b \"a a\ b a\\b \x16`,
      ['line=a*b', 'line=a*b', 'line="a', 'line=a b', 'line=a\\b', 'line=\\x16'],
    ],
    [String.raw`\!x \\`, ['line=\\!x', 'line=\\']],
    ['agent:"Mozilla 5', ['agent=Mozilla 5']],
    ['"', []],
    ['agent:"', []],
  ])('reads quotes and backslashes in %s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it('tells a star from a letter that looks like one', () => {
    expect(parseFilter('a*b')).toEqual({ terms: [{ field: 'line', isNot: false, parts: ['a', 'b'] }] });
    expect(parseFilter(String.raw`a\*b`)).toEqual({ terms: [{ field: 'line', isNot: false, parts: ['a*b'] }] });
    expect(parseFilter('host:**a***b*')).toEqual({
      terms: [{ field: 'host', isNot: false, parts: ['', 'a', 'b', ''] }],
    });
  });

  it('asks for nothing while a term is being typed', () => {
    for (const text of ['status:', '!status:', 'host:""', '!', '-', '""', '*', 'user:*', '!agent:**']) {
      expect(termsOf(text)).toEqual([]);
    }
  });

  it.each([
    'http://x',
    'http:',
    'https:/',
    'svn://host/a',
    '12:30',
    '09/May/2018:16:00:39',
    '[09/May/2018:16',
    '10.0.0.1:443',
    'example.org:443',
    '::1',
    'fe80::1',
    'dead:beef::',
    ':80',
    'x-y:z',
    '+http://www.google.com/bot.html',
  ])('takes %s for text', (text) => {
    expect(termsOf(text)).toEqual([`line=${text}`]);
  });

  it('tells what is wrong with a field that there is not, and knows no way to see it as text but quotes', () => {
    expect(faultOf('status:5xx !stauts:404')).toBe(
      `"stauts" is no field: use ${FILTER_WORDS.join(', ')}; or put text into quotes, "stauts:404"`,
    );
    expect(faultOf('foo:')).toContain('"foo" is no field');
    expect(faultOf('line:x')).toContain('"line" is no field');
    expect(faultOf('__proto__:x constructor:x')).toContain('"constructor" is no field');
  });

  it.each(['status:abc', 'status:4040', 'status:>=500', 'status:4-4', 'status:"4 4"', 'status:4*b'])(
    'tells that %s is no status',
    (text) => {
      expect(faultOf(text)).toMatch(/^"status:.*" is no status: use digits, x for any digit, like 404, 40x or 5xx$/);
    },
  );

  it('tells what is too much', () => {
    const words = (count: number): string => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
    expect(termsOf(words(MAX_TERMS))).toHaveLength(MAX_TERMS);
    expect(faultOf(words(MAX_TERMS + 1))).toBe('17 terms are too many: use 16 at most');
    expect(termsOf('é'.repeat(MAX_VALUE_BYTES / 2))).toHaveLength(1);
    expect(faultOf(`${'é'.repeat(MAX_VALUE_BYTES / 2)}x`)).toBe('a term of 257 bytes is too long: use 256 at most');
    expect(termsOf('a*'.repeat(MAX_STARS))).toHaveLength(1);
    expect(faultOf('a*'.repeat(MAX_STARS + 1))).toBe(`"${'a*'.repeat(9)}" has 9 stars: use 8 at most`);
  });

  it('never throws, whatever is typed, and gives what is plain data', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom('status:', 'host:', 'foo:', 'http://', '4', 'x', '*', '"', '\\', '!', '-', ' ', 'é', ':'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const filter = parseFilter(text);
        expect(JSON.parse(JSON.stringify(filter))).toEqual(filter);
        if (!('fault' in filter)) expect((filter satisfies Filter).terms.length).toBeLessThanOrEqual(MAX_TERMS);
      }),
    );
  });
});
