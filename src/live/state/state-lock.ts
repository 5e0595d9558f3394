import { linkSync, lstatSync, renameSync, utimesSync } from 'node:fs';
import { asyncScheduler, first, firstValueFrom, map, take, timer } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { codeOf } from '../../source/file-error.js';
import { lifeOf, recordOf, thisProcess } from './lock-owner.js';
import type { Owner } from './lock-owner.js';
import { randomlyNamed, recordAt } from './lock-records.js';
import { randomName, removeQuietly, writeNew } from '../../files/new-file.js';

/** How often an owner touches its lock, and how long to watch a lock whose owner cannot be looked up. */
export const BEAT_MS = 1000;
const LOOK_MS = 500;
const LOOKS = 10;

/** The most attempts when others begin at the same time, or locks come and go. */
const MAX_ATTEMPTS = 100;
const MAX_PAUSE_MS = 100;
/** On a file system without links, a lock may be read before it is whole. */
const UNFINISHED_ATTEMPTS = 5;

/** Codes of file systems that have no hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** The reason why the lock cannot be had. */
export type Refusal =
  | { readonly kind: 'held'; readonly owner: Owner; readonly isElsewhere: boolean }
  /** Its name is taken by something that rxmon did not write. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'busy' };

type Outcome =
  | Refusal
  | { readonly kind: 'ours' }
  /** A record whose owner cannot be looked up. */
  | { readonly kind: 'unsure'; readonly path: string; readonly owner: Owner | undefined };

/**
 * A lock that one process holds at a time, as a file that names its owner.
 *
 * Node has no flock(2), so the file itself is the lock. It appears by link(2), whole or not at all. The lock of a dead
 * owner is replaced, never removed and made again. The replacing process has first made a claim, a file of a name that
 * is never used twice, and then found no claim of another live process. Of two such processes, the one whose claim came
 * second sees the first, so at most one goes on; both may give way, and try again after a random pause.
 *
 * An owner of this container is looked up by number and time of start. Others touch their lock once a second, and are
 * taken for dead after five seconds without a touch.
 */
export class StateLock {
  /** The id of our record; undefined while there is none. An inode would not do, as its number is reused at once. */
  private id: string | undefined;
  /** The ids of locks, and the paths of claims, that nobody has touched for long. */
  private readonly silent = new Set<string>();

  constructor(
    readonly path: string,
    private readonly clock: SchedulerLike = asyncScheduler,
  ) {}

