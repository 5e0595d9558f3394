import { emptyDigest } from '../../digest/digest.js';
import type { RowOrder } from '../../digest/key-table.js';
import type { AlertLog } from '../../monitor/alerts/incidents.js';
import type { Live } from '../../monitor/live/live.js';
import type { SourceState } from '../../monitor/sources/source-states.js';
import type { Stats } from '../../monitor/stats/stats.js';
import type { Size } from '../../terminal/input.js';
import type { Controls } from './controls.js';
import type { PanelName, TablePanel } from './panels.js';

/** A picture of the traffic, once a second. */
export interface Picture {
  readonly live: Live;
  /** The filter that `live` has passed through; empty for none. */
  readonly filter: string;
  readonly alerts: AlertLog;
  readonly sources: readonly SourceState[];
}

/** A message to the user. */
export interface Message {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** The source of everything on the screen, and the only one. */
export interface Model {
  readonly size: Size;
  readonly controls: Controls;
  /** The last one first: the first has the focus, and in a shared place the panel that had it last is shown. */
  readonly focused: readonly PanelName[];
  readonly sorts: Readonly<Partial<Record<TablePanel, RowOrder>>>;
  /** The number of rows of a panel, or of the keys, that have been scrolled past. */
  readonly scrolls: Readonly<Partial<Record<PanelName | 'help', number>>>;
  /** The picture on screen. */
  readonly picture: Picture;
  /** The picture to show when the screen is no longer frozen. */
  readonly latest: Picture;
}

export function modelOf(picture: Picture, controls: Controls, size: Size): Model {
  return { size, controls, focused: ['sections'], sorts: {}, scrolls: {}, picture, latest: picture };
}

export const focusOf = ({ focused: [focus = 'sections'] }: Model): PanelName => focus;

/** The picture before anything is known. */
export function firstPicture(now: number, sources: readonly SourceState[]): Picture {
  const stats: Stats = {
    type: 'stats',
    from: now,
    to: now,
    digest: emptyDigest(),
    previous: undefined,
    previousLength: 0,
  };
  const total = { from: now, hits: 0, bytes: 0, unparsed: 0 };
  return {
    live: { at: now, span: 'interval', stats, before: undefined, seconds: [], total },
    filter: '',
    alerts: { at: now, levels: [], incidents: [], earlier: 0 },
    sources,
  };
}
