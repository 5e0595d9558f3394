import {
  connect,
  defer,
  distinctUntilChanged,
  EMPTY,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  scan,
  startWith,
  takeUntil,
} from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import type { Files, SourceEvent } from '../../source/source-event.js';
import type { Detected } from '../decode/detect-layout.js';
import { lagsAfter } from './lag.js';
import type { Lag } from './lag.js';

/** The state of a source. */
export interface SourceState {
  /** The path, or `-` for standard input. */
  readonly source: string;
  readonly state: 'opening' | 'following' | 'waiting';
  /** Bytes that have not been read yet. */
  readonly lag: number;
  /** The name of the format that its lines are read by; undefined as long as that is not known. */
  readonly format: string | undefined;
}

/**
 * Tells how it stands with each source, in the given order, at once and whenever that changes.
 *
 * @param formats the name of the format of all, or what `detected` tells of their batches
 */
export function sourceStates(
  sources: readonly string[],
  formats: string | Observable<Detected>,
): OperatorFunction<SourceEvent, readonly SourceState[]> {
  return (events$) =>
    defer(() => {
      const format = typeof formats === 'string' ? formats : undefined;
      const formats$ = typeof formats === 'string' ? EMPTY : formats.pipe(map(formatOf));
      const opening = sources.map((source): SourceState => ({ source, state: 'opening', lag: 0, format }));
      let lags: readonly Lag[] = [];
      const changeOf = (event: SourceEvent): Change => {
        if (event.kind === 'notice') return undefined;
        const { source } = event;
        // There is nothing to catch up with where there is no file.
        if (event.kind === 'caught up') return { source, isCaughtUp: true };
        lags = lagsAfter(lags, event);
        const lag = lagOf(lags, source);
        return event.kind === 'files' ? { source, lag, state: stateOf(event) } : { source, lag };
      };
      return events$.pipe(
        connect((shared$) =>
          merge(formats$.pipe(takeUntil(shared$.pipe(ignoreElements(), endWith(null)))), shared$.pipe(map(changeOf))),
        ),
        filter((change) => change !== undefined),
        scan(changed, opening),
        startWith(opening),
        distinctUntilChanged(),
      );
    });
}

type Change = (Partial<SourceState> & Pick<SourceState, 'source'> & { readonly isCaughtUp?: true }) | undefined;

const stateOf = ({ isWaiting }: Files): SourceState['state'] => (isWaiting === true ? 'waiting' : 'following');

const lagOf = (lags: readonly Lag[], source: string): number =>
  lags.reduce((sum, lag) => (lag.source === source ? sum + lag.bytes : sum), 0);

const formatOf = ({ source, layout }: Detected): Change => ({ source, format: layout.name });

/** The same list where nothing is new, as with most chunks. */
function changed(
  states: readonly SourceState[],
  { source, isCaughtUp, ...change }: NonNullable<Change>,
): readonly SourceState[] {
  const old = states.find((state) => state.source === source);
  if (old === undefined) return states;
  const state = { ...old, ...(isCaughtUp && old.state === 'opening' && { state: 'following' as const }), ...change };
  const isNew = state.state !== old.state || state.lag !== old.lag || state.format !== old.format;
  return isNew ? states.map((other) => (other === old ? state : other)) : states;
}
