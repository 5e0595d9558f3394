import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ended, start } from '../process/children.mjs';
import { scratch } from '../process/scratch.mjs';
import { FrameReader } from './frame-reader.mjs';

const SIZE = 'cols 200 rows 60';
const CTRL_C = '\x03';
const PATIENCE_MS = 10_000;

let terminals = 0;

/** A program in a terminal of its own, whose keys are pressed and whose output is read here. */
export class Terminal {
  bytes = 0;
  /** When each frame began and ended to arrive, and what it says. */
  frames = [];
  #waiting = new Set();
  #child;
  #pidFile = join(scratch, `pid-${++terminals}`);

  /** @param args of the program, words without quotes and blanks */
  constructor(args, program = process.execPath) {
    // The shell becomes the program, whose number it has told before; so no other process is measured with it.
    const environment = 'TERM=xterm-256color COLORTERM=truecolor LANG=C.UTF-8';
    const command = `echo $$ > ${this.#pidFile}; stty ${SIZE}; exec env ${environment} ${program} ${args.join(' ')}`;
    this.#child = start('script', ['-qfc', command, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, SHELL: '/bin/sh' },
    });
    const reader = new FrameReader((frame) => {
      this.frames.push(frame);
      for (const tell of this.#waiting) tell(frame);
    });
    this.#child.stdout.on('data', (bytes) => {
      this.bytes += bytes.length;
      reader.read(bytes, performance.now());
    });
    // A program that ends by itself takes no more keys; its frames are missed anyway.
    this.#child.stdin.on('error', () => undefined);
  }

  get pid() {
    return Number(readFileSync(this.#pidFile, 'utf8'));
  }

  /** @returns when the key was written */
  press(key) {
    const at = performance.now();
    this.#child.stdin.write(key);
    return at;
  }

  /** The first frame from now on that fits; undefined when none does in time. */
  async frame(fits, milliseconds = PATIENCE_MS) {
    const stop = new AbortController();
    let tell;
    const found = new Promise((resolve) => {
      tell = (frame) => {
        if (fits(frame)) resolve(frame);
      };
      this.#waiting.add(tell);
    });
    const late = wait(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
    const frame = await Promise.race([found, late]);
    stop.abort();
    this.#waiting.delete(tell);
    return frame;
  }

  async close() {
    const end = ended(this.#child);
    this.press(CTRL_C);
    await end;
  }
}
