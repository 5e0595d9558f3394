import {
  filter,
  last,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  ReplaySubject,
  share,
  startWith,
  take,
  takeUntil,
  withLatestFrom,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { distinctKey, shareDistinctKey } from '../../engine/hash-keys.js';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import { arriving } from '../../monitor/pauses/mark-arrivals.js';
import { hashKeyOf, withHashKey } from '../../monitor/checkpoint/checkpoint-key.js';
import { decode } from '../../monitor/decode/decode.js';
import { latestTime } from '../../monitor/decode/latest-time.js';
import { Pauses } from '../../monitor/pauses/pauses.js';
import { skewed } from '../../monitor/pauses/clock-skew.js';
import { steadyClock } from '../../monitor/steady-clock.js';
import { expandGlobs } from '../../source/paths/expand-globs.js';
import type { Expanded } from '../../source/paths/expand-globs.js';
import { startFault } from '../../source/file-error.js';
import { FollowedLogs } from '../../source/rotation/followed-logs.js';
import { openSource } from '../../source/open-source.js';
import { HANG_UP_CODE, isHungUp } from '../../terminal/hang-up.js';
import { escapeText } from '../../text/escape.js';
import { withAppeared } from '../../live/start/appeared-logs.js';
import type { MonitorOptions } from '../../live/options.js';
import { pipeline } from '../../live/pipeline.js';
import { lookMsFor } from '../../live/look-interval.js';
import { print, say } from '../../stdio/stdio.js';
import { paused } from '../../live/pause-messages.js';
import { remarks } from '../../live/source-messages.js';
import { resourceFault } from '../../files/resource-fault.js';
import { withoutOpenTwice, withoutState } from '../../live/leave-out-own.js';
import { withoutRotated } from '../../live/leave-out-rotated.js';
import type { Farewell } from '../../outputs/output.js';
import { openOutput } from '../../outputs/registry.js';
import { endingSignals } from '../../stdio/ending-signals.js';
import { starting } from '../../live/start/warm-up.js';
import { StateFile } from '../../live/state/state-file.js';
import { resumeMessage } from '../../live/start/resume-message.js';

/**
 * Follows the files and shows the traffic, until a signal or the user stops it or every source has ended; resolves to
 * the exit code.
 */
export async function runMonitor(options: MonitorOptions, clock: SchedulerLike = steadyClock()): Promise<number> {
  const expanded = expandGlobs(options.files);
  const { paths: all, unmatched } = expanded;
  const logs = withoutState(all, options.files, options.state);
  const current = options.fromStart ? { paths: logs.paths, remarks: [] } : withoutRotated(logs.paths);
  const { paths, remarks } = withoutOpenTwice(current.paths);
  const leftOut = [...current.remarks, ...remarks];
  const state =
    options.state === undefined
      ? undefined
      : new StateFile(options.state, paths, { isSynced: options.stateSync }, clock);
  const faults = [
    ...unmatched.map((glob) => `no file matches "${escapeText(glob)}": check the pattern, or name the file`),
    ...paths.flatMap((path) => faultsOf(path)),
    ...logs.faults,
    ...(logs.faults.length > 0 ? [] : (state?.startFault() ?? [])),
  ];
  if (faults.length === 0 && state !== undefined)
    faults.push(
      ...(await state.take((text) => {
        say([text]);
      })),
    );
  if (faults.length > 0) {
    say(faults);
    return 1;
  }
  try {
    return await followed(paths, leftOut, expanded, options, state, clock);
  } catch (error) {
    if (isTerminalClosed()) return HANG_UP_CODE;
    say([escapeText(resourceFault(error) ?? (error instanceof Error ? error.message : String(error)))]);
    return 1;
  } finally {
    state?.release();
  }
}

/** Resumes from the state, if any, and runs until the end; resolves to the exit code. */
async function followed(
  paths: readonly string[],
  leftOut: readonly string[],
  expanded: Expanded,
  options: MonitorOptions,
  state: StateFile | undefined,
  clock: SchedulerLike,
): Promise<number> {
  say(leftOut);
  const { checkpoint, refusal } = state?.load() ?? {};
  if (refusal !== undefined) say([refusal]);
  if (state !== undefined && checkpoint !== undefined) say([resumeMessage(state.path, checkpoint, paths, options.utc)]);
  const resume = checkpoint && withAppeared(inOneKey(checkpoint), paths, expanded, latestTime(options.format));
  const run$ = monitor(paths, options, state, resume, clock);
  const { summary, messages, isEndedByHangUp } = await lastValueFrom(
    state === undefined ? run$ : run$.pipe(state.kept()),
    {
      defaultValue: NOTHING,
    },
  );
  if (isTerminalClosed()) return HANG_UP_CODE;
  say(messages);
  const code = summary === '' ? 0 : await print(summary, true);
  return isEndedByHangUp || isTerminalClosed() ? HANG_UP_CODE : code;
}

/** The saved checkpoint, counted by the hash key of this run: its own, if it has one. */
function inOneKey(checkpoint: Checkpoint): Checkpoint {
  const hashKey = hashKeyOf(checkpoint);
  if (hashKey !== undefined) shareDistinctKey(hashKey);
  return withHashKey(checkpoint, distinctKey());
}

/** A closed terminal shows nothing more. */
const isTerminalClosed = (): boolean => process.stdout.isTTY && isHungUp(process.stdout.fd);

function faultsOf(path: string): string[] {
  const fault = startFault(path);
  return fault === undefined ? [] : [`${escapeText(path)} ${fault}`];
}

/** The end of a run: its last messages, and whether SIGHUP ended it. */
interface Ending extends Farewell {
  readonly isEndedByHangUp: boolean;
}

const NOTHING: Ending = { summary: '', messages: [], isEndedByHangUp: false };

/** The whole pipeline, which writes its output as it goes; emits the last messages at its end. */
function monitor(
  paths: readonly string[],
  options: MonitorOptions,
  state: StateFile | undefined,
  resume: Checkpoint | undefined,
  clock: SchedulerLike,
): Observable<Ending> {
  const { fromStart, poll, format } = options;
  const lookMs = lookMsFor(options.intervalMs);
  const output = openOutput(options, clock);
  const signals$ = endingSignals(output.hasTerminal);
  // Replayed to late subscribers: a table made after the signal must not wait for a reader.
  const stop$ = merge(signals$, output.left$).pipe(
    take(1),
    share({ connector: () => new ReplaySubject(1), resetOnComplete: false }),
  );
  const shared = {
    fromStart,
    poll,
    lookMs,
    followed: new FollowedLogs(resume?.sources, paths),
    latestTime: latestTime(format),
  };
  const sources = paths.map((path) => openSource(path, { ...shared, resume: resume?.sources.get(path) }, clock));

  // Sources emit nothing during subscription, so all who share them are there when the first bytes come. Late
  // subscribers, after the sources have ended, are completed and do not start them again.
  const pauses = new Pauses(clock);
  const events$ = merge(...sources).pipe(takeUntil(stop$), arriving(pauses, clock), share({ resetOnComplete: false }));
  const batches$ = events$.pipe(decode(format, clock), skewed(), share({ resetOnComplete: false }));
  const opening = { events$, batches$, sources: paths.length, pauses };

  const starts$ = starting(opening, options, resume, clock).pipe(share());
  const run$ = starts$.pipe(
    filter(({ isReady }) => isReady),
    map((start) => pipeline(opening, start, options, output.rules$)),
    share(),
  );
  const catchingUp$ = starts$.pipe(
    filter(({ isReady }) => !isReady),
    mergeMap(({ checkpoint }) => state?.save(checkpoint) ?? []),
  );
  const over$ = events$.pipe(last(null, true));
  const isFormatTold = format === 'auto' && process.stdout.isTTY && !output.hasTerminal;
  const messages$ = merge(remarks(opening, isFormatTold), paused(pauses.found$).pipe(takeUntil(over$)), catchingUp$);
  return output.show({ opening, paths, run$, messages$, state, stop$ }).pipe(
    withLatestFrom(signals$.pipe(startWith(undefined))),
    map(([farewell, signal]) => ({ ...farewell, isEndedByHangUp: signal === 'SIGHUP' })),
  );
}
