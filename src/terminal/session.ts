import { asyncScheduler, Observable, Subject, Subscription } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { ENTER, LEAVE } from './modes.js';
import { isClosed } from './streams.js';
import type { KeyboardStream, ScreenStream } from './streams.js';
import { writeNow } from './write-now.js';

/** The time in which the system may stop the process, in milliseconds; after that it will not. */
const STOPPING_MS = 100;

/** A terminal taken over for a full-screen view. */
export interface Screen {
  /** Writes to it; drops the text while the terminal is not taken. */
  write(text: string): void;
  /** Releases the terminal and stops the process, as Ctrl-Z does where keys are not raw. */
  suspend(): void;
  /** Emits when the terminal has been taken again, and shows nothing written before. */
  readonly resumed$: Observable<void>;
}

/**
 * Takes the terminal for a full-screen view, emits it once, and restores it on unsubscribe, however the process ends,
 * and while it is suspended. Completes when the terminal is closed, errors when writing to it fails otherwise.
 *
 * Signals that end the process by default, like SIGTERM and SIGHUP, are left to the caller, who unsubscribes.
 *
 * @param input the source of the keys, whose raw mode is turned off and on again with the screen
 */
export function fullScreen(
  output: ScreenStream,
  input?: KeyboardStream,
  clock: SchedulerLike = asyncScheduler,
): Observable<Screen> {
  return new Observable((subscriber) => {
    const session = new Session(output, input, clock);
    const fail = (error: unknown): void => {
      if (isClosed(error)) subscriber.complete();
      else subscriber.error(error);
    };
    ignoreLaterErrors(output);
    output.on('error', fail);
    // Before Node prints an uncaught error, which must appear on the screen that stays.
    process.on('exit', session.end).on('uncaughtExceptionMonitor', session.end);
    process.on('SIGCONT', session.resume).on('SIGTSTP', session.suspend);
    subscriber.add(() => {
      session.close();
      output.off('error', fail);
      process.off('exit', session.end).off('uncaughtExceptionMonitor', session.end);
      process.off('SIGCONT', session.resume).off('SIGTSTP', session.suspend);
    });
    session.enter();
    subscriber.next(session);
  });
}

class Session implements Screen {
  // A subject, since the terminal is taken again once, whether many subscribe or none.
  private readonly resumed = new Subject<void>();
  readonly resumed$ = this.resumed.asObservable();
  private isTaken = false;
  private isOver = false;
  /** Whether the keys were raw when the terminal was released. */
  private isRaw = false;
  private stopping = Subscription.EMPTY;

  constructor(
    private readonly output: ScreenStream,
    private readonly input: KeyboardStream | undefined,
    private readonly clock: SchedulerLike,
  ) {}

  write(text: string): void {
    if (this.isTaken) this.output.write(text);
  }

  enter(): void {
    this.isTaken = true;
    this.write(ENTER);
  }

  readonly suspend = (): void => {
    if (!this.isTaken) return;
    this.leave();
    // This removes the only listener, so that the signal stops the process; and all of a pipeline, as its shell waits
    // for all.
    process.off('SIGTSTP', this.suspend);
    process.kill(0, 'SIGTSTP');
    // Without a shell that could continue it, as when a terminal was opened for this program, the system does not stop
    // it.
    this.stopping = this.clock.schedule(this.resume, STOPPING_MS);
  };

  /** Also after a stop from outside, as a shell may have used the terminal meanwhile. */
  readonly resume = (): void => {
    if (this.isOver) return;
    this.stopping.unsubscribe();
    this.leave();
    // First, as it stops a process in the background before that has written anything.
    if (this.isRaw) this.setRaw(true);
    process.off('SIGTSTP', this.suspend).on('SIGTSTP', this.suspend);
    this.enter();
    this.resumed.next();
  };

  /** Releases the terminal for good, and does nothing else, as the process may be ending. */
  readonly end = (): void => {
    this.isOver = true;
    this.stopping.unsubscribe();
    this.leave();
  };

  close(): void {
    this.end();
    this.resumed.complete();
  }

  private leave(): void {
    if (!this.isTaken) return;
    this.isTaken = false;
    writeNow(this.output.fd, LEAVE);
    this.isRaw = this.input?.isRaw === true;
    if (this.isRaw) this.setRaw(false);
  }

  private setRaw(isRaw: boolean): void {
    try {
      this.input?.setRawMode?.(isRaw);
    } catch {
      // Without listeners, a closed terminal throws what otherwise is an error event.
    }
  }
}

const ignore = (): void => undefined;

/** Pending writes fail one by one after the terminal is closed; an error without a listener ends the process. */
function ignoreLaterErrors(output: ScreenStream): void {
  if (!output.listeners('error').includes(ignore)) output.on('error', ignore);
}
