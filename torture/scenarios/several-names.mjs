import { linkSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shift } from '../log/shift.mjs';

/** What the log is rotated to is followed as well, by a name that refers to another file after each rotation. */
export const globRotated = {
  id: 'glob-rotated',
  title: 'a glob with --from-start that matches the rotated files as well, rotated twice',
  async play(stage) {
    const first = stage.open(`${stage.path}.1`);
    first.write(10);
    let log = stage.open();
    log.write(20);
    await stage.follow([`${stage.path}*`], ['--from-start']);
    await stage.read();
    for (let rotation = 0; rotation < 2; rotation++) {
      await stage.atOnce(() => {
        log.write(10);
        shift(stage.path);
        log.close();
        log = stage.open();
        log.write(10);
      });
      await stage.read();
    }
    first.write(5);
    log.write(5);
    first.close();
    log.close();
  },
};

export const severalNames = {
  id: 'several-names',
  title: 'one file by four names, one of them a hard link and one a symbolic link, rotated',
  async play(stage) {
    const folder = dirname(stage.path);
    const [hard, symbolic] = ['hard.log', 'symbolic.log'].map((name) => join(folder, name));
    mkdirSync(join(folder, 'd'));
    let log = stage.openOld();
    linkSync(stage.path, hard);
    symlinkSync('access.log', symbolic);
    await stage.follow([stage.path, `${folder}/d/../access.log`, hard, symbolic]);
    log.write(20);
    await stage.read();
    await stage.atOnce(() => {
      log.write(10);
      renameSync(stage.path, `${stage.path}.1`);
      log.write(5);
      log.close();
      log = stage.open();
      log.write(10);
    });
    log.close();
  },
};
