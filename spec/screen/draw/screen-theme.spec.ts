import { describe, expect, it } from '@jest/globals';
import { screenTheme } from '../../../src/screen/draw/screen-theme.js';
import type { ScreenTheme, Variant } from '../../../src/screen/draw/screen-theme.js';
import type { Paint } from '../../../src/text/theme.js';
import { ciede2000, coloursOf, contrast, distance, EYES, rgb } from '../colour-vision.js';
import type { Rgb } from '../colour-vision.js';

const VARIANTS = ['dark', 'light'] as const;
const GROUNDS = { dark: ['#000000', '#1e1e1e'], light: ['#ffffff', '#fdf6e3'] };

type Role = Exclude<keyof ScreenTheme, 'hasColour'>;

/** In the terminal's own colour of text. */
const UNCOLOURED: Role[] = ['heading', 'title'];
/** Says nothing that is not said elsewhere. */
const QUIET: Role[] = ['dim', 'statusOther', 'rule'];
const ON_GROUND: Role[] = ['alert', 'recovered', 'badge'];

/** What must be told apart at a glance. */
const GROUPS: Role[][] = [
  ['status2xx', 'status3xx', 'status4xx', 'status5xx'],
  ['worse', 'better'],
  ['rise', 'fall'],
  ['bar', 'barHigh', 'threshold'],
  ['warning', 'error'],
];
const PAIRS = GROUPS.flatMap((group) => group.flatMap((a, i) => group.slice(i + 1).map((b): [Role, Role] => [a, b])));

const rolesOf = (theme: ScreenTheme): [Role, Paint][] =>
  Object.entries(theme).filter((role): role is [Role, Paint] => typeof role[1] === 'function');

const leastDistance = (a: Rgb, b: Rgb): number => Math.min(...Object.values(EYES).map((eye) => distance(a, b, eye)));

function textOf(theme: ScreenTheme, role: Role): Rgb {
  const { text } = coloursOf(theme[role]);
  if (text === undefined) throw new Error(`${role} has no colour`);
  return text;
}

function groundOf(theme: ScreenTheme, role: Role): Rgb {
  const { ground } = coloursOf(theme[role]);
  if (ground === undefined) throw new Error(`${role} has no ground`);
  return ground;
}

describe.each(VARIANTS)('screenTheme on a %s ground', (variant) => {
  it('paints nothing without colours', () => {
    const plain = screenTheme(0, variant);
    expect(plain.hasColour).toBe(false);
    for (const [, paint] of rolesOf(plain)) expect(paint('text')).toBe('text');
  });

  it.each([1, 2, 3] as const)('paints every role at level %d, and nothing where there is no text', (level) => {
    const colours = screenTheme(level, variant);
    expect(colours.hasColour).toBe(true);
    for (const [, paint] of rolesOf(colours)) {
      expect(paint('text')).toMatch(/^(\x1b\[[\d;]+m)+text(\x1b\[\d+m)+$/);
      expect(paint('')).toBe('');
    }
  });

  describe.each([2, 3] as const)('at level %d', (level) => {
    const theme = screenTheme(level, variant);

    it('has text of a contrast of 4.5, and of 3 for what carries no meaning', () => {
      for (const [role] of rolesOf(theme)) {
        if ([...UNCOLOURED, ...ON_GROUND].includes(role)) continue;
        const least = QUIET.includes(role) ? 3 : 4.5;
        for (const ground of GROUNDS[variant]) {
          expect([role, contrast(textOf(theme, role), rgb(ground)) >= least]).toEqual([role, true]);
        }
      }
    });

    it.each(ON_GROUND)('has text of a contrast of 4.5 on the ground of %s', (role) => {
      expect(contrast(textOf(theme, role), groundOf(theme, role))).toBeGreaterThanOrEqual(4.5);
    });

    it.each(PAIRS)('tells %s from %s to every eye by a ΔE of 15', (a, b) => {
      expect(leastDistance(textOf(theme, a), textOf(theme, b))).toBeGreaterThanOrEqual(15);
    });

    it('tells the grounds of text apart by a ΔE of 20', () => {
      const [alert, recovered, badge] = ON_GROUND.map((role) => groundOf(theme, role)) as [Rgb, Rgb, Rgb];
      expect(leastDistance(alert, recovered)).toBeGreaterThanOrEqual(20);
      expect(leastDistance(alert, badge)).toBeGreaterThanOrEqual(20);
      expect(leastDistance(recovered, badge)).toBeGreaterThanOrEqual(20);
    });
  });
});

/** The colours of xterm as it comes, by the SGR codes of text. */
const XTERM: ReadonlyMap<number, string> = new Map([
  [30, '#000000'],
  [31, '#cd0000'],
  [33, '#cdcd00'],
  [34, '#0000ee'],
  [35, '#cd00cd'],
  [36, '#00cdcd'],
  [91, '#ff0000'],
  [95, '#ff00ff'],
  [97, '#ffffff'],
]);

/** A distance of blue and magenta for light grounds, the nearest of four colours, and of cyan and bright magenta for dark. */
const LEAST_OF_16: Record<Variant, number> = { dark: 15, light: 8 };

describe.each(VARIANTS)('screenTheme of 16 colours on a %s ground', (variant) => {
  const theme = screenTheme(1, variant);
  const codesOf = (role: Role): number[] =>
    Array.from(
      theme[role]('x')
        .split('x')[0]
        ?.matchAll(/\x1b\[(\d+)m/g) ?? [],
      ([, code]) => Number(code),
    );
  const colourOf = (role: Role): Rgb => {
    const hex = codesOf(role)
      .map((code) => XTERM.get(code))
      .find((found) => found !== undefined);
    if (hex === undefined) throw new Error(`${role} has none of the colours`);
    return rgb(hex);
  };

  it('takes no colour that is lost on the ground, and no green', () => {
    const lost = variant === 'dark' ? [30, 34, 90] : [33, 36, 37, 93, 96, 97];
    for (const [role] of rolesOf(theme)) {
      const codes = codesOf(role);
      expect(codes.filter((code) => [32, 42, 92, 102].includes(code))).toEqual([]);
      if (!ON_GROUND.includes(role)) expect(codes.filter((code) => lost.includes(code))).toEqual([]);
    }
  });

  it('can be read in the palette of xterm', () => {
    const ground = rgb(variant === 'dark' ? '#000000' : '#ffffff');
    for (const role of PAIRS.flat()) expect(contrast(colourOf(role), ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(PAIRS)('tells %s from %s in the palette of xterm', (a, b) => {
    expect(leastDistance(colourOf(a), colourOf(b))).toBeGreaterThanOrEqual(LEAST_OF_16[variant]);
  });
});

describe('the measures of this spec', () => {
  it('agree with published values', () => {
    expect(contrast(rgb('#000000'), rgb('#ffffff'))).toBeCloseTo(21, 5);
    expect(contrast(rgb('#777777'), rgb('#ffffff'))).toBeCloseTo(4.48, 2);
    // Sharma, Wu & Dalal, 2005, table 1, pairs 1, 7, 20 and 34.
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
    expect(ciede2000([50, 2.5, 0], [61, -5, 29])).toBeCloseTo(22.8977, 4);
    expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });

  it('show a deuteranope little of red and green', () => {
    const [red, green] = [rgb('#bf4040'), rgb('#60803a')];
    expect(distance(red, green, EYES.trichromat)).toBeGreaterThan(40);
    expect(distance(red, green, EYES.deuteranope)).toBeLessThan(10);
  });
});
