import { afterEach, beforeEach, jest } from '@jest/globals';
import type { Observable } from 'rxjs';
import type { SourceEvent } from '../../src/source/source-event.js';
import { follow } from '../../src/source/follow/follow.js';
import type { FollowOptions } from '../../src/source/follow/follow.js';
import { Collected } from './collected.js';
import { LogFolder } from './log-folder.js';
import { SteppedClock } from './stepped-clock.js';

/** The log that is followed where no other is named, and what it is rotated to. */
export const LOG = 'access.log';
export const OLD = 'access.log.1';

/** The folder of the spec that runs. */
export let folder: LogFolder;
/** The clock that its sources follow by. */
export let clock: SteppedClock;
let followers: Collected[];

/** Gives each spec of a file its own `folder` and `clock`, and ends after it all that it followed or mocked. */
export function followInEach(): void {
  beforeEach(() => {
    folder = new LogFolder();
    clock = new SteppedClock();
    followers = [];
  });

  afterEach(() => {
    jest.restoreAllMocks();
    for (const { subscription } of followers) subscription.unsubscribe();
    folder.remove();
  });
}

/** Follows from now on: the first look at the name is over when this returns. */
export function following(name = LOG, options: FollowOptions = {}, operator = follow): Collected {
  const seen = collected(operator(folder.path(name), options, clock));
  clock.step(0);
  return seen;
}

/** What comes of a source until the spec is over. */
export function collected(source$: Observable<SourceEvent>): Collected {
  const seen = new Collected(source$);
  followers.push(seen);
  return seen;
}

export const linesOf = (seen: Collected, count: number): Promise<void> =>
  clock.until(`${count} lines`, () => seen.lines.length >= count);
