import { readFault } from '../source/file-error.js';
import { isExhausted } from '../source/file/file-contents.js';
import type { Outcome, Part } from './part.js';
import { GoneError } from './planned-file.js';
import type { PlannedFile } from './planned-file.js';
import type { Failed, Remark } from './protocol.js';
import type { Task } from './task.js';

/** A task that has been given out. */
export interface Assignment {
  readonly task: Task;
  readonly part: Part;
}

/** A task that has been done, and how it went. */
export interface Done {
  readonly task: Task;
  readonly outcome: Outcome;
}

/** What has become of a file so far. */
interface Account {
  /** Tasks that are not done. */
  left: number;
  isBegun: boolean;
  bytes: number;
  /** Why the rest of it is not read. */
  failure: string | undefined;
  isCutShort: boolean;
  remark: string | undefined;
}

/**
 * Gives out tasks one by one, and sees at the end of each file whether it was read as it was when the report was planned.
 * Files are open from their first task on, at the latest, until their last one is done.
 */
export class Workload {
  private readonly waiting: Task[];
  private readonly accounts = new Map<PlannedFile, Account>();

  private told: (Failed | Remark)[] = [];

  constructor(tasks: readonly Task[]) {
    this.waiting = [...tasks];
    for (const { file } of tasks) this.accountOf(file).left++;
  }

  /** Whether all tasks have been given out. */
  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /**
   * Takes back what a worker was given that has failed before it handed over what it had counted: the task that it was at, and
   * those that it had done.
   */
  takeBack(begun: Task | undefined, done: readonly Done[]): void {
    if (begun !== undefined) this.waiting.push(begun);
    for (const { task, outcome } of done) {
      const account = this.accountOf(task.file);
      account.left++;
      account.bytes -= outcome.bytes;
      this.waiting.push(task);
    }
  }

  /** The next task; undefined when there is none. */
  next(): Assignment | undefined {
    for (let task = this.waiting.shift(); task !== undefined; task = this.waiting.shift()) {
      const { file, layout, range, bounds } = task;
      const account = this.accountOf(file);
      try {
        if (account.failure === undefined && !account.isCutShort) {
          account.isBegun = true;
          const part = { path: file.path, fd: this.opened(file), layout, size: file.size, range, bounds };
          return { task, part };
        }
      } catch (error) {
        account.failure = error instanceof GoneError ? error.message : readFault(error as Error);
      }
      this.settle(file, account);
    }
    return undefined;
  }

  /** A task has been done. */
  done({ file }: Task, { bytes, samples, isCutShort, failure, remark }: Outcome): void {
    const account = this.accountOf(file);
    file.note(samples);
    account.bytes += bytes;
    account.isCutShort ||= isCutShort;
    account.failure ??= failure;
    account.remark ??= remark;
    this.settle(file, account);
  }

  /** What there is to be said since it was last asked: of each file once at most, at its end. */
  messages(): readonly (Failed | Remark)[] {
    const { told } = this;
    this.told = [];
    return told;
  }

  /** Closes all files. */
  close(): void {
    for (const file of this.accounts.keys()) file.close();
  }

  private accountOf(file: PlannedFile): Account {
    const account = this.accounts.get(file) ?? {
      left: 0,
      isBegun: false,
      bytes: 0,
      failure: undefined,
      isCutShort: false,
      remark: undefined,
    };
    this.accounts.set(file, account);
    return account;
  }

  private opened(file: PlannedFile): number {
    try {
      return file.open();
    } catch (error) {
      if (!isExhausted(error)) throw error;
      // Those that wait can be opened again.
      for (const [other, { isBegun }] of this.accounts) if (!isBegun) other.close();
      return file.open();
    }
  }

  private settle(file: PlannedFile, account: Account): void {
    if (--account.left > 0) return;
    const failure = failureOf(file, account);
    if (failure !== undefined) this.told.push({ kind: 'failed', path: file.path, reason: failure });
    else if (account.remark !== undefined) this.told.push({ kind: 'remark', path: file.path, text: account.remark });
    file.close();
  }
}

/** Why a file was not read as it was, if so. That it changed explains what else was found. */
function failureOf(file: PlannedFile, { bytes, failure, isCutShort }: Account): string | undefined {
  if (!file.isOpen) return failure;
  try {
    const change = file.change(bytes);
    if (change !== undefined) return change;
    if (isCutShort) return 'was truncated and written to again while it was read: what is counted of it is not all';
    return failure !== undefined && file.hasGrown() ? `${failure}; it is still being written` : failure;
  } catch (error) {
    return failure ?? readFault(error as Error);
  }
}
