import { asyncScheduler, Observable, Subject, Subscription } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { ENTER, LEAVE } from './modes.js';
import { isClosed } from './streams.js';
import type { KeyboardStream, ScreenStream } from './streams.js';
import { writeNow } from './write-now.js';

/** How long it may take until the process is stopped, in milliseconds; after that it will not be. */
const STOPPING_MS = 100;

/** A terminal that is taken for a full-screen view. */
export interface Screen {
  /** Writes to it; what is written while it is not taken is dropped. */
  write(text: string): void;
  /** Gives the terminal back and stops the process, as Ctrl-Z does where keys are not raw. */
  suspend(): void;
  /** Emits when the terminal has been taken again, and shows nothing of what was written. */
  readonly resumed$: Observable<void>;
}

/**
 * Takes the terminal for a full-screen view, emits it once, and gives it back as it was on unsubscribe, however the process
 * ends, and while it is suspended. Completes when the terminal is closed, errors when it cannot be written to otherwise.
 *
 * What ends the process by default, like SIGTERM and SIGHUP, is left to the caller, who unsubscribes.
 *
 * @param input what the keys come from, whose raw mode is turned off and on again with the screen
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
    // Before Node prints an error that nobody caught, which is to be seen on the screen that stays.
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
  // A subject, since the terminal is taken again once, however many want to know, and nobody may.
  private readonly resumed = new Subject<void>();
  readonly resumed$ = this.resumed.asObservable();
  private isTaken = false;
  private isOver = false;
  /** Whether the keys were raw when it was given back. */
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
    // With it goes the only listener, so that the signal stops the process; and all of a pipeline, as its shell waits for all.
    process.off('SIGTSTP', this.suspend);
    process.kill(0, 'SIGTSTP');
    // Where no shell could make it go on, as when a terminal was opened for this program, the system does not stop it.
    this.stopping = this.clock.schedule(this.resume, STOPPING_MS);
  };

  /** Also of one that was stopped without its doing, as a shell may have used the terminal meanwhile. */
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

  /** Gives the terminal back for good, and does nothing else, as the process may be ending. */
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
      // Without listeners, a closed terminal throws what it otherwise tells as an error.
    }
  }
}

const ignore = (): void => undefined;

/** Writes that were under way when the terminal was closed fail one by one; an error that nobody listens to ends the process. */
function ignoreLaterErrors(output: ScreenStream): void {
  if (!output.listeners('error').includes(ignore)) output.on('error', ignore);
}
