import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mount, unmount } from '../process/mounts.mjs';
import { renameAndCreate } from './rename-create.mjs';

/** As a container sees the logs of its host: the folder is written to under another path than it is followed by. */
export const bindMount = {
  id: 'bind-mount',
  title: 'rename and create, 10 lines unread, followed through a bind mount of the folder',
  skipped: () => (process.getuid?.() === 0 ? undefined : 'needs root, to mount'),
  async play(stage) {
    const [host, container] = ['host', 'container'].map((name) => join(stage.folder, name));
    mkdirSync(host);
    mkdirSync(container);
    stage.path = join(host, 'access.log');
    const log = stage.openOld();
    const fault = mount(['--bind', host], container);
    if (fault !== undefined) throw new Error(`cannot be mounted here: ${fault}`);
    await stage.follow([join(container, 'access.log')]);
    await renameAndCreate(stage, log);
  },
  clear: (stage) => unmount(join(stage.folder, 'container')),
};
