import { spawnSync } from 'node:child_process';
import { atEnd } from './at-end.mjs';

const mounted = new Set();

/** Mounts, by the arguments of mount(8) before the path, until it is unmounted or this process ends; says why it cannot. */
export function mount(args, path) {
  const { status, stderr, error } = spawnSync('mount', [...args, path], { encoding: 'utf8' });
  if (status !== 0) return stderr?.trim() || String(error);
  mounted.add(path);
  atEnd(() => unmount(path));
  return undefined;
}

export function unmount(path) {
  if (mounted.delete(path)) spawnSync('umount', ['--lazy', path], { stdio: 'inherit' });
}
