import { isOn } from '../../monitor/alerts/incidents.js';
import type { Incident } from '../../monitor/alerts/incidents.js';
import type { Level } from '../../monitor/alerts/rule-watch.js';
import { bar } from '../../text/full-bar.js';
import { cut } from '../../text/cell.js';
import { paintLine } from '../../text/line.js';
import type { Cell } from '../../text/grid.js';
import { formatClock, formatTime } from '../../text/time.js';
import { formatCount, formatDuration, formatPercent, formatRate } from '../../text/units.js';
import { widthOf } from '../../text/width.js';
import { levelBar } from '../draw/level-bar.js';
import type { Look } from '../draw/display.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { Shown } from '../layout/shown-panels.js';
import { formatThreshold } from '../model/threshold-steps.js';
import { titleLine } from './panel-title.js';

const DAY_MS = 86_400_000;
const BAR_WIDTH = 12;

/** The state of the rules, the active alerts, and all past ones, the last ones first. */
export function alertsPanel(place: Shown, model: Model, look: Look): string[] {
  const { width, height, panels } = place;
  const { incidents, earlier, levels } = model.picture.alerts;
  const on = incidents.filter(isOn);
  const past = incidents.filter((incident) => !isOn(incident)).reverse();
  const title = titleLine(
    {
      panel: 'alerts',
      panels,
      isFocused: focusOf(model) === 'alerts',
      about: aboutOf(on.length, past.length + earlier, model.picture.filter !== ''),
    },
    width,
    look.theme,
  );
  const lines = [
    ...on.map((incident) => onLine(incident, model, width, look)),
    ...levels.filter(({ triggered }) => triggered === undefined).map((level) => levelLine(level, model, width, look)),
    ...past.map((incident) => pastLine(incident, model.picture.live.at, width, look)),
    ...(earlier > 0 ? [look.theme.dim(cut(`… and ${formatCount(earlier)} before these`, width))] : []),
  ];
  const first = Math.min(model.scrolls.alerts ?? 0, Math.max(0, lines.length - (height - 1)));
  return [title, ...lines.slice(first, first + height - 1)];
}

function aboutOf(on: number, before: number, isFiltered: boolean): string {
  const counts = `${formatCount(on)} on, ${formatCount(before)} before`;
  return isFiltered ? `${counts}, of all hits` : counts;
}

/** An active alert: since when, and how far above the threshold. */
function onLine({ rule, triggered, peak }: Incident, model: Model, width: number, { theme, utc }: Look): string {
  const { live, alerts } = model.picture;
  const { threshold } = model.controls;
  const { average } = alerts.levels.find((level) => level.triggered?.at === triggered.at) ?? triggered;
  const since = `${timeOf(triggered.at, live.at, utc)} (${formatDuration(Math.max(0, live.at - triggered.at))})`;
  const rate = `▲ HIGH TRAFFIC since ${since}: ${formatRate(average)} hits/s`;
  const window = formatDuration(rule.windowSeconds * 1000);
  const short = `${rate}, ${standing(average, threshold)}, peak ${formatRate(peak)}`;
  const long = `${rate} over ${window}, ${standing(average, threshold, 'the threshold of ')}, peak ${formatRate(peak)}`;
  return bar(cut(widthOf(long) <= width ? long : short, width), width, theme.alert, theme);
}

/** `43 % above 10`. */
function standing(average: number, threshold: number, name = ''): string {
  const percent = Math.round((average / threshold - 1) * 100);
  const of = `${name}${formatThreshold(threshold)}`;
  if (percent === 0) return `at ${of}`;
  return `${formatCount(Math.abs(percent))} % ${percent > 0 ? 'above' : 'below'} ${of}`;
}

/** A rule that does not hold, and how near it is. */
function levelLine({ rule, average }: Level, { controls }: Model, width: number, { theme }: Look): string {
  const { threshold } = controls;
  const window = formatDuration(rule.windowSeconds * 1000);
  const pieces: Cell[] = [
    { text: levelBar(Math.min(average, threshold), threshold, BAR_WIDTH), paint: theme.bar },
    { text: ` ${formatPercent(average, threshold)} of the threshold`, paint: theme.heading },
    { text: `: ${formatRate(average)} of ${formatThreshold(threshold)} hits/s over ${window}` },
  ];
  return paintLine(pieces, width);
}

function pastLine({ rule, triggered, recovered, peak }: Incident, now: number, width: number, look: Look): string {
  const to = recovered?.at ?? now;
  const span = `${timeOf(triggered.at, now, look.utc)} – ${timeOf(to, now, look.utc)}`;
  return paintLine(
    [
      { text: '✓ ', paint: look.theme.better },
      { text: `${span}  ${formatDuration(to - triggered.at)}` },
      {
        text: `  peak ${formatRate(peak)} hits/s over ${formatDuration(rule.windowSeconds * 1000)}, threshold ${formatThreshold(rule.threshold)}`,
        paint: look.theme.dim,
      },
    ],
    width,
  );
}

/** The time of day of recent events, the full time of older ones. */
const timeOf = (at: number, now: number, utc: boolean): string =>
  now - at < DAY_MS ? formatClock(at, utc) : formatTime(at, utc);
