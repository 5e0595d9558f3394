import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { LogFolder } from '../../support/log-folder.js';

const LOG = 'access.log';

/** Numbers in [0, 1) that a seed decides. Source: Park and Miller, 1988. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** What happens to a log. */
export interface Deed {
  readonly isTruncation: boolean;
  readonly act: () => void;
}

/** The more often the likelier. */
const DEEDS = [
  ...Array.from({ length: 6 }, () => 'write' as const),
  ...Array.from({ length: 3 }, () => 'rotate' as const),
  'writeHalf',
  'pack',
  'pack',
  'copyAndTruncate',
  'copyAndTruncate',
  'backUp',
] as const;

/** A log that a server writes to and that is rotated, packed and copied as logrotate does, at the whim of a seed. */
export class History {
  /** All lines, as they were written. */
  readonly lines: string[] = [];
  /** What was done, to tell when a spec fails. */
  readonly log: string[] = [];
  private fd: number;
  private isOpen = false;

  constructor(
    private readonly folder: LogFolder,
    private readonly random: () => number,
  ) {
    this.fd = fs.openSync(folder.path(LOG), 'a');
  }

  /** Chooses what comes next. */
  choose(): Deed {
    const deed = DEEDS[this.below(DEEDS.length)] ?? 'write';
    return {
      isTruncation: deed === 'copyAndTruncate',
      act: () => {
        this[deed]();
      },
    };
  }

  /** Ends the line that is open, and the writing. */
  close(): void {
    if (this.isOpen) this.end();
    fs.closeSync(this.fd);
  }

  private write(): void {
    const count = 1 + this.below(12);
    for (let i = 0; i < count; i++) {
      if (this.isOpen) this.end();
      else this.put(`${this.next()}\n`);
    }
    this.log.push(`${count} lines`);
  }

  private writeHalf(): void {
    if (this.isOpen) return;
    const line = this.next();
    this.put(line.slice(0, line.length / 2));
    this.isOpen = true;
    this.log.push('half a line');
  }

  private end(): void {
    const line = this.lines.at(-1) ?? '';
    this.put(`${line.slice(line.length / 2)}\n`);
    this.isOpen = false;
  }

  /** Renames the file; the server goes on with it for a while, perhaps, before it opens the new one. */
  private rotate(): void {
    this.shift();
    fs.renameSync(this.path(''), this.path('.1'));
    fs.closeSync(fs.openSync(this.path(''), 'ax'));
    const late = this.below(3);
    for (let i = 0; i < late; i++) {
      if (this.isOpen) this.end();
      else this.put(`${this.next()}\n`);
    }
    if (this.isOpen) this.end();
    fs.closeSync(this.fd);
    this.fd = fs.openSync(this.path(''), 'a');
    this.log.push(`rotated, ${late} late`);
  }

  private pack(): void {
    const plain = this.rotated().filter((n) => fs.existsSync(this.path(`.${n}`)));
    const n = plain[this.below(plain.length)];
    if (n === undefined) return;
    const path = this.path(`.${n}`);
    const { atime, mtime } = fs.statSync(path);
    fs.writeFileSync(`${path}.gz`, gzipSync(fs.readFileSync(path)));
    fs.utimesSync(`${path}.gz`, atime, mtime);
    fs.unlinkSync(path);
    this.log.push(`packed .${n}`);
  }

  private copyAndTruncate(): void {
    if (this.isOpen) this.end();
    this.shift();
    fs.copyFileSync(this.path(''), this.path('.1'));
    fs.truncateSync(this.path(''));
    this.log.push('copied and truncated');
  }

  private backUp(): void {
    fs.copyFileSync(this.path(''), this.path('.bak'));
    this.log.push('backed up');
  }

  private shift(): void {
    for (const n of this.rotated().reverse())
      for (const suffix of ['', '.gz'])
        if (fs.existsSync(this.path(`.${n}${suffix}`)))
          fs.renameSync(this.path(`.${n}${suffix}`), this.path(`.${n + 1}${suffix}`));
  }

  /** The numbers of the rotated files. */
  private rotated(): number[] {
    let count = 0;
    while (['', '.gz'].some((suffix) => fs.existsSync(this.path(`.${count + 1}${suffix}`)))) count++;
    return Array.from({ length: count }, (_, i) => i + 1);
  }

  private path(suffix: string): string {
    return this.folder.path(`${LOG}${suffix}`);
  }

  private next(): string {
    const line = `${this.lines.length} ${'x'.repeat(this.below(300))}`;
    this.lines.push(line);
    return line;
  }

  private put(text: string): void {
    fs.writeSync(this.fd, text);
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
}
