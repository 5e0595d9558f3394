import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../process/at-end.mjs';
import { renameAndCreate } from './rename-create.mjs';

const mounted = new Set();

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
    mount(host, container);
    await stage.follow([join(container, 'access.log')]);
    await renameAndCreate(stage, log);
  },
  clear: (stage) => unmount(join(stage.folder, 'container')),
};

function mount(from, to) {
  const { status, stderr } = spawnSync('mount', ['--bind', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot be mounted here: ${stderr?.trim()}`);
  mounted.add(to);
  atEnd(() => unmount(to));
}

function unmount(path) {
  if (mounted.delete(path)) spawnSync('umount', ['--lazy', path], { stdio: 'inherit' });
}
