import type { Observable, SchedulerLike } from 'rxjs';
import type { MonitorOptions } from '../live/options.js';
import type { Run } from '../live/pipeline.js';
import type { Opening } from '../live/start/warm-up.js';
import type { StateFile } from '../live/state/state-file.js';
import type { Rule } from '../monitor/alerts/rule.js';

/** The run, as an output sees it. */
export interface OutputRun {
  readonly opening: Opening;
  readonly paths: readonly string[];
  /** Emits once: when it has caught up with everything, and counting begins. */
  readonly run$: Observable<Run>;
  /** Messages, a line each. */
  readonly messages$: Observable<string>;
  /** Keeps the checkpoints of the run: see `Output.show`. */
  readonly state: StateFile | undefined;
  /** Emits when the run is to end, to late subscribers too. */
  readonly stop$: Observable<unknown>;
}

/** The last messages, when an output has ended. */
export interface Farewell {
  /** For standard output. */
  readonly summary: string;
  /** For standard error, a line each. */
  readonly messages: readonly string[];
}

/** An output of a run: the screen, or a stream to write to. */
export interface Output {
  /** Whether it has the terminal to itself, which must be restored at the end. */
  readonly hasTerminal: boolean;
  /** Emits when its user, or its terminal, leaves: this ends the run. */
  readonly left$: Observable<unknown>;
  /** The rules of the run: emits at once and whenever its user changes a threshold. */
  readonly rules$: Observable<readonly Rule[]>;
  /**
   * Shows a run until it is over; emits once, at the end.
   *
   * It saves the state of the run too, for it knows what it has reported: a checkpoint that counts an alert or an
   * interval as reported is saved only when its reader has acknowledged it, so another run reports neither twice nor
   * never.
   */
  readonly show: (run: OutputRun) => Observable<Farewell>;
}

/** Opens an output; undefined where the options, or the program's environment, ask for another one. */
export type OpenOutput = (options: MonitorOptions, clock: SchedulerLike) => Output | undefined;
