import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Folder, logLine } from './support/program.js';

/** The first block of JavaScript in the README: the example of the library. */
const example = /```js\n(.*?)```/s.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

describe('the package', () => {
  let folder: Folder;

  beforeAll(() => {
    folder = new Folder();
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder.path], { stdio: 'pipe' });
    const [tarball = ''] = readdirSync(folder.path);
    writeFileSync(folder.file('package.json'), '{ "private": true, "type": "module" }');
    execFileSync('npm', ['install', '--prefer-offline', '--no-audit', `./${tarball}`], {
      cwd: folder.path,
      stdio: 'pipe',
    });
  });

  afterAll(() => {
    folder.remove();
  });

  it('installs into an empty folder, where its program runs', () => {
    const bin = join(folder.path, 'node_modules', '.bin', 'rxmon');
    const output = execFileSync(bin, ['-', '--json'], { input: logLine(), encoding: 'utf8', cwd: folder.path });
    expect(JSON.parse(output)).toMatchObject({ type: 'stats', hits: 1 });
  });

  it('holds the built program, its types and its papers alone', () => {
    const files = readdirSync(join(folder.path, 'node_modules', 'rxmon'));
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    expect(readdirSync(join(folder.path, 'node_modules', 'rxmon', 'dist', 'lib'))).toContain('index.d.ts');
  });

  it("runs the README's example of the library", async () => {
    expect(example).toContain("from 'rxmon'");
    for (const name of ['shop.log', 'blog.log']) writeFileSync(folder.file(name), '');
    const quick = example
      .replace('10_000', '200')
      .replace('threshold: 10, windowSeconds: 120', 'threshold: 1, windowSeconds: 2');
    expect(quick).toContain('windowSeconds: 2 ');
    writeFileSync(folder.file('example.js'), quick);
    const child = spawn(process.execPath, ['example.js'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] });
    const seen: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      if (seen.length === 0) appendFileSync(folder.file('blog.log'), logLine().repeat(5));
      seen.push(line);
      if (line.startsWith('recovered')) break;
    }
    child.kill();
    expect(seen.some((line) => /^5 \[.*$/.test(line))).toBe(true);
    expect(seen.join('\n')).toContain("key: '/pages'");
    expect(seen.find((line) => line.startsWith('triggered'))).toMatch(/^triggered 5 \d{4}-/);
    expect(seen.at(-1)).toMatch(/^recovered 0 /);
  });
});
