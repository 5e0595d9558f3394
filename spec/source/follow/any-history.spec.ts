import { setTimeout as real } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { follow } from '../../../src/source/follow/follow.js';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import { Collected } from '../../support/collected.js';
import type { Moment } from '../../support/collected.js';
import { LogFolder } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';
import { History, seeded } from './history.js';

jest.setTimeout(600_000);

const LOG = 'access.log';
const DEEDS = 25;
/** More of them than are run each time are tried with `HISTORIES=1000 FIRST=1`. */
const FIRST = Number(process.env['FIRST'] ?? 1);
const HISTORIES = Number(process.env['HISTORIES'] ?? 20);

/** A follower, and the clock that it lives by. */
interface Life {
  readonly seen: Collected;
  readonly clock: SteppedClock;
}

let folder: LogFolder;
let lives: Life[];

beforeEach(() => {
  folder = new LogFolder();
  lives = [];
});

afterEach(() => {
  for (const { seen } of lives) seen.subscription.unsubscribe();
  folder.remove();
});

function begin(options: FollowOptions): Life {
  const clock = new SteppedClock();
  const life = { seen: new Collected(follow(folder.path(LOG), options, clock)), clock };
  lives.push(life);
  clock.step(0);
  return life;
}

const linesOf = (chunks: readonly string[]): string[] => chunks.join('').split('\n').slice(0, -1);
const upTo = ({ seen }: Life, { chunks }: Moment): string[] => linesOf(seen.chunks.slice(0, chunks));

/** What is wrong, by the number that a line begins with: `-` those that are missing, `+` those that came too often. */
function faults(got: readonly string[], wanted: readonly string[]): string[] {
  const missing = new Set(wanted);
  const extra = got.filter((line) => !missing.delete(line));
  const numberOf = (line: string): string => line.split(' ', 1).join();
  return [...[...missing].map((line) => `-${numberOf(line)}`), ...extra.map((line) => `+${numberOf(line)}`)];
}

/** Lets a follower live for some turns of the event loop; how much it reads meanwhile is left to chance. */
async function living({ clock }: Life, turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) {
    clock.step(20);
    await real(1);
  }
}

/** A log of any history, followed by one life after the other: those that end may have saved less than they gave. */
class Story {
  readonly history: History;
  /** What all lives before this one gave, as far as it was saved. */
  before: string[] = [];
  life = begin({ fromStart: true });

  constructor(private readonly random: () => number) {
    this.history = new History(folder, random);
  }

  get lines(): string[] {
    return [...this.before, ...this.life.seen.lines];
  }

  async tell(): Promise<void> {
    for (let i = 0; i < DEEDS; i++) {
      const { isTruncation, act } = this.history.choose();
      // A copy that was made and truncated before the file was looked at, twice, is more than can be told apart.
      if (isTruncation) await living(this.life, 12);
      act();
      if (isTruncation) await living(this.life, 12);
      const chance = this.random();
      if (chance > 0.3 && chance < 0.8) await living(this.life, chance < 0.5 ? 2 : 10);
      else if (chance >= 0.8 && this.life.seen.moments.length > 0) this.restart();
    }
    this.history.close();
    const { lines } = this.history;
    await this.life.clock.until('all lines', () => this.lines.length >= lines.length);
    await living(this.life, 30);
  }

  private restart(): void {
    const { seen } = this.life;
    seen.subscription.unsubscribe();
    const at = Math.floor((0.5 + this.random() / 2) * seen.moments.length);
    const moment = seen.moments[at] ?? seen.moment;
    this.before = [...this.before, ...upTo(this.life, moment)];
    const deeds = Math.floor(this.random() * 4);
    for (let i = 0; i < deeds; i++) this.history.choose().act();
    this.history.log.push(`resumed at ${this.before.length} lines`);
    this.life = begin({ resume: moment.progress });
  }
}

describe('a log of any history', () => {
  const seeds = Array.from({ length: HISTORIES }, (_, i) => FIRST + i);

  it.each(seeds)('(%i) is read to its last line, each once, and from any chunk on each that is left', async (seed) => {
    const story = new Story(seeded(seed * 7919));
    await story.tell().catch(() => undefined);
    const { history, before, life, lines } = story;
    expect({ wrong: faults(lines, history.lines), log: history.log }).toEqual({ wrong: [], log: history.log });

    const { moments } = life.seen;
    const every = Math.ceil(moments.length / 10);
    for (const [i, moment] of moments.entries()) {
      if (i % every !== 0) continue;
      const again = begin({ resume: moment.progress });
      await again.clock.until('the end', () => again.seen.isCaughtUp);
      const got = [...before, ...upTo(life, moment), ...again.seen.lines];
      expect({ i, wrong: faults(got, lines), moment }).toEqual({ i, wrong: [], moment });
      again.seen.subscription.unsubscribe();
    }
  });
});
