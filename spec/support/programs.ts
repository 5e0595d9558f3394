import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach } from '@jest/globals';
import { Folder, linesAt, Program } from './program.js';
import type { RunOptions } from './program.js';

/** The folder of the spec that runs, in which its programs run. */
export let folder: Folder;
let running: Program[];

/** Gives each spec of a file its own `folder`, and kills after it all programs that it started. */
export function startInEach(): void {
  beforeEach(() => {
    folder = new Folder();
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((program) => program.stop('SIGKILL')));
    folder.remove();
  });
}

/** Starts the built program; it runs until the spec is over. */
export function startProgram(args: readonly string[], options: RunOptions = {}): Program {
  const program = new Program(args, { cwd: folder.path, ...options });
  running.push(program);
  return program;
}

/** Appends so many hits of now to a log. */
export function append(name: string, hits: number): void {
  appendFileSync(folder.file(name), linesAt(hits));
}
