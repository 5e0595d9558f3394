import { emptyDigest, merge } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { Timeline } from '../../digest/timeline.js';
import type { Checkpoint } from '../../monitor/checkpoint/checkpoint.js';
import type { Reported } from '../../monitor/model/model.js';
import type { Run } from '../../monitor/stats/run.js';
import type { Stats } from '../../monitor/stats/stats.js';

/**
 * Records how much of a run has been written, so that the saved state agrees with the reader's copy.
 *
 * An interval that has ended, but is not written yet, is part of the open one in the saved state: another run resumes
 * from there, and shows both as one. While an alert waits to be written, the saved state stays as it was before the
 * alert: another run reads the same lines again, and raises it again.
 */
export class Ledger {
  private latest: Checkpoint;
  /** The last checkpoint before the first waiting alert. */
  private base: Checkpoint;
  /** Intervals that have ended in `base` but are not written, the oldest first. */
  private unwritten: readonly Stats[] = [];
  /** The written ones of the intervals that have ended in `base`. */
  private run: Run;

  /** Whether an alert waits, so that the saved state stays as it was. */
  isHeld = false;

  /** @param start a checkpoint with nothing left to write */
  constructor(start: Checkpoint) {
    this.latest = start;
    this.base = start;
    this.run = start.run;
  }

  /** Records a newer checkpoint. */
  note(checkpoint: Checkpoint): void {
    this.latest = checkpoint;
  }

  /** Records the unwritten reports, in order, once the latest checkpoint includes all of them. */
  settle(left: readonly Reported[]): void {
    this.isHeld = left.some(({ kind }) => kind === 'alert');
    if (this.isHeld) return;
    this.base = this.latest;
    this.unwritten = left.flatMap((report) =>
      report.kind === 'interval' && !report.context.isPrimed ? [report.interval] : [],
    );
    if (this.unwritten.length === 0) this.run = this.base.run;
  }

  /** Counts an interval as written: its reader has it. */
  acknowledge(interval: Stats): void {
    if (!this.unwritten.includes(interval)) return;
    this.unwritten = this.unwritten.filter((other) => other !== interval);
    this.run = this.unwritten.length === 0 ? this.base.run : withDigest(this.run, interval.digest);
  }

  /**
   * The checkpoint to save.
   *
   * @param written an interval that will have been written by the time it is saved
   */
  checkpoint(written?: Stats): Checkpoint {
    const unwritten = this.unwritten.filter((interval) => interval !== written);
    const [first] = unwritten;
    if (first === undefined) return this.base;
    const { from, previous, previousLength } = first;
    const digests = [...unwritten.map(({ digest }) => digest), this.base.interval.digest];
    const digest = withoutTimeline(digests.reduce(merge, emptyDigest()));
    return {
      ...this.base,
      interval: { from, digest, previous, previousLength },
      run: unwritten.length < this.unwritten.length && written ? withDigest(this.run, written.digest) : this.run,
    };
  }
}

const withDigest = ({ from, digest }: Run, other: Digest): Run => ({
  from,
  digest: withoutTimeline(merge(digest, other)),
});

/** A row for each second would grow without end. */
const withoutTimeline = (digest: Digest): Digest => ({ ...digest, timeline: new Timeline() });
