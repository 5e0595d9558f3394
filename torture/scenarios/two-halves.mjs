import { renameSync } from 'node:fs';

export const twoHalves = {
  id: 'two-halves',
  title: 'a line written in two halves, 2 s apart',
  async play(stage) {
    const log = await stage.begin();
    log.writeHalf();
    await stage.pause(2000);
    log.close();
  },
};

export const halvesAcrossRename = {
  id: 'halves-across-rename',
  title: 'half a line before the rename, the other half 2 s later',
  async play(stage) {
    const log = await stage.begin();
    log.write(10);
    await stage.read();
    let fresh;
    await stage.atOnce(() => {
      log.write(9);
      log.writeHalf();
      renameSync(stage.path, `${stage.path}.3`);
      fresh = stage.open();
      fresh.write(10);
    });
    await stage.pause(2000);
    log.close();
    fresh.write(10);
    fresh.close();
  },
};
