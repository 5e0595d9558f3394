import type { SchedulerLike } from 'rxjs';
import type { Progress } from '../source-event.js';
import { codeOf, openFault } from '../file-error.js';
import type { FileOnDisk } from '../file/file-id.js';
import type { NameEvent } from '../notices/name-event.js';
import type { Lineage } from '../rotation/lineage.js';
import type { LogFile } from '../file/log-file.js';
import type { Opening } from '../rotation/open-rotated.js';

/** A rotation leaves the name without a file for a moment, which deserves no message. */
const MISSING_MS = 1000;

/** A copy in progress grows within this time. */
const COPYING_MS = 1000;

export interface LookOptions {
  /** Whether to read the first file from its first byte. */
  readonly fromStart: boolean;
  /** Where another run stopped. */
  readonly resume: Progress | undefined;
}

/** Looks at a name, and returns the changes since the last look. */
export class Looker {
  private isFirst = true;
  private missingSince: number | undefined;
  /** The fault of the name that has been reported. */
  private said: string | undefined;
  /** Whether some siblings may still be unopened for lack of descriptors. */
  private isBehind = false;
  private isBehindSaid = false;
  private hasLooked = false;
  /** The size of an unfinished copy, and since when it has had it. */
  private copying: { readonly size: number; readonly since: number } | undefined;

  constructor(
    private readonly lineage: Lineage,
    private readonly options: LookOptions,
    private readonly clock: SchedulerLike,
  ) {}

  /** @param isTold whether something may have happened to the siblings */
  look(isTold: boolean): NameEvent[] {
    const { isFirst } = this;
    this.isFirst = false;
    // If a look fails, its findings so far still count: those files are open by then.
    const found: NameEvent[] = [];
    try {
      if (isFirst) found.push(...this.resumed());
      const isKept = this.lookAtName(found, isFirst);
      if (isKept && (isFirst || isTold || this.isBehind)) this.lookAtSiblings(found, isFirst);
      else settle(found);
    } catch (error) {
      this.lookAtNothing(found, codeOf(error), isFirst, isTold);
    }
    this.hasLooked = true;
    return found;
  }

  /** Looks at the file of the name; returns whether the name has kept it: else its siblings have been looked at too. */
  private lookAtName(found: NameEvent[], isFirst: boolean): boolean {
    const { lineage } = this;
    const named = lineage.nameNow();
    this.missingSince = undefined;
    lineage.isGone = false;
    const file = lineage.fileOf(named);
    if (file === undefined) {
      const reader = lineage.readerOf(named);
      if (reader !== undefined) this.share(found, named, reader, isFirst);
      else if (!this.isBeingCopied()) this.openCurrent(found, isFirst);
      return false;
    }
    this.copying = undefined;
    const isSame = file === lineage.current && !lineage.isShared;
    lineage.keepCurrent(file);
    if (this.said !== undefined || !(isSame || isFirst)) found.push({ kind: 'returned' });
    this.found();
    return true;
  }

  /**
   * Whether the name refers to a file that may be an unfinished copy of the one before, as editors make when they keep
   * the old file as a backup. Such a file is opened when it is complete, or has not grown for a while.
   */
  private isBeingCopied(): boolean {
    const size = this.lineage.copiedSoFar();
    if (size === undefined) return false;
    const now = this.clock.now();
    if (this.copying === undefined || size > this.copying.size) this.copying = { size, since: now };
    return now - this.copying.since < COPYING_MS;
  }

  /** The name refers to a file that another log reads; it is not read twice. */
  private share(found: NameEvent[], named: FileOnDisk, reader: string, isFirst: boolean): void {
    const { lineage } = this;
    if (this.isFresh(isFirst)) lineage.noteSiblings();
    lineage.share(named);
    found.push(...this.once({ kind: 'shared', reader }, `shared ${reader}`));
    lineage.isAwaited = false;
    settle(found, isFirst);
  }

  /** Whether this is a first look without a state to resume: the file's present contents are not to be read. */
  private isFresh(isFirst: boolean): boolean {
    return isFirst && this.options.resume === undefined;
  }

  private resumed(): NameEvent[] {
    const { resume } = this.options;
    if (resume === undefined) return [];
    const { files, lost } = this.lineage.resume(resume);
    const last = resume.positions.at(-1);
    // If nothing of a file had been read, nothing of it can be missed.
    const isLastLost = last !== undefined && lost.includes(last) && last.head.length > 0;
    return [
      ...(isLastLost ? [{ kind: 'lost' } as const] : []),
      ...files.map(({ file, how }): NameEvent => ({
        kind: 'opened',
        file,
        how: how === 'resumed' && this.isNamed(file) ? 'first' : how,
      })),
    ];
  }

