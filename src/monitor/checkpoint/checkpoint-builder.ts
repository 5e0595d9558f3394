import type { SchedulerLike } from 'rxjs';
import { addDigest, emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { Progress, SourceEvent } from '../../source/source-event.js';
import { hitsBySecond } from '../pauses/attribute-hits.js';
import type { ArrivedDigest } from '../pauses/attribute-hits.js';
import type { Checkpoint } from './checkpoint.js';
import type { Run } from '../stats/run.js';
import { noteProgress } from './source-progress.js';
import type { Stats } from '../stats/stats.js';
import { withHits } from '../alerts/rule-watch.js';
import type { WatchState } from '../alerts/rule-watch.js';
import { addAll } from '../alerts/evaluate-rules.js';
import { secondOf } from '../seconds.js';
import type { Watched } from '../alerts/evaluate-rules.js';

/** Keeps account of what has been read and counted, for `checkpoints`. */
export class Tally {
  private readonly sources: Map<string, Progress>;
  private run: Run;
  private from: number;
  private previous: Digest | undefined;
  private previousLength: number;
  /** What the open interval has counted. */
  private open: Digest;
  /** Whether someone holds the open digest, so that it must not change any more. */
  private isGiven: boolean;
  /** What the rules remember of the last look; undefined before the first look of a run that goes on from nothing. */
  private watches: (() => readonly WatchState[]) | undefined;
  /** Hits since the last look, by the second in which they arrived. */
  private readonly arrived = new Map<number, number>();
  private hasNews = true;

  constructor(
    resume: Checkpoint | undefined,
    private readonly clock: SchedulerLike,
  ) {
    const now = clock.now();
    this.sources = new Map(resume?.sources);
    this.run = resume?.run ?? { from: now, digest: emptyDigest() };
    this.from = Math.min(resume?.interval.from ?? now, now);
    this.previous = resume?.interval.previous;
    this.previousLength = resume?.interval.previousLength ?? 0;
    this.open = resume?.interval.digest ?? emptyDigest();
    this.isGiven = resume !== undefined;
    if (resume !== undefined) this.watches = () => resume.watches;
  }

  /** Takes note of how far a source has been read. */
  note(event: SourceEvent): void {
    if (noteProgress(this.sources, event)) this.hasNews = true;
  }

  /** Adds the digest of a chunk to the open interval. */
  count(digest: ArrivedDigest): void {
    if (this.isGiven) this.open = merge(this.open, digest);
    else addDigest(this.open, digest);
    this.isGiven = false;
    addAll(this.arrived, hitsBySecond(digest, secondOf(this.clock.now())));
    this.hasNews = true;
  }

  /** Closes the open interval. */
  close({ from, to, digest }: Stats): Checkpoint | undefined {
    const all = merge(this.run.digest, digest);
    this.run = { from: this.run.from, digest: { ...all, timeline: new Timeline() } };
    this.from = to;
    this.previous = digest;
    this.previousLength = to - from;
    this.open = emptyDigest();
    this.isGiven = false;
    return this.checkpoint();
  }

  /** Takes what the rules remember; gives no checkpoint when all else is as in the last one. */
  look({ raised, watches }: Watched): Checkpoint | undefined {
    this.watches = watches;
    this.arrived.clear();
    return this.hasNews || raised.length > 0 ? this.checkpoint() : undefined;
  }

  private checkpoint(): Checkpoint | undefined {
    if (this.watches === undefined) return undefined;
    const watches = this.watches();
    this.hasNews = false;
    this.isGiven = true;
    const now = this.clock.now();
    return {
      at: now,
      sources: new Map(this.sources),
      interval: {
        from: this.from,
        digest: this.open,
        previous: this.previous,
        previousLength: this.previousLength,
      },
      run: this.run,
      watches: this.arrived.size === 0 ? watches : watches.map((watch) => withHits(watch, this.arrived, secondOf(now))),
    };
  }
}
