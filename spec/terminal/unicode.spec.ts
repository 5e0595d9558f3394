import { describe, expect, it } from '@jest/globals';
import { isUnicode } from '../../src/terminal/unicode.js';

describe('isUnicode', () => {
  it.each([
    [{ LANG: 'en_US.UTF-8' }],
    [{ LANG: 'C.utf8' }],
    [{ LC_CTYPE: 'UTF-8' }],
    [{ LANG: 'ca_ES.UTF-8@valencia' }],
    [{ LC_ALL: 'de_DE.UTF-8', LC_CTYPE: 'C', LANG: 'C' }],
    [{ LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LANG: 'C' }],
    [{ TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }],
  ])('is so with %p', (env) => {
    expect(isUnicode(env)).toBe(true);
  });

  it.each([
    [{}],
    [{ LANG: '' }],
    [{ LANG: 'C' }],
    [{ LANG: 'de_DE.ISO-8859-1' }],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }],
    [{ LC_CTYPE: 'POSIX', LANG: 'en_US.UTF-8' }],
    [{ TERM: 'linux', LANG: 'en_US.UTF-8' }],
    [{ TERM: 'dumb', LANG: 'en_US.UTF-8' }],
  ])('is not so with %p', (env) => {
    expect(isUnicode(env)).toBe(false);
  });
});
