/** The Linux console has a font of at most 512 characters, and a dumb terminal may have anything. */
const PLAIN_TERMINALS: ReadonlySet<string | undefined> = new Set(['linux', 'dumb']);

/**
 * Whether the terminal should show block and box-drawing characters: its locale names UTF-8. The first of LC_ALL,
 * LC_CTYPE and LANG that is set and not empty decides; without any, the locale is C. Source: POSIX.1-2017, 8.2.
 */
export function isUnicode(env: NodeJS.ProcessEnv): boolean {
  if (PLAIN_TERMINALS.has(env['TERM'])) return false;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((name) => name !== undefined && name !== '');
  return locale !== undefined && /utf-?8/i.test(locale);
}
