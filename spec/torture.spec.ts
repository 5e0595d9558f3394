import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Stage } from './support/stage.js';

/** What is done to a log while the built program follows it; every line that is written is to be counted once. */
const scenarios: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'rename and create, 10 lines unread': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      log.write(10);
      renameSync(stage.log, `${stage.log}.1`);
      stage.open().write(10);
    });
  },

  'rename, the new file later': async (stage) => {
    const log = await stage.begin();
    stage.unseen(() => {
      log.write(10);
      renameSync(stage.log, `${stage.log}.1`);
    });
    await stage.said('is gone; waiting for it to come back');
    stage.open().write(20);
  },

  'late lines into the renamed file': async (stage) => {
    const log = await stage.begin();
    renameSync(stage.log, `${stage.log}.1`);
    const fresh = stage.open().write(20);
    await stage.read();
    log.write(10);
    await stage.read();
    fresh.write(5);
    log.write(5);
  },

  'copy and truncate': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    copyFileSync(stage.log, `${stage.log}.1`);
    truncateSync(stage.log);
    log.write(5);
    await stage.read();
    log.write(15);
  },

  'copy and truncate, lines unread that the copy holds': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      log.write(10);
      copyFileSync(stage.log, `${stage.log}.1`);
      truncateSync(stage.log);
      log.write(5);
    });
  },

  'truncated and grown past the old size at once': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      truncateSync(stage.log);
      log.write(60);
    });
  },

  'rewritten with the same size': async (stage) => {
    const log = stage.open();
    await stage.follow();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      truncateSync(stage.log);
      log.write(20);
    });
  },

  'a line in two halves': async (stage) => {
    const log = await stage.begin();
    log.write(2);
    await stage.read();
    await log.writeInHalves(() => stage.looked());
  },

  'a line in two halves, the file renamed between': async (stage) => {
    const log = await stage.begin();
    log.write(2);
    await stage.read();
    await log.writeInHalves(async () => {
      renameSync(stage.log, `${stage.log}.1`);
      stage.open().write(3);
      await stage.looked();
    });
  },

  'rotated twice within 50 ms': async (stage) => {
    (await rotationsOf(stage, 2))();
  },
  'rotated twice, unseen': async (stage) => {
    stage.unseen(await rotationsOf(stage, 2));
  },
  'rotated ten times within 50 ms': async (stage) => {
    (await rotationsOf(stage, 10))();
  },
  'rotated ten times, unseen': async (stage) => {
    stage.unseen(await rotationsOf(stage, 10));
  },

  'rotated and packed at once, 10 lines unread': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      log.write(10);
      writeFileSync(`${stage.log}.1.gz`, gzipSync(readFileSync(stage.log)));
      rmSync(stage.log);
      stage.open().write(10);
    });
  },

  'appears late': async (stage) => {
    await stage.follow();
    await stage.said('is not there yet; waiting for it');
    stage.open().write(20);
  },

  'deleted with 10 lines unread, and back': async (stage) => {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    stage.unseen(() => {
      log.write(10);
      rmSync(stage.log);
    });
    await stage.said('is gone; waiting for it to come back');
    stage.open().write(20);
  },

  'replaced by mv, 10 lines unread': async (stage) => {
    const log = await stage.begin();
    stage.unseen(() => {
      log.write(10);
      stage.open(`${stage.log}.new`).write(15);
      renameSync(`${stage.log}.new`, stage.log);
    });
  },

  'a symbolic link elsewhere and back': async (stage) => {
    const [a, b] = [stage.path('a.log'), stage.path('b.log')];
    stage.link(a);
    const first = await stage.begin(a);
    first.write(20);
    await stage.read();
    const second = stage.open(b);
    stage.unseen(() => {
      first.write(5);
      second.write(10);
      stage.link(b);
    });
    await stage.read();
    first.write(5);
    second.write(5);
    await stage.read();
    stage.unseen(() => {
      second.write(5);
      stage.link(a);
      first.write(5);
    });
  },
};

/** Begins, and gives what rotates as fast as it can, as logrotate does, which renames all rotated files each time. */
async function rotationsOf(stage: Stage, times: number): Promise<() => void> {
  const log = await stage.begin();
  log.write(5);
  await stage.read();
  return () => {
    for (let i = 1; i <= times; i++) {
      for (let n = i - 1; n > 0; n--) renameSync(`${stage.log}.${n}`, `${stage.log}.${n + 1}`);
      renameSync(stage.log, `${stage.log}.1`);
      stage.open().write(5);
    }
  };
}

describe('rxmon counts every line once', () => {
  /** All are played at once, as most of the time they wait. */
  const played = new Map<string, ReturnType<typeof playedOf>>();

  async function playedOf(play: (stage: Stage) => Promise<void>) {
    const stage = new Stage();
    try {
      await play(stage);
      return await stage.end();
    } catch (error) {
      return { error };
    } finally {
      await stage.remove();
    }
  }

  beforeAll(() => {
    for (const [name, play] of Object.entries(scenarios)) played.set(name, playedOf(play));
  });

  it.each(Object.keys(scenarios))('%s', async (name) => {
    const result = await played.get(name);
    if (result === undefined || 'error' in result) throw new Error('It could not be played', { cause: result?.error });
    expect(result.counted).toEqual(result.written);
    expect(result.code).toBe(0);
  });
});
