import type { SchedulerLike } from 'rxjs';
import type { Progress } from './chunk.js';
import { codeOf, openFault } from './fault.js';
import type { NameEvent } from './incarnations.js';
import type { Lineage } from './lineage.js';

/** A rotation leaves the name without a file for a moment, which is not worth a word. */
const MISSING_MS = 1000;

export interface LookOptions {
  /** Whether the file that is there at first is read from its first byte. */
  readonly fromStart: boolean;
  /** Where another run stopped. */
  readonly resume: Progress | undefined;
}

/** Looks at a name, and says what is new since it looked before. */
export class Looker {
  private isFirst = true;
  private missingSince: number | undefined;
  /** What is wrong with the name, and has been said. */
  private said: string | undefined;

  constructor(
    private readonly lineage: Lineage,
    private readonly options: LookOptions,
    private readonly clock: SchedulerLike,
  ) {}

  /** @param isTold whether something may have happened to the siblings */
  look(isTold: boolean): NameEvent[] {
    const { isFirst, lineage } = this;
    this.isFirst = false;
    const resumed = isFirst ? this.resumed() : [];
    try {
      const id = lineage.nameNow();
      this.missingSince = undefined;
      lineage.isGone = false;
      if (id === lineage.current || lineage.fileOf(id) !== undefined) {
        const isOther = id !== lineage.current;
        lineage.current = id;
        return this.settled([...resumed, ...this.returned(isOther && !isFirst)], isFirst || isTold);
      }
      return this.settled([...resumed, ...this.changed(isFirst)], true);
    } catch (error) {
      return [...resumed, ...this.unnamed(codeOf(error), isFirst, isTold)];
    }
  }

  private resumed(): NameEvent[] {
    const { resume } = this.options;
    if (resume === undefined) return [];
    const { opened, lost } = this.lineage.resume(resume);
    const isLastLost = lost.length > 0 && lost.at(-1) === resume.positions.at(-1);
    return [
      ...(isLastLost ? [{ kind: 'lost' } as const] : []),
      ...opened.map((file): NameEvent => ({ kind: 'opened', file, how: 'resumed' })),
    ];
  }

  /** The name refers to another file than before. */
  private changed(isFirst: boolean): NameEvent[] {
    const { lineage, options } = this;
    const isFresh = isFirst && options.resume === undefined;
    const isResumed = isFirst && (options.resume?.positions.length ?? 0) > 0;
    const wasNamed = isResumed || (lineage.current !== undefined && this.said !== 'ENOENT');
    if (isFresh) lineage.noteSiblings();
    const { events: between, isAll } = isFresh ? { events: [], isAll: true } : this.between();
    // The name is left for the next look, as what came before it is not to be forgotten.
    if (!isAll) return between;
    const { file, isNew } = lineage.openCurrent();
    this.said = undefined;
    if (!isNew) return [...between, { kind: 'returned' }];
    if (isFresh && !options.fromStart) file.startAtEnd();
    return [...between, { kind: 'opened', file, how: isFresh ? 'first' : wasNamed ? 'rotated' : 'found' }];
  }

  /** Files that the name referred to for a moment. */
  private between(): { readonly events: NameEvent[]; readonly isAll: boolean } {
    const { opened, error } = this.lineage.openUnread();
    const events = opened.map((file): NameEvent => ({ kind: 'opened', file, how: 'between' }));
    if (error === undefined) return { events, isAll: true };
    return { events: [...events, ...this.fault(codeOf(error))], isAll: false };
  }

  private returned(isOther: boolean): NameEvent[] {
    const wasSaid = this.said !== undefined;
    this.said = undefined;
    return wasSaid || isOther ? [{ kind: 'returned' }] : [];
  }

  /** The name refers to nothing, or to nothing that can be read. */
  private unnamed(code: string, isFirst: boolean, isTold: boolean): NameEvent[] {
    if (code !== 'ENOENT') return this.fault(code);
    const { lineage, options, clock } = this;
    if (isFirst && options.resume === undefined) lineage.noteSiblings();
    const isNews = isTold || this.missingSince === undefined;
    this.missingSince ??= clock.now();
    const isKept = isFirst && options.resume === undefined;
    const between = isKept || !isNews ? [] : this.between().events;
    const isLong = lineage.current === undefined || clock.now() - this.missingSince >= MISSING_MS;
    const kind = lineage.current === undefined ? 'missing' : 'vanished';
    lineage.isGone = isLong;
    const said = isLong ? this.once({ kind }, code) : [];
    const found = [...between, ...said];
    return isFirst || found.length > 0 ? [...found, { kind: 'settled' }] : [];
  }

  private settled(events: NameEvent[], isTold: boolean): NameEvent[] {
    const isNoted = isTold && this.lineage.noteSiblings();
    return isNoted || events.length > 0 ? [...events, { kind: 'settled' }] : [];
  }

  private fault(code: string): NameEvent[] {
    const text = openFault(code);
    return this.once({ kind: 'fault', text }, text);
  }

  private once(event: NameEvent, key: string): NameEvent[] {
    if (this.said === key) return [];
    this.said = key;
    return [event];
  }
}
