import { truncateSync } from 'node:fs';

export const sameSize = {
  id: 'same-size',
  title: 'rewritten with the same size',
  lines: { lineBytes: 256 },
  async play(stage) {
    const log = stage.open();
    await stage.follow([stage.path]);
    log.write(20);
    await stage.read();
    await stage.atOnce(() => {
      truncateSync(stage.path);
      log.write(20);
    });
    log.close();
  },
};
