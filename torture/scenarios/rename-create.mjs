import { renameSync } from 'node:fs';

export const renameCreate = {
  id: 'rename-create',
  title: 'rename and create, 10 lines unread',
  async play(stage) {
    const log = await stage.begin();
    await renameAndCreate(stage, log);
  },
};

export const renameCreatePoll = {
  id: 'rename-create-poll',
  title: 'rename and create, 10 lines unread, with --poll',
  flags: ['--poll'],
  async play(stage) {
    const log = await stage.begin(['--poll']);
    await renameAndCreate(stage, log);
  },
};

/** 65 lines, the first of them written to a file that nobody has open. */
export async function writeAndRotate(stage) {
  const log = stage.open();
  for (let i = 0; i < 3; i++) {
    log.write(5);
    await stage.read();
  }
  await renameAndCreate(stage, log);
}

/** 50 lines. */
export async function renameAndCreate(stage, log) {
  log.write(20);
  await stage.read();
  let fresh;
  await stage.atOnce(() => {
    log.write(10);
    renameSync(stage.path, `${stage.path}.3`);
    fresh = stage.open();
    fresh.write(10);
  });
  await stage.read();
  fresh.write(10);
  log.close();
  fresh.close();
}
