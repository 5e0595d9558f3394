import type { Size } from '../../terminal/input.js';
import type { PanelName, TablePanel } from '../model/panels.js';

/** A rectangle of the screen; columns and rows count from 0, at the top left. */
export interface Rectangle {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** The place of a panel, or of several that share it. */
export interface Place extends Rectangle {
  /** In the order of their names in the title. */
  readonly panels: readonly PanelName[];
}

/** On a smaller screen nothing would be of use. */
export const LEAST_SIZE: Size = { columns: 40, rows: 12 };

export const HEADER_ROWS = 2;
export const BOTTOM_ROWS = 1;
const GAP = 2;

/** The least columns for three tables side by side, and for two. */
const THREE_WIDTH = 110;
const PAIR_WIDTH = 60;
/** The least rows for two lines of tables. */
const TWO_LINES = 10;
/** Paths and agents are the longest keys. */
const SHARES = [0.29, 0.4, 0.31];

const TRAFFIC_WIDTH = 66;

export const isTooSmall = ({ columns, rows }: Size): boolean => columns < LEAST_SIZE.columns || rows < LEAST_SIZE.rows;

/**
 * The places of all panels on a screen that is large enough, from the top to the bottom, line by line.
 *
 * @param more tables that share the place of the referrers
 */
export function overview({ columns, rows }: Size, more: readonly TablePanel[] = []): Place[] {
  const body = rows - HEADER_ROWS - BOTTOM_ROWS;
  const top = clamp(Math.round(body * 0.27), body < 17 ? 4 : 7, 16);
  const alerts = clamp(Math.round(body * 0.17), 2, 10);
  const tables = body - top - alerts;
  const first = HEADER_ROWS + top;
  const lines = tableGroups(columns, tables).map((groups) =>
    groups.map((group) => (group.includes('referrers') ? [...group, ...more] : group)),
  );
  const heights = split(tables, lines.length);
  return [
    { panels: ['files'], column: 0, row: 0, width: columns, height: HEADER_ROWS },
    ...topPlaces(columns, top),
    ...lines.flatMap((groups, line) => {
      const row = first + heights.slice(0, line).reduce((sum, height) => sum + height, 0);
      return beside(groups, columns, row, heights[line] ?? 0);
    }),
    { panels: ['alerts'], column: 0, row: first + tables, width: columns, height: alerts },
  ];
}

/** The place of an opened panel, which has the screen to itself. */
export function opened(panel: PanelName, { columns, rows }: Size): Place {
  return { panels: [panel], column: 0, row: HEADER_ROWS, width: columns, height: rows - HEADER_ROWS - BOTTOM_ROWS };
}

function topPlaces(columns: number, height: number): Place[] {
  const row = HEADER_ROWS;
  if (columns < PAIR_WIDTH) return [{ panels: ['traffic', 'chart'], column: 0, row, width: columns, height }];
  const width = Math.min(TRAFFIC_WIDTH, Math.ceil((columns - GAP) / 2));
  const rest = width + GAP;
  return [
    { panels: ['traffic'], column: 0, row, width, height },
    { panels: ['chart'], column: rest, row, width: columns - rest, height },
  ];
}

/** The tables that share a place, line by line, where there is no room for all six of them. */
function tableGroups(columns: number, rows: number): PanelName[][][] {
  const isTwo = rows >= TWO_LINES;
  if (columns >= THREE_WIDTH) {
    return isTwo
      ? [
          [['sections'], ['paths'], ['hosts']],
          [['statuses'], ['agents'], ['referrers']],
        ]
      : [
          [
            ['sections', 'statuses'],
            ['paths', 'agents'],
            ['hosts', 'referrers'],
          ],
        ];
  }
  if (columns >= PAIR_WIDTH) {
    return isTwo
      ? [
          [['sections'], ['paths']],
          [['hosts', 'agents', 'referrers'], ['statuses']],
        ]
      : [
          [
            ['sections', 'statuses', 'agents'],
            ['paths', 'hosts', 'referrers'],
          ],
        ];
  }
  return isTwo
    ? [[['sections', 'paths', 'statuses']], [['hosts', 'agents', 'referrers']]]
    : [[['sections', 'paths', 'hosts', 'statuses', 'agents', 'referrers']]];
}

function beside(groups: readonly PanelName[][], columns: number, row: number, height: number): Place[] {
  const room = columns - GAP * (groups.length - 1);
  const widths =
    groups.length === SHARES.length ? SHARES.map((share) => Math.floor(room * share)) : split(room, groups.length);
  // The last one takes the remainder of the rounding.
  widths[widths.length - 1] = room - widths.slice(0, -1).reduce((sum, width) => sum + width, 0);
  let column = 0;
  return groups.map((panels, i) => {
    const width = widths[i] ?? 0;
    const place = { panels, column, row, width, height };
    column += width + GAP;
    return place;
  });
}

/** Splits a length into equal parts; the first ones are one longer where it does not divide evenly. */
function split(length: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => Math.ceil((length - i) / parts));
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
