import type { Digest } from '../../digest/digest.js';
import type { SecondTraffic } from '../../monitor/live/second-traffic.js';
import type { Live } from '../../monitor/live/live.js';
import type { SpanBefore } from '../../monitor/live/previous-span.js';
import { change, formatChange } from '../../text/change.js';
import type { Change } from '../../text/change.js';
import { escapeKey } from '../../text/escape.js';
import { drawGrid } from '../../text/grid.js';
import { hostCountText } from '../../view/host-count.js';
import { listItems, paintLine } from '../../text/line.js';
import { formatMicroseconds } from '../../view/report/spreads.js';
import { statusClasses } from '../../view/table/statuses.js';
import { paintOfBadChange, paintOfChange } from '../../text/theme.js';
import type { Paint, Theme } from '../../text/theme.js';
import { formatBytes, formatCount, formatPercent, formatRate } from '../../text/units.js';
import type { Look } from '../draw/display.js';
import { focusOf } from '../model/model.js';
import type { Model } from '../model/model.js';
import type { Shown } from '../layout/shown-panels.js';
import { series } from './series.js';
import { condense, sparkline } from '../draw/sparkline.js';
import { spanName } from './span-name.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { titleLine } from './panel-title.js';

/** The least reach of a sparkline, in seconds. */
const SPARK_SECONDS = 300;

const GAP = 1;
const LABEL_WIDTH = 8;
const VALUE_WIDTH = 8;
const CHANGE_WIDTH = 8;

/** A metric of the traffic. */
interface Metric {
  readonly label: string;
  readonly value: string;
  readonly paint?: Paint;
  readonly change: Change;
  /** Whether it should be low. */
  readonly isBad: boolean;
  /** Its value in a second; undefined where it is unknown. */
  readonly at?: (second: SecondTraffic) => number | undefined;
}

/** The metrics of the span, each with its change since the span before and its course over the last minutes. */
export function trafficPanel(place: Shown, model: Model, { theme }: Look): string[] {
  const { width, height, panels } = place;
  const { live, filter } = model.picture;
  const about = spanName(live.stats, live.span, filter !== '');
  return [
    titleLine({ panel: 'traffic', panels, isFocused: focusOf(model) === 'traffic', about }, width, theme),
    ...metricLines(metrics(live, theme), live, width, theme),
    ...moreLines(live.stats.digest, width, theme),
  ].slice(0, height);
}

function metrics({ stats: { digest, from, to }, before }: Live, theme: ScreenTheme): Metric[] {
  const perSecond = (amount: number): number => (to > from ? amount / ((to - from) / 1000) : 0);
  return [
    {
      label: 'Hits/s',
      value: formatRate(perSecond(digest.hits)),
      paint: theme.heading,
      change: change(digest.hits, before?.hits),
      isBad: false,
      at: hitsAt,
    },
    {
      label: 'Bytes/s',
      value: formatBytes(perSecond(digest.bytes)),
      paint: theme.heading,
      change: change(digest.bytes, before?.bytes),
      isBad: false,
      at: bytesAt,
    },
    {
      label: 'Errors',
      value: formatPercent(digest.errors, digest.hits),
      paint: digest.errors > 0 ? theme.error : theme.heading,
      change: change(digest.hits > 0 ? digest.errors / digest.hits : 0, before?.errorShare),
      isBad: true,
      at: errorsAt,
    },
    ...latencies(digest, before),
  ];
}

// Not made for each frame, which calls them some thousand times.
const hitsAt = ({ hits }: SecondTraffic): number => hits;
const bytesAt = ({ bytes }: SecondTraffic): number | undefined => bytes;
const errorsAt = ({ hits, errors }: SecondTraffic): number | undefined =>
  errors === undefined || hits === 0 ? errors : errors / hits;

const QUANTILES = [
  { label: 'p50', q: 0.5, at: ({ p50 }: SecondTraffic) => p50 },
  { label: 'p95', q: 0.95, at: ({ p95 }: SecondTraffic) => p95 },
  { label: 'p99', q: 0.99, at: ({ p99 }: SecondTraffic) => p99 },
] as const;

/** The latencies, where the log has them. */
function latencies(digest: Digest, before: SpanBefore | undefined): Metric[] {
  if (digest.latencies.count === 0) return [];
  return QUANTILES.map(({ label, q, at }) => {
    const value = digest.latencies.quantile(q) ?? 0;
    return {
      label,
      value: formatMicroseconds(value),
      change: change(value, before?.latency(q)),
      isBad: true,
      at,
    };
  });
}

function metricLines(rows: readonly Metric[], live: Live, width: number, theme: ScreenTheme): string[] {
  const room = Math.max(0, width - LABEL_WIDTH - VALUE_WIDTH - CHANGE_WIDTH - 3 * GAP);
  const columns = [
    { align: 'left', width: LABEL_WIDTH, cell: ({ label }: Metric) => ({ text: label, paint: theme.dim }) },
    { align: 'right', width: VALUE_WIDTH, cell: ({ value, paint }: Metric) => ({ text: value, paint }) },
    {
      align: 'left',
      width: CHANGE_WIDTH,
      cell: ({ change, isBad }: Metric) => ({
        text: formatChange(change),
        paint: (isBad ? paintOfBadChange : paintOfChange)(change, theme),
      }),
    },
    {
      align: 'left',
      width: room,
      cell: ({ at }: Metric) => ({ text: at === undefined ? '' : spark(live, at, room), paint: theme.bar }),
    },
  ] as const;
  return drawGrid(columns, rows, GAP);
}

function spark(live: Live, at: NonNullable<Metric['at']>, width: number): string {
  const values = series(live, SPARK_SECONDS + width, at);
  return sparkline(condense(values, width, SPARK_SECONDS), width);
}

/** More lines about the traffic, the most telling first. */
function moreLines(digest: Digest, width: number, theme: Theme): string[] {
  // Problems come first, as the last items are left out where there is little room.
  const classes = statusClasses(digest, undefined)
    .map(({ name, hits }) => `${name} ${formatCount(hits)}`)
    .reverse();
  const methods = digest.tables.methods.rows().map(({ key, hits }) => `${escapeKey(key)} ${formatCount(hits)}`);
  const sizes = [0.5, 0.95, 0.99].map((q) => `p${q * 100} ${formatBytes(digest.sizes.quantile(q) ?? 0)}`);
  const lines: [string, readonly string[]][] = [
    ['Status', classes],
    ['Method', methods],
    ['Hosts', [hostCountText(digest)]],
    ['Size', digest.sizes.count > 0 ? [...sizes, `max ${formatBytes(digest.sizes.max)}`] : []],
    ['Unparsed', digest.unparsed > 0 ? [`${formatCount(digest.unparsed)} lines`] : []],
  ];
  return lines
    .filter(([, items]) => items.length > 0)
    .map(([label, items]) =>
      paintLine(
        [
          { text: label.padEnd(LABEL_WIDTH + GAP), paint: theme.dim },
          { text: listItems(items, width - LABEL_WIDTH - GAP) },
        ],
        width,
      ),
    );
}
