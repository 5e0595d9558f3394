import { formatDuration, formatRate } from '../../text/units.js';
import type { Look } from '../draw/display.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { Shown } from '../layout/shown-panels.js';
import { plot } from '../draw/plot.js';
import { series } from './series.js';
import { groupSize } from '../draw/sparkline.js';
import { formatThreshold } from '../model/threshold-steps.js';
import { titleLine } from './panel-title.js';

/** From this many rows on, one is for the times. */
const AXIS_HEIGHT = 6;

/** The hits of each second of the window, and of some before it, with the threshold for their average. */
export function chartPanel(place: Shown, model: Model, { theme, windowSeconds }: Look): string[] {
  const { width, height, panels } = place;
  const { threshold } = model.controls;
  // The columns reach back beyond the window, or beyond their own number, by less than one second each.
  const hits = series(model.picture.live, windowSeconds + width, (second) => second.hits);
  const about = `threshold ${formatThreshold(threshold)} over ${formatDuration(windowSeconds * 1000)}`;
  const hasAxis = height >= AXIS_HEIGHT;
  const options = {
    width,
    height: height - (hasAxis ? 2 : 1),
    least: windowSeconds,
    threshold,
    thresholdText: formatThreshold(threshold),
    format: formatRate,
    theme,
  };
  const { lines, columns } = plot(hits, options);
  return [
    titleLine({ panel: 'chart', panels, isFocused: focusOf(model) === 'chart', about }, width, theme),
    ...lines,
    ...(hasAxis ? [theme.dim(timeAxis(columns, windowSeconds, width))] : []),
  ];
}

/**
 * The times at which the columns begin, below the first of them, and end; each covers the same number of whole seconds.
 */
function timeAxis(columns: number, windowSeconds: number, width: number): string {
  const from = `−${formatDuration(columns * groupSize(columns, windowSeconds) * 1000)}`;
  const indent = width - columns;
  return ' '.repeat(indent) + from + 'now'.padStart(Math.max(4, columns - from.length));
}
