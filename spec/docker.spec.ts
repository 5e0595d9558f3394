import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Folder } from './support/program.js';

/** What the Dockerfile copies from the folder that it is built in. */
const copied = readFileSync('Dockerfile', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1));

describe('the Dockerfile', () => {
  it('copies only what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(allowed[0]).toBe('*');
    expect(copied.filter((path) => !allowed.includes(`!${path}`))).toEqual([]);
  });

  it('copies all that the build needs, as building in an empty folder shows', () => {
    const folder = new Folder();
    for (const path of copied) {
      mkdirSync(dirname(folder.file(path)), { recursive: true });
      cpSync(path, folder.file(path), { recursive: true, filter: (source) => !source.endsWith('.wasm') });
    }
    symlinkSync(resolve('node_modules'), folder.file('node_modules'));
    execFileSync('npm', ['run', 'build'], { cwd: folder.path, stdio: 'pipe' });
    const version = execFileSync(process.execPath, [folder.file('dist/bin.js'), '--version'], { encoding: 'utf8' });
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
    folder.remove();
  });
});
