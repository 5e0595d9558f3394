import { renameSync } from 'node:fs';
import { join } from 'node:path';

const FILES = 1000;

export const thousandFiles = {
  id: 'thousand-files',
  title: '1000 files at once, all rotated once, two lines unread in each',
  isHeavy: true,
  async play(stage) {
    const paths = Array.from({ length: FILES }, (_, i) => join(stage.folder, `${i}.log`));
    const logs = paths.map((path) => stage.openOld(path));
    await stage.follow([join(stage.folder, '*.log')]);
    for (const log of logs) log.write(3);
    await stage.read();
    await stage.atOnce(() => {
      for (const [i, path] of paths.entries()) {
        logs[i].write(2);
        renameSync(path, `${path}.3`);
        logs[i].close();
        logs[i] = stage.open(path);
        logs[i].write(2);
      }
    });
    for (const log of logs) log.close();
  },
};
