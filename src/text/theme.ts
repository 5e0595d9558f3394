import { Chalk } from 'chalk';
import type { ChalkInstance, ColorSupportLevel } from 'chalk';
import type { Change } from './change.js';

/** Colours a text by its role. */
export type Paint = (text: string) => string;

/** The colours of everything shown, by meaning. */
export interface Theme {
  /** Whether the paints do anything at all. */
  readonly hasColour: boolean;
  readonly heading: Paint;
  readonly dim: Paint;
  readonly warning: Paint;
  readonly error: Paint;
  readonly rise: Paint;
  readonly fall: Paint;
  /** A rise and a fall of a number that should be low, like errors. */
  readonly worse: Paint;
  readonly better: Paint;
  readonly status2xx: Paint;
  readonly status3xx: Paint;
  readonly status4xx: Paint;
  readonly status5xx: Paint;
  readonly statusOther: Paint;
  readonly alert: Paint;
  readonly recovered: Paint;
}

/** @param colours how many colours the terminal has, 0 for none; or a chalk that knows */
export function theme(colours: ColorSupportLevel | ChalkInstance): Theme {
  const chalk = typeof colours === 'number' ? new Chalk({ level: colours }) : colours;
  return {
    hasColour: chalk.level > 0,
    heading: chalk.bold,
    dim: chalk.dim,
    warning: chalk.yellow,
    error: chalk.red,
    rise: chalk.cyan,
    fall: chalk.magenta,
    worse: chalk.red,
    better: chalk.green,
    status2xx: chalk.green,
    status3xx: chalk.cyan,
    status4xx: chalk.yellow,
    status5xx: chalk.red,
    statusOther: chalk.dim,
    alert: chalk.white.bold.bgRed,
    recovered: chalk.black.bold.bgGreen,
  };
}

/** The paint of a change of something that is neither good nor bad, like traffic. */
export function paintOfChange({ trend }: Change, { rise, fall, dim }: Theme): Paint {
  if (trend === 'fall') return fall;
  return trend === 'rise' || trend === 'new' ? rise : dim;
}

/** The paint of a change of something that should be low. */
export function paintOfBadChange({ trend }: Change, { worse, better, dim }: Theme): Paint {
  if (trend === 'fall') return better;
  return trend === 'rise' || trend === 'new' ? worse : dim;
}
