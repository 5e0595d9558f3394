import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Paint, Theme } from '../../text/theme.js';

/** The background of the terminal, on which the colours must be readable. */
export type Variant = 'dark' | 'light';

/** The colours of the screen; extends the Theme of the tables, so that code for tables can be used. */
export interface ScreenTheme extends Theme {
  /** The title of the focused panel, keys in the bottom line. */
  readonly accent: Paint;
  /** Titles of the other panels. */
  readonly title: Paint;
  /** Separating lines. */
  readonly rule: Paint;
  /** Bars of tables, sparklines, columns of the chart. */
  readonly bar: Paint;
  /** Columns of the chart above the threshold. */
  readonly barHigh: Paint;
  /** The line of the threshold. */
  readonly threshold: Paint;
  /** FROZEN, filter: text on a coloured background. */
  readonly badge: Paint;
  /** The line for typing a filter. */
  readonly prompt: Paint;
}

/** The hues; the four for text are as far apart as the background allows. */
interface Hues {
  /** All is well, or just a number: blue where others take green, which many cannot tell from red. */
  readonly calm: ChalkInstance;
  /** Neither good nor bad, and not calm. */
  readonly other: ChalkInstance;
  readonly caution: ChalkInstance;
  readonly bad: ChalkInstance;
  readonly faint: ChalkInstance;
  readonly rule: ChalkInstance;
  readonly onBad: ChalkInstance;
  readonly onCalm: ChalkInstance;
  readonly onCaution: ChalkInstance;
}

/**
 * The hues of Okabe & Ito, Color Universal Design, 2008: sky blue, reddish purple, yellow and vermillion, lightened for
 * a dark background; blue, bluish green, reddish purple and vermillion, darkened and deepened for a light one. The spec
 * holds the contrast of each and the distance of each two, also as people with red-green weakness see them, and also
 * after chalk took the nearest of 256 colours.
 */
const PALETTES = {
  dark: {
    calm: '#4999c6',
    other: '#f0d7e5',
    caution: '#f2e755',
    bad: '#d7660d',
    faint: '#949494',
    rule: '#6e6e6e',
  },
  light: {
    calm: '#0048ef',
    other: '#134029',
    caution: '#bf006c',
    bad: '#df0000',
    faint: '#666666',
    rule: '#8a8a8a',
  },
} as const;

const WHITE = '#ffffff';
const BLACK = '#000000';
/** Vermillion and blue, darkened under white text, and orange. */
const GROUNDS = { bad: '#c81900', calm: '#004ca6', caution: '#e69f00' } as const;

/**
 * Words, signs or shapes repeat everything that colour says, so that the screen reads the same without it.
 *
 * @param colours how many colours the terminal has: none, 16 of its own choice, 256, or 24 bits
 */
export function screenTheme(colours: 0 | 1 | 2 | 3, variant: Variant): ScreenTheme {
  const chalk = new Chalk({ level: colours });
  const hues = colours < 2 ? huesOfTerminal(chalk, variant) : huesOfPalette(chalk, variant);
  const { calm, other, caution, bad, faint } = hues;
  return {
    hasColour: colours > 0,
    heading: chalk.bold,
    dim: faint,
    warning: caution,
    error: bad,
    rise: calm,
    fall: other,
    worse: bad,
    better: calm,
    status2xx: calm,
    status3xx: other,
    status4xx: caution,
    status5xx: bad,
    statusOther: faint,
    alert: hues.onBad,
    recovered: hues.onCalm,
    accent: calm.bold,
    title: chalk.bold,
    rule: hues.rule,
    bar: calm,
    barHigh: bad,
    threshold: caution,
    badge: hues.onCaution,
    prompt: caution,
  };
}

/** The 16 colours that terminals of this background keep readable; not green, which is too near to red. */
function huesOfTerminal(chalk: ChalkInstance, variant: Variant): Hues {
  const text =
    variant === 'dark'
      ? { calm: chalk.cyan, other: chalk.magentaBright, caution: chalk.yellow, bad: chalk.redBright }
      : { calm: chalk.blue, other: chalk.black, caution: chalk.magenta, bad: chalk.red };
  return {
    ...text,
    // Bright black is the background itself in some palettes, like Solarized.
    faint: chalk.dim,
    rule: chalk.dim,
    onBad: chalk.whiteBright.bold.bgRed,
    onCalm: chalk.whiteBright.bold.bgBlue,
    onCaution: chalk.black.bold.bgYellow,
  };
}

function huesOfPalette(chalk: ChalkInstance, variant: Variant): Hues {
  const palette = PALETTES[variant];
  return {
    calm: chalk.hex(palette.calm),
    other: chalk.hex(palette.other),
    caution: chalk.hex(palette.caution),
    bad: chalk.hex(palette.bad),
    faint: chalk.hex(palette.faint),
    rule: chalk.hex(palette.rule),
    onBad: chalk.hex(WHITE).bold.bgHex(GROUNDS.bad),
    onCalm: chalk.hex(WHITE).bold.bgHex(GROUNDS.calm),
    onCaution: chalk.hex(BLACK).bold.bgHex(GROUNDS.caution),
  };
}
