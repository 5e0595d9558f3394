import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mount, unmount } from '../process/mounts.mjs';
import { writeAndRotate } from './rename-create.mjs';

const preload = (name) => ['--import', fileURLToPath(new URL(`../preload/${name}.mjs`, import.meta.url))];
const merged = (stage) => join(stage.folder, 'merged');

/** As in a container whose image holds the log: mounted where that is allowed, else what `stat` tells of it is emulated. */
export const overlay = {
  id: 'overlay',
  title: 'a log in the lower layer of an overlay file system, written to, then renamed and created',
  async play(stage) {
    const [lower, upper, work] = ['lower', 'upper', 'work'].map((name) => join(stage.folder, name));
    for (const folder of [lower, upper, work, merged(stage)]) mkdirSync(folder);
    stage.path = join(lower, 'access.log');
    stage.openOld().close();
    const layers = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    const fault = mount(['-t', 'overlay', 'overlay', '-o', layers], merged(stage));
    if (fault === undefined) stage.path = join(merged(stage), 'access.log');
    await stage.follow([stage.path], [], fault === undefined ? [] : preload('lower-layer'));
    await writeAndRotate(stage);
  },
  clear: (stage) => unmount(merged(stage)),
};

/** As under the seccomp rules of old container runtimes, where each write changes the time of birth that Node tells. */
export const noStatx = {
  id: 'no-statx',
  title: 'without statx(2), written to, then renamed and created',
  async play(stage) {
    stage.openOld().close();
    await stage.follow([stage.path], [], preload('no-statx'));
    await writeAndRotate(stage);
  },
};
