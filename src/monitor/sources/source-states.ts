import { distinctUntilChanged, map, pipe, scan, startWith } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Files } from '../../source/source-event.js';
import type { Decoded } from '../decode/decode.js';
import { lagsAfter } from './lag.js';
import type { Lag } from './lag.js';

/** The state of a source. */
export interface SourceState {
  /** The path, or `-` for standard input. */
  readonly source: string;
  readonly state: 'opening' | 'following' | 'waiting';
  /** Unread bytes. */
  readonly lag: number;
  /** The name of the format of its lines; undefined as long as that is unknown. */
  readonly format: string | undefined;
}

/**
 * Emits the state of each source, in the given order, at once and whenever one changes.
 *
 * @param format the name of the format of all lines; `auto` takes the names from the batches
 */
export function sourceStates(
  sources: readonly string[],
  format = 'auto',
): OperatorFunction<Decoded, readonly SourceState[]> {
  const known = format === 'auto' ? undefined : format;
  const opening: States = {
    states: sources.map((source): SourceState => ({ source, state: 'opening', lag: 0, format: known })),
    lags: [],
  };
  return pipe(
    scan((before, event) => after(before, event, known), opening),
    startWith(opening),
    map(({ states }) => states),
    distinctUntilChanged(),
  );
}

interface States {
  readonly states: readonly SourceState[];
  readonly lags: readonly Lag[];
}

function after({ states, lags }: States, event: Decoded, format: string | undefined): States {
  switch (event.kind) {
    case 'notice':
      return { states, lags };
    case 'caught up':
      // Without a file, there is nothing to catch up with.
      return { states: changed(states, event.source, (old) => (old.state === 'opening' ? FOLLOWING : {})), lags };
    case 'files': {
      const left = lagsAfter(lags, event);
      const lag = lagOf(left, event.source);
      return { states: changed(states, event.source, () => ({ lag, state: stateOf(event) })), lags: left };
    }
    case 'batch': {
      const left = lagsAfter(lags, event);
      const lag = lagOf(left, event.source);
      const found = format ?? event.layout?.name;
      return { states: changed(states, event.source, (old) => ({ lag, format: found ?? old.format })), lags: left };
    }
  }
}

const FOLLOWING = { state: 'following' } as const;

const stateOf = ({ isWaiting }: Files): SourceState['state'] => (isWaiting === true ? 'waiting' : 'following');

const lagOf = (lags: readonly Lag[], source: string): number =>
  lags.reduce((sum, lag) => (lag.source === source ? sum + lag.bytes : sum), 0);

/** Returns the same list when nothing is new, as with most chunks. */
function changed(
  states: readonly SourceState[],
  source: string,
  change: (old: SourceState) => Partial<SourceState>,
): readonly SourceState[] {
  const old = states.find((state) => state.source === source);
  if (old === undefined) return states;
  const state = { ...old, ...change(old) };
  const isNew = state.state !== old.state || state.lag !== old.lag || state.format !== old.format;
  return isNew ? states.map((other) => (other === old ? state : other)) : states;
}
