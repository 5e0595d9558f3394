import { copyFileSync, truncateSync } from 'node:fs';

export const copyTruncate = {
  id: 'copy-truncate',
  title: 'copy and truncate',
  async play(stage) {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    await stage.atOnce(() => {
      copyAndTruncate(stage.path);
      log.write(5);
    });
    await stage.read();
    log.write(15);
    log.close();
  },
};

export const copyTruncateUnread = {
  id: 'copy-truncate-unread',
  title: 'copy and truncate, 10 lines unread that the copy holds',
  async play(stage) {
    const log = await stage.begin();
    log.write(20);
    await stage.read();
    await stage.unseen(() => {
      log.write(10);
      copyAndTruncate(stage.path);
      log.write(5);
    });
    await stage.read();
    log.write(5);
    log.close();
  },
};

function copyAndTruncate(path) {
  copyFileSync(path, `${path}.3`);
  truncateSync(path);
}
