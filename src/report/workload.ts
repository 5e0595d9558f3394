import { readFault } from '../source/file-error.js';
import { isExhausted } from '../source/file/file-contents.js';
import type { Outcome, Part } from './part.js';
import { GoneError } from './planned-file.js';
import type { PlannedFile } from './planned-file.js';
import type { Failed, Remark } from './protocol.js';
import type { Task } from './task.js';

/** A task handed to a worker. */
export interface Assignment {
  readonly task: Task;
  readonly part: Part;
}

/** A finished task and its result. */
export interface Done {
  readonly task: Task;
  readonly outcome: Outcome;
}

/** The progress of a file. */
interface Account {
  /** Tasks that are not finished. */
  left: number;
  isBegun: boolean;
  bytes: number;
  /** Why the rest of it is not read. */
  failure: string | undefined;
  isCutShort: boolean;
  remark: string | undefined;
}

/**
 * Hands out tasks one by one, and checks at the end of each file whether it was read as it was when the report was
 * planned. Keeps a file open from its first task on, at the latest, until its last one is finished.
 */
export class Workload {
  private readonly waiting: Task[];
  private readonly accounts = new Map<PlannedFile, Account>();

  private told: (Failed | Remark)[] = [];

  constructor(tasks: readonly Task[]) {
    this.waiting = [...tasks];
    for (const { file } of tasks) this.accountOf(file).left++;
  }

  /** Whether all tasks have been handed out. */
  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /**
   * Takes tasks back from a worker that failed before it handed over its counts: the task in progress, and the finished
   * ones.
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

  /** Records a finished task. */
  done({ file }: Task, { bytes, samples, isCutShort, failure, remark }: Outcome): void {
    const account = this.accountOf(file);
    file.note(samples);
    account.bytes += bytes;
    account.isCutShort ||= isCutShort;
    account.failure ??= failure;
    account.remark ??= remark;
    this.settle(file, account);
  }

  /** The messages since the last call: at most one for each file, at its end. */
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
      // The waiting files can be reopened.
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

/** Why a file was not read as it was, if so. A change of the file explains any other finding. */
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
