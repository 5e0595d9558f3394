import type { Digest } from '../../digest/digest.js';
import type { KeyTable } from '../../digest/key-table.js';
import { change, formatChange } from '../../text/change.js';
import type { ElasticColumn } from '../../text/columns.js';
import { listItems } from '../../text/line.js';
import { escapeKey } from '../../text/escape.js';
import { paintOfBadChange, paintOfChange } from '../../text/theme.js';
import type { Paint, Theme } from '../../text/theme.js';
import { formatCount, formatPercent } from '../../text/units.js';

/** The hits of all statuses with the same first digit. */
export interface StatusClass {
  readonly name: '2xx' | '3xx' | '4xx' | '5xx' | 'other';
  readonly hits: number;
  /** Hits of all classes together. */
  readonly hitsInAll: number;
  /** undefined without an interval before. */
  readonly hitsBefore: number | undefined;
  /** Each code with its hits, the most first, like `200 1,190`. */
  readonly codes: readonly string[];
}

const CLASSES = ['2xx', '3xx', '4xx', '5xx', 'other'] as const;

/**
 * The four usual classes, and `other` for the rest: only where it has such hits, or had some in the interval before.
 */
export function statusClasses(digest: Digest, previous: Digest | undefined): StatusClass[] {
  const rows = digest.tables.statuses.rows();
  return CLASSES.map((name): StatusClass => {
    const own = rows.filter(({ key }) => classOf(key) === name);
    return {
      name,
      hits: own.reduce((sum, { hits }) => sum + hits, 0),
      hitsInAll: digest.hits,
      hitsBefore: previous && hitsOf(previous.tables.statuses, name),
      codes: own.map(({ key, hits }) => `${escapeKey(key)} ${formatCount(hits)}`),
    };
  }).filter(({ name, hits, hitsBefore = 0 }) => name !== 'other' || hits + hitsBefore > 0);
}

/** The least columns of the terminal for the name of a class and for its hits. */
export interface StatusWidths {
  readonly label: number;
  readonly hits: number;
}

export function statusColumns(theme: Theme, widths: StatusWidths): ElasticColumn<StatusClass>[] {
  const paintOf: Record<StatusClass['name'], Paint> = {
    '2xx': theme.status2xx,
    '3xx': theme.status3xx,
    '4xx': theme.status4xx,
    '5xx': theme.status5xx,
    other: theme.statusOther,
  };
  const paintHits = ({ name, hits }: StatusClass): Paint => (hits > 0 ? paintOf[name] : theme.dim);
  return [
    { align: 'left', width: widths.label, rank: 0, cell: (row) => ({ text: row.name, paint: paintOf[row.name] }) },
    {
      align: 'right',
      width: widths.hits,
      rank: 1,
      cell: (row) => ({ text: formatCount(row.hits), paint: paintHits(row) }),
    },
    {
      align: 'left',
      width: 8,
      rank: 2,
      cell: ({ name, hits, hitsBefore }) => {
        const difference = change(hits, hitsBefore);
        const paint = name === '4xx' || name === '5xx' ? paintOfBadChange : paintOfChange;
        return { text: formatChange(difference), paint: paint(difference, theme) };
      },
    },
    {
      align: 'right',
      width: 6,
      rank: 3,
      cell: ({ hits, hitsInAll }) => ({ text: hits > 0 ? formatPercent(hits, hitsInAll) : '', paint: theme.dim }),
    },
    {
      align: 'left',
      width: 8,
      rank: 4,
      isFlexible: true,
      cell: ({ codes }, width) => ({ text: listItems(codes, width) }),
    },
  ];
}

function hitsOf(statuses: KeyTable, name: StatusClass['name']): number {
  return statuses.rows().reduce((sum, { key, hits }) => (classOf(key) === name ? sum + hits : sum), 0);
}

/** The class of a status of three digits, by its first. */
function classOf(status: string): StatusClass['name'] {
  return CLASSES.find((name) => name.startsWith(status.charAt(0)) && status.length === 3) ?? 'other';
}