  /**
   * Takes the lock; resolves to the reason when it cannot be had.
   *
   * @param onWait called when it takes seconds, as an owner must be watched
   * @throws the system's error
   */
  async take(onWait: () => void = () => undefined): Promise<Refusal | undefined> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const outcome = this.tryToTake();
      if (outcome.kind === 'ours') return undefined;
      if (outcome.kind === 'held') return outcome;
      if (outcome.kind === 'foreign' && attempt >= UNFINISHED_ATTEMPTS) return outcome;
      if (outcome.kind === 'unsure') {
        onWait();
        const held = await this.watched(outcome.path, outcome.owner);
        if (held !== undefined) return held;
      } else {
        await firstValueFrom(timer(pause(), this.clock));
      }
    }
    return { kind: 'busy' };
  }

  /**
   * Shows that the owner lives. A removed lock is taken again.
   *
   * @returns the reason when it is lost for good; undefined when it is held, or cannot be looked at now
   */
  keep(): Refusal | undefined {
    try {
      if (this.isOurs()) {
        const now = new Date(this.clock.now());
        utimesSync(this.path, now, now);
        return undefined;
      }
      this.id = undefined;
      const outcome = this.tryToTake();
      if (outcome.kind === 'unsure' && outcome.owner !== undefined)
        return { kind: 'held', owner: outcome.owner, isElsewhere: true };
      return outcome.kind === 'held' || outcome.kind === 'foreign' ? outcome : undefined;
    } catch {
      return undefined;
    }
  }

  /** Releases the lock. */
  release(): void {
    try {
      if (this.isOurs()) removeQuietly(this.path);
    } catch {
      // It cannot be looked at; the next process finds its owner dead.
    }
    this.id = undefined;
  }

  /** Removes claims of processes that were killed before they had replaced a lock. */
  tidy(): void {
    const me = thisProcess('');
    for (const path of this.claims()) {
      const owner = recordAt(path);
      if (typeof owner !== 'string' && lifeOf(owner, me) === 'dead') removeQuietly(path);
    }
  }

  private isOurs(): boolean {
    if (this.id === undefined) return false;
    const record = recordAt(this.path);
    return typeof record !== 'string' && record.id === this.id;
  }

  private tryToTake(): Outcome {
    const me = thisProcess(randomName());
    const claim = `${this.path}.${me.id}`;
    // Forced to the disk: half a record after a power failure would not be a lock of rxmon.
    writeNew(claim, recordOf(me), true);
    try {
      const outcome: Outcome = this.made(claim, me) ? { kind: 'ours' } : this.replaced(claim, me);
      if (outcome.kind === 'ours') this.id = me.id;
      return outcome;
    } finally {
      removeQuietly(claim);
    }
  }

  /** Returns whether there was no lock, and now there is ours. */
  private made(claim: string, me: Owner): boolean {
    try {
      try {
        linkSync(claim, this.path);
      } catch (error) {
        if (!NO_LINKS.includes(codeOf(error))) throw error;
        writeNew(this.path, recordOf(me), true);
      }
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** Puts the claim in the place of a dead owner's lock. */
  private replaced(claim: string, me: Owner): Outcome {
    const before = recordAt(this.path);
    if (before === 'gone') return { kind: 'busy' };
    if (before === 'foreign') return { kind: 'foreign' };
    const life = this.silent.has(before.id) ? 'dead' : lifeOf(before, me);
    if (life === 'alive') return { kind: 'held', owner: before, isElsewhere: false };
    if (life === 'unknown') return { kind: 'unsure', path: this.path, owner: before };
    for (const path of this.claims()) {
      if (path === claim || this.silent.has(path)) continue;
      const owner = recordAt(path);
      // Its owner may be about to write it.
      const life = typeof owner === 'string' ? 'unknown' : lifeOf(owner, me);
      if (owner === 'gone' || life === 'alive') return { kind: 'busy' };
      if (life === 'unknown') return { kind: 'unsure', path, owner: undefined };
    }
    // Another process may have replaced it before the claims were looked at.
    const now = recordAt(this.path);
    if (typeof now === 'string' || now.id !== before.id) return { kind: 'busy' };
    renameSync(claim, this.path);
    return { kind: 'ours' };
  }

  /** All claims, except by users who could not use the state anyway, as everyone may make names in /tmp. */
  private claims(): string[] {
    const lock = lstatSync(this.path, { throwIfNoEntry: false });
    return randomlyNamed(this.path, '', [process.geteuid?.() ?? lock?.uid, 0, lock?.uid]);
  }

  /** Watches a lock or a claim that its owner would touch; resolves to the refusal when it turns out to be held. */
  private async watched(path: string, owner: Owner | undefined): Promise<Refusal | undefined> {
    const before = stampOf(path);
    const isTouched = await firstValueFrom(
      timer(LOOK_MS, LOOK_MS, this.clock).pipe(
        take(LOOKS),
        map(() => stampOf(path) !== before),
        first((isTouched) => isTouched, false),
      ),
    );
    if (!isTouched) {
      this.silent.add(owner?.id ?? path);
      return undefined;
    }
    const now = recordAt(path);
    const isSame = typeof now !== 'string' && now.id === owner?.id;
    return isSame ? { kind: 'held', owner: now, isElsewhere: true } : undefined;
  }
}

const pause = (): number => (MAX_PAUSE_MS * parseInt(randomName().slice(0, 4), 16)) / 0xffff;

/** Changes when a file is touched, replaced or removed. */
function stampOf(path: string): string {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino}:${stat.mtimeNs}`;
}
