import type { SourceState } from '../../monitor/sources/source-states.js';
import { cut } from '../../text/cell.js';
import { escapeText } from '../../text/escape.js';
import { fitColumns } from '../../text/columns.js';
import type { ElasticColumn } from '../../text/columns.js';
import { drawGrid } from '../../text/grid.js';
import { paintLine } from '../../text/line.js';
import { formatClock } from '../../text/time.js';
import { formatBytes, formatCount } from '../../text/units.js';
import { wrapped } from '../../text/wrap.js';
import { SHOWN_LAG, signOf } from './screen-header.js';
import type { Look } from '../draw/display.js';
import type { Message, Model } from '../model/model.js';
import type { Shown } from '../layout/shown-panels.js';
import type { ScreenTheme } from '../draw/screen-theme.js';
import { titleLine } from './panel-title.js';

const GAP = 2;

/** All files with their states, and the messages about them below, the last first. */
export function filesPanel(place: Shown, model: Model, messages: readonly Message[], { theme, utc }: Look): string[] {
  const { width, height, panels } = place;
  const { sources } = model.picture;
  const room = Math.max(1, messages.length === 0 ? height - 1 : Math.ceil((height - 1) / 2));
  const first = Math.min(model.scrolls.files ?? 0, Math.max(0, sources.length - room));
  const rows = sources.slice(first, first + room);
  const about = formatCount(sources.length);
  const said = messages
    .slice(-height)
    .reverse()
    .flatMap(({ at, text }) => messageLines(`${formatClock(at, utc)}  `, text, width, theme));
  const lines = [
    titleLine({ panel: 'files', panels, isFocused: true, about }, width, theme),
    ...drawGrid(fitColumns(fileColumns(theme), rows, width, GAP), rows, GAP),
    ...(said.length === 0 ? [] : [theme.title('Messages'), ...said]),
  ];
  return lines.slice(0, height);
}

/** A whole message, on as many lines as it takes. */
function messageLines(clock: string, text: string, width: number, theme: ScreenTheme): string[] {
  return wrapped(text, Math.max(1, width - clock.length)).map((part, i) =>
    paintLine([{ text: i === 0 ? clock : ' '.repeat(clock.length), paint: theme.dim }, { text: part }], width),
  );
}

function fileColumns(theme: ScreenTheme): ElasticColumn<SourceState>[] {
  return [
    { align: 'left', width: 1, rank: 0, cell: (file) => ({ text: signOf(file), paint: theme.accent }) },
    {
      align: 'left',
      width: 12,
      rank: 0,
      isFlexible: true,
      cutAt: 'middle',
      cell: ({ source }, room) => ({
        text: cut(source === '-' ? 'standard input' : escapeText(source), room, 'middle'),
      }),
    },
    {
      align: 'left',
      width: 9,
      rank: 1,
      cell: ({ state, lag }) => ({ text: state === 'following' && lag >= SHOWN_LAG ? 'lagging' : state }),
    },
    { align: 'left', width: 8, rank: 2, cell: ({ format = '' }) => ({ text: format, paint: theme.dim }) },
    {
      align: 'right',
      width: 7,
      rank: 3,
      cell: ({ lag }) => ({ text: lag >= SHOWN_LAG ? formatBytes(lag) : '', paint: theme.warning }),
    },
  ];
}
