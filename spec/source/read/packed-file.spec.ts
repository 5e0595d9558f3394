import { copyFileSync, linkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import type { Progress } from '../../../src/source/source-event.js';
import { FollowedLogs } from '../../../src/source/rotation/followed-logs.js';
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

  it('is not read again when it was unpacked, and packed otherwise, meanwhile', async () => {
    const { moment } = await read({ fromStart: true });
    folder.delete('a.log');
    writeFileSync(folder.path('a.log'), gzipSync('a\nb\n', { level: 1 }));
    const { text } = await read({ fromStart: true, resume: moment.progress });
    expect(text).toBe('');
  });

  describe('by another name', () => {
    const followedAs = async (name: string, followed: FollowedLogs, resume?: Progress): Promise<string> => {
      const seen = new Collected(openSource(folder.path(name), { fromStart: true, followed, resume }, clock));
      await clock.until('its end', () => seen.isComplete);
      return seen.text;
    };

    it.each([
      [
        'renamed, as a rotation does',
        (): void => {
          folder.move('a.log', 'a.log.2.gz');
        },
      ],
      [
        'linked',
        (): void => {
          linkSync(folder.path('a.log'), folder.path('a.log.2.gz'));
        },
      ],
      [
        'copied',
        (): void => {
          copyFileSync(folder.path('a.log'), folder.path('a.log.2.gz'));
        },
      ],
    ])('is not read again by a run that goes on when it was %s', async (_, change) => {
      const { moment } = await read({ fromStart: true });
      change();
      // Another one has its name.
      folder.replace('a.log', gzipSync('c\nd\n').toString('latin1'));
      const followed = new FollowedLogs(new Map([[folder.path('a.log'), moment.progress]]), [
        folder.path('a.log'),
        folder.path('a.log.2.gz'),
      ]);
      expect(await followedAs('a.log.2.gz', followed)).toBe('');
      expect(await followedAs('a.log', followed, moment.progress)).toBe('c\nd\n');
    });

    it('is read once in a run', async () => {
      linkSync(folder.path('a.log'), folder.path('b.log'));
      const followed = new FollowedLogs();
      const [one, other] = await Promise.all(['a.log', 'b.log'].map((name) => followedAs(name, followed)));
      expect([one, other, await followedAs('b.log', followed)]).toEqual(['a\nb\n', '', '']);
    });
  });
});
