import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeKey, escapeText } from '../../src/text/escape.js';
import { bytesOf, HOSTILE_KEYS } from '../support/traffic.js';

// What escaped text must not hold: controls, what is invisible (but for joiners, the selector of emoji and tags, which
// may be parts of what is seen), blanks that are no space, separators, no characters, surrogates that stand alone.
const HIDDEN =
  /[\0-\x1f\x7f-\x9f\p{Surrogate}\p{Noncharacter_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]|(?! )\p{Space_Separator}|(?![\u200c\u200d\ufe0f\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/u;

describe('escapeKey', () => {
  it.each([
    ['plain ASCII', '/blog/a.html?', '/blog/a.html?'],
    ['nothing', '', ''],
    ['C0 controls and DEL', '\x00\t\n\r\x1b[2J\x7f', '\\x00\\x09\\x0a\\x0d\\x1b[2J\\x7f'],
    ['two, three and four bytes', bytesOf('é € 😀'), 'é € 😀'],
    ['a byte that is no UTF-8', '\xff', '\\xff'],
    ['a lead byte without its end', 'a\xe2\x82', 'a\\xe2\\x82'],
    ['a lead byte before a whole sequence', '\xe2\xc3\xa9', '\\xe2é'],
    ['a longer sequence than needed', '\xc0\xaf\xe0\x80\xaf', '\\xc0\\xaf\\xe0\\x80\\xaf'],
    ['a surrogate in UTF-8', '\xed\xa0\x80', '\\xed\\xa0\\x80'],
    ['beyond U+10FFFF', '\xf4\x90\x80\x80', '\\xf4\\x90\\x80\\x80'],
    ['the last of all', '\xf4\x8f\xbf\xbd', '\u{10fffd}'],
    ['a C1 control as a byte', '\x9b31m', '\\x9b31m'],
    ['a C1 control in UTF-8', bytesOf('\u009b31m'), '\\u{009b}31m'],
    ['a turn of direction', bytesOf('\u202egnp'), '\\u{202e}gnp'],
    ['marks of direction', bytesOf('\u061c\u200e\u200f\u2066\u2069'), '\\u{061c}\\u{200e}\\u{200f}\\u{2066}\\u{2069}'],
    ['separators', bytesOf('\u2028\u2029'), '\\u{2028}\\u{2029}'],
    ['characters without width', bytesOf('\u200b\ufeff'), '\\u{200b}\\u{feff}'],
    ['a soft hyphen', bytesOf('ad\u00admin'), 'ad\\u{00ad}min'],
    ['word joiners and invisible operators', bytesOf('\u2060\u2062\u2064'), '\\u{2060}\\u{2062}\\u{2064}'],
    ['fillers', bytesOf('\u115f\u3164\uffa0\u034f\u180e'), '\\u{115f}\\u{3164}\\u{ffa0}\\u{034f}\\u{180e}'],
    ['annotations', bytesOf('\ufff9\ufffa\ufffb'), '\\u{fff9}\\u{fffa}\\u{fffb}'],
    ['tags that spell out a text', bytesOf('a\u{e0001}\u{e0061}'), 'a\\u{e0001}\\u{e0061}'],
    ['other blanks', bytesOf('a\u00a0b\u3000c\u2800d'), 'a\\u{00a0}b\\u{3000}c\\u{2800}d'],
    ['no characters', bytesOf('\ufffe\ufdd0\u{10ffff}'), '\\u{fffe}\\u{fdd0}\\u{10ffff}'],
    ['selectors where there is nothing to select', bytesOf('a\ufe0f\ufe00\u{e0100}'), 'a\\u{fe0f}\\u{fe00}\\u{e0100}'],
    ['joiners between letters that do not join', bytesOf('a\u200db\u200cc'), 'a\\u{200d}b\\u{200c}c'],
    [
      'joiners at an end, and in a row',
      bytesOf('\u200cم\u200c\u200cم\u200d'),
      '\\u{200c}م\\u{200c}\\u{200c}م\\u{200d}',
    ],
    ['the joiner of an emoji', bytesOf('👩‍👧'), '👩‍👧'],
    ['emoji of many parts', bytesOf('🏳️‍🌈👍🏽1️⃣🇩🇪❤️'), '🏳️‍🌈👍🏽1️⃣🇩🇪❤️'],
    [
      'the flag of England',
      bytesOf('🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'),
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    ],
    ['the joiners of Persian and Hindi', bytesOf('می\u200cخواهم क्\u200dष'), 'می\u200cخواهم क्\u200dष'],
  ])('shows %s', (_, key, shown) => {
    expect(escapeKey(key)).toBe(shown);
  });

  it('reads as UTF-8 what is UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeKey(bytesOf(text))).toBe(escapeText(text));
      }),
    );
  });

  it('leaves nothing hidden, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(escapeKey(Buffer.from(bytes).toString('latin1'))).not.toMatch(HIDDEN);
      }),
    );
    for (const key of HOSTILE_KEYS) expect(escapeKey(key)).not.toMatch(HIDDEN);
  });
});

describe('escapeText', () => {
  it('shows a surrogate that stands alone, and leaves a pair', () => {
    expect(escapeText('a\ud800b😀\udc00')).toBe('a\\u{d800}b😀\\u{dc00}');
  });

  it('keeps letters of all scripts', () => {
    expect(escapeText('/var/log/prüf-日本.log')).toBe('/var/log/prüf-日本.log');
  });

  it('leaves nothing hidden, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        expect(escapeText(String.fromCharCode(...units))).not.toMatch(HIDDEN);
      }),
    );
  });
});
