import { renameSync } from 'node:fs';

export const renameLater = {
  id: 'rename-later',
  title: 'rename, new file 3 s later',
  async play(stage) {
    const log = await stage.begin();
    log.write(10);
    await stage.read();
    await stage.atOnce(() => {
      log.write(10);
      renameSync(stage.path, `${stage.path}.3`);
    });
    await stage.pause(3000);
    const fresh = stage.open();
    fresh.write(20);
    log.close();
    fresh.close();
  },
};
