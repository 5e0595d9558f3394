import type { KeyRow, KeyTable } from '../../digest/key-table.js';
import type { Block } from '../../text/block.js';
import { cut } from '../../text/cell.js';
import type { CutAt } from '../../text/cell.js';
import { change, formatChange } from '../../text/change.js';
import { fitColumns } from '../../text/columns.js';
import type { ElasticColumn } from '../../text/columns.js';
import { escapeKey } from '../../text/escape.js';
import { drawTable } from '../../text/table.js';
import { paintOfChange } from '../../text/theme.js';
import type { Theme } from '../../text/theme.js';
import { formatBytes, formatCount, formatShare } from '../../text/units.js';

/** The keys with the most hits of one table. */
export interface Ranking {
  readonly title: string;
  readonly table: KeyTable;
  /** The same table of the interval before. */
  readonly previous: KeyTable | undefined;
  /** Hits of all keys together. */
  readonly hitsInAll: number;
  /** The least columns of the terminal for a key. */
  readonly keyWidth: number;
  readonly cutAt: CutAt;
}

export interface RankingOptions {
  /** The most rows. */
  readonly top: number;
  /** Columns of the terminal. */
  readonly width: number;
  /** Blanks between columns. */
  readonly gap: number;
  /** Whether to show key, hits, change and errors alone, even where there is room for more. */
  readonly isBrief: boolean;
  /** Whether there is never an earlier interval to compare with, as in a report: no column for it then. */
  readonly isAlone?: boolean;
  readonly theme: Theme;
}

/** Draws a ranking under its title, with a note of what it leaves out. */
export function drawRanking(
  ranking: Ranking,
  { top, width, gap, isBrief, isAlone = false, theme }: RankingOptions,
): Block {
  const rows = ranking.table.top(top);
  const all = rankingColumns(ranking, width, theme).filter(
    ({ isExtra, isChange }) => !(isBrief && isExtra) && !(isAlone && isChange),
  );
  const columns = fitColumns(all, rows, width, gap);
  const lines = [
    drawTitle(ranking.title, width, theme),
    ...drawTable(columns, rows, gap, theme.dim),
    ...notes(ranking.table, rows.length).map((note) => theme.dim(cut(note, width))),
  ];
  return { width, lines };
}

interface RankingColumn extends ElasticColumn<KeyRow> {
  /** Left out of a brief ranking. */
  readonly isExtra?: boolean;
  /** Left out where there is nothing to compare with. */
  readonly isChange?: boolean;
}

function rankingColumns(ranking: Ranking, width: number, theme: Theme): RankingColumn[] {
  const { dim, error } = theme;
  return [
    {
      align: 'left',
      width: Math.min(ranking.keyWidth, Math.floor(width / 2)),
      rank: 0,
      isFlexible: true,
      cutAt: ranking.cutAt,
      cell: ({ key }) => ({ text: escapeKey(key) }),
    },
    { heading: 'hits', align: 'right', width: 6, rank: 1, cell: ({ hits }) => ({ text: formatCount(hits) }) },
    {
      heading: '%',
      align: 'right',
      width: 4,
      rank: 5,
      isExtra: true,
      cell: ({ hits }) => ({ text: formatShare(hits, ranking.hitsInAll), paint: dim }),
    },
    {
      heading: 'change',
      align: 'right',
      width: 8,
      rank: 3,
      isChange: true,
      cell: (row) => {
        const difference = change(row.hits, hitsBefore(ranking.previous, row.key));
        return { text: formatChange(difference), paint: paintOfChange(difference, theme) };
      },
    },
    {
      heading: 'bytes',
      align: 'right',
      width: 7,
      rank: 4,
      isExtra: true,
      cell: ({ bytes }) => ({ text: formatBytes(bytes), paint: dim }),
    },
    {
      heading: '5xx',
      align: 'right',
      width: 3,
      rank: 2,
      cell: ({ errors }) => (errors > 0 ? { text: formatCount(errors), paint: error } : { text: '·', paint: dim }),
    },
  ];
}

/** The hits that a key had before; undefined where unknown, as its table may have dropped it. */
function hitsBefore(previous: KeyTable | undefined, key: string): number | undefined {
  if (previous === undefined) return undefined;
  return previous.get(key)?.hits ?? (previous.maxLost > 0 ? undefined : 0);
}

function drawTitle(title: string, width: number, { heading, dim }: Theme): string {
  const shown = cut(title, width);
  const rule = width - shown.length - 1;
  return heading(shown) + (rule > 0 ? ` ${dim('─'.repeat(rule))}` : '');
}

function notes(table: KeyTable, shown: number): string[] {
  const more = table.size - shown;
  return [
    ...(more > 0 ? [`… and ${formatCount(more)} more`] : []),
    ...(table.maxLost > 0 ? [`counts may be low by up to ${formatCount(table.maxLost)}`] : []),
  ];
}
