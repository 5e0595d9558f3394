import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import { openSource } from '../../../src/source/open-source.js';
import { Collected } from '../../support/collected.js';
import { LogFolder } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const clock = new SteppedClock();

describe('A packed file that is followed', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
    writeFileSync(folder.path('a.log'), gzipSync('a\nb\n'));
  });

  afterEach(() => {
    folder.remove();
  });

  async function read(options: FollowOptions): Promise<Collected> {
    const seen = new Collected(openSource(folder.path('a.log'), options, clock));
    await clock.until('its end', () => seen.isComplete);
    expect([seen.isCaughtUp, folder.open()]).toEqual([true, []]);
    return seen;
  }

  it('is read to its end from the start', async () => {
    const { text, notices } = await read({ fromStart: true });
    expect([text, notices]).toEqual(['a\nb\n', []]);
  });

  it('is not read otherwise, as nothing is added to it, and that is said', async () => {
    const { text, notices } = await read({});
    expect([text, notices]).toEqual([
      '',
      ['is packed by gzip, so nothing is added to it: add --from-start, or read it with rxmon report'],
    ]);
  });

  it('is not read again by a run that goes on', async () => {
    const { moment } = await read({ fromStart: true });
    const { text, notices } = await read({ fromStart: true, resume: moment.progress });
    expect([text, notices]).toEqual(['', []]);
  });
});