  /** Whether a file resumed from the last run has kept the name, which deserves no message. */
  private isNamed(file: LogFile): boolean {
    try {
      return !file.isGzip && file.has(this.lineage.nameNow());
    } catch {
      return false;
    }
  }

  /** The name refers to another file than before. */
  private openCurrent(found: NameEvent[], isFirst: boolean): void {
    const { lineage, options } = this;
    const isFresh = this.isFresh(isFirst);
    const isResumed = isFirst && (options.resume?.positions.length ?? 0) > 0;
    const wasNamed = isResumed || (lineage.current !== undefined && this.said !== 'ENOENT');
    if (isFresh) lineage.noteSiblings();
    const { file, isNew, isRewritten } = lineage.openCurrent();
    this.found();
    // A file that another log had read in the last run continues where that reading stopped.
    if (isFresh && !options.fromStart && file.offset === 0) file.startAtEnd();
    // The name first: the files beside it had the name before, or have just lost it, and are to be read in either case.
    if (!isFresh) this.take(found, lineage.openUnread());
    if (isNew)
      found.push({
        kind: 'opened',
        file,
        how: isFresh ? 'first' : isRewritten ? 'rewritten' : howOpened(file, wasNamed),
      });
    else found.push({ kind: 'returned' });
  }

  /** Records the files that the name referred to for a moment. */
  private take(found: NameEvent[], { files, refused, error }: Opening): void {
    found.push(...files.map((file): NameEvent => ({ kind: 'opened', file, how: 'between' })));
    found.push(...refused.map((sibling): NameEvent => ({ kind: 'refused', ...sibling })));
    // At first, the name itself cannot be opened either, and its message says more.
    if (error !== undefined && this.hasLooked && !this.isBehindSaid) {
      found.push({ kind: 'behind', code: codeOf(error) });
      this.isBehindSaid = true;
    }
    this.isBehind = error !== undefined;
    if (!this.isBehind) this.isBehindSaid = false;
  }

  /** The name has kept its file. */
  private lookAtSiblings(found: NameEvent[], isFirst: boolean): void {
    const { lineage, options } = this;
    if (this.isBehind) this.take(found, lineage.openUnread());
    else if (isFirst && options.resume !== undefined) this.take(found, lineage.openMeanwhile());
    const copies = lineage.openCopiesOfBlank();
    found.push(...copies.map((file): NameEvent => ({ kind: 'opened', file, how: 'between' })));
    if (this.isBehind) {
      settle(found);
      return;
    }
    const { hasChanged, areMissed } = lineage.noteSiblings();
    if (areMissed) this.take(found, lineage.openMissed());
    settle(found, hasChanged);
  }

  /** The name refers to nothing, or to nothing readable. */
  private lookAtNothing(found: NameEvent[], code: string, isFirst: boolean, isTold: boolean): void {
    if (code !== 'ENOENT') {
      found.push(...this.fault(code));
      settle(found);
      return;
    }
    const { lineage, clock } = this;
    const hasChanged = isTold || this.missingSince === undefined;
    this.missingSince ??= clock.now();
    if (this.isFresh(isFirst)) lineage.noteSiblings();
    else if (hasChanged || this.isBehind) this.take(found, lineage.openUnread());
    lineage.isGone = lineage.current === undefined || clock.now() - this.missingSince >= MISSING_MS;
    const kind = lineage.current === undefined && !lineage.isShared ? 'missing' : 'vanished';
    if (lineage.isGone) found.push(...this.once({ kind }, code));
    settle(found, isFirst);
  }

  /** Reports a fault once. */
  private fault(code: string): NameEvent[] {
    const text = openFault(code);
    return this.once({ kind: 'fault', text }, text);
  }

  private once(event: NameEvent, key: string): NameEvent[] {
    if (this.said === key) return [];
    this.said = key;
    this.lineage.isAwaited = true;
    return [event];
  }

  private found(): void {
    this.said = undefined;
    this.lineage.isAwaited = false;
  }
}

const howOpened = ({ offset }: LogFile, wasNamed: boolean): 'returned' | 'rotated' | 'found' =>
  offset > 0 ? 'returned' : wasNamed ? 'rotated' : 'found';

/** Marks the end of a look that found something. */
function settle(found: NameEvent[], hasChanged = false): void {
  if (hasChanged || found.length > 0) found.push({ kind: 'settled' });
}
