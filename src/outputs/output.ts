import type { Observable, SchedulerLike } from 'rxjs';
import type { MonitorOptions } from '../live/options.js';
import type { Run } from '../live/pipeline.js';
import type { Opening } from '../live/start/warm-up.js';
import type { StateFile } from '../live/state/state-file.js';
import type { Rule } from '../monitor/alerts/rule.js';

/** A run as an output is given it. */
export interface OutputRun {
  readonly opening: Opening;
  readonly paths: readonly string[];
  /** Emits once: when all has been caught up with, and counting begins. */
  readonly run$: Observable<Run>;
  /** Messages, a line each. */
  readonly messages$: Observable<string>;
  /** Keeps the checkpoints of the run: see `Output.show`. */
  readonly state: StateFile | undefined;
  /** Emits when the run is to end, to whoever comes later too. */
  readonly stop$: Observable<unknown>;
}

/** What is left to be said when an output has ended. */
export interface Farewell {
  /** For standard output. */
  readonly summary: string;
  /** For standard error, a line each. */
  readonly messages: readonly string[];
}

/** Something that a run is shown on or written to. */
export interface Output {
  /** Whether it has the terminal to itself, which must be restored at the end. */
  readonly hasTerminal: boolean;
  /** Emits when its user, or its terminal, leaves: the run is over then. */
  readonly left$: Observable<unknown>;
  /** The rules of the run, at once and whenever its user changes a threshold. */
  readonly rules$: Observable<readonly Rule[]>;
  /**
   * Shows a run until it is over; emits once, at the end.
   *
   * It saves the state of the run too, for it knows what has been told: a checkpoint that takes an alert or an interval for
   * told is saved only when that has been acknowledged by whoever takes it, so another run tells neither twice nor never.
   */
  readonly show: (run: OutputRun) => Observable<Farewell>;
}

/** Opens an output; undefined where the options, or what the program runs in, ask for another one. */
export type OpenOutput = (options: MonitorOptions, clock: SchedulerLike) => Output | undefined;
