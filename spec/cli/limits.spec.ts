import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BIN, linesAt } from '../support/program.js';
import { folder, startInEach } from '../support/programs.js';

/** Runs the built program with a resource limited, to its end. */
function limited(limit: string, ...args: string[]) {
  const command = ['-c', `ulimit ${limit} && exec "$0" "$@"`, process.execPath, BIN, ...args];
  const { status, stdout, stderr } = spawnSync('sh', command, { cwd: folder.path, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

startInEach();

describe('rxmon, with limits that the system sets', () => {
  it('says that it may open too few files, from where Node itself can start to where they are enough', () => {
    writeFileSync(folder.file('a.log'), linesAt(3));
    for (let files = 19; files < 64; files++) {
      const { code, stderr } = limited(`-n ${files}`, 'report', 'a.log');
      if (code === 0) return;
      // With fewer, Node does not get as far as the program.
      const isOfNode = code !== 1 || /^\s+at /mu.test(stderr);
      if (!isOfNode) expect(stderr).toBe('rxmon: too many open files: raise the limit with ulimit -n\n');
    }
    throw new Error('64 open files are not enough.');
  });

  it('says what to do about addresses when they are too few', () => {
    writeFileSync(folder.file('a.log'), linesAt(3));
    const report = limited('-v 4000000', 'report', 'a.log');
    // Where WebAssembly needs no more addresses than memory, these are enough.
    if (report.code === 0) return;
    for (const { code, stderr } of [report, limited('-v 4000000', '--plain', 'a.log')]) {
      expect(stderr).toMatch(/^rxmon: not enough address space: raise the limit with ulimit -v, .*\n$/);
      expect(code).toBe(1);
    }
  });
});
