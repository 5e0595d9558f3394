import { renameSync, unlinkSync } from 'node:fs';
import { LogFile } from '../log/log-file.mjs';

export const appearsLate = {
  id: 'appears-late',
  title: 'the file appears late',
  async play(stage) {
    await stage.follow([stage.path]);
    await stage.pause(1000 * stage.random());
    const log = stage.open();
    log.write(20);
    await stage.read();
    log.write(20);
    log.close();
  },
};

export const deletedAndBack = {
  id: 'deleted-and-back',
  title: 'deleted with 10 lines unread, back 2 s later',
  async play(stage) {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    await stage.atOnce(() => {
      log.write(10);
      unlinkSync(stage.path);
    });
    await stage.pause(2000);
    const fresh = stage.open();
    fresh.write(20);
    log.close();
    fresh.close();
  },
};

export const replaced = {
  id: 'replaced',
  title: 'replaced by mv, 10 lines unread',
  async play(stage) {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    let fresh;
    await stage.atOnce(() => {
      log.write(10);
      fresh = new LogFile(`${stage.path}.new`, stage.lines);
      fresh.write(15);
      renameSync(`${stage.path}.new`, stage.path);
    });
    await stage.read();
    fresh.write(5);
    log.close();
    fresh.close();
  },
};
