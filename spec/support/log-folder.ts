import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A temporary folder with real log files. Text is written as latin1, so that it can stand for any bytes. */
export class LogFolder {
  readonly root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'rxmon-')));

  path(name: string): string {
    return join(this.root, name);
  }

  append(name: string, text: string): void {
    fs.appendFileSync(this.path(name), text, 'latin1');
  }

  /** Writes in place: a file that is there is truncated and keeps its inode. */
  write(name: string, text: string): void {
    fs.writeFileSync(this.path(name), text, 'latin1');
  }

  /** Writes into a file beside it that then takes the name. */
  replace(name: string, text: string): void {
    this.write(`${name}.tmp`, text);
    this.move(`${name}.tmp`, name);
  }

  move(from: string, to: string): void {
    fs.renameSync(this.path(from), this.path(to));
  }

  /** Renames `log.1` to `log.2` and so on, packed or not, as logrotate does before it renames the log itself. */
  shift(log: string): void {
    const numbered = fs.readdirSync(this.root).flatMap((name) => {
      const [, number, rest = ''] = name.startsWith(log) ? (/^\.(\d+)(.*)$/.exec(name.slice(log.length)) ?? []) : [];
      return number === undefined ? [] : [{ name, number: Number(number), rest }];
    });
    for (const { name, number, rest } of numbered.sort((a, b) => b.number - a.number))
      this.move(name, `${log}.${number + 1}${rest}`);
  }

  /** Packs a file as gzip does. */
  pack(name: string): void {
    const { atime, mtime } = fs.statSync(this.path(name));
    fs.writeFileSync(this.path(`${name}.gz`), gzipSync(fs.readFileSync(this.path(name))));
    fs.utimesSync(this.path(`${name}.gz`), atime, mtime);
    this.delete(name);
  }

  delete(name: string): void {
    fs.rmSync(this.path(name), { recursive: true });
  }

  folder(name: string): void {
    fs.mkdirSync(this.path(name));
  }

  pipe(name: string): void {
    execFileSync('mkfifo', [this.path(name)]);
  }

  /** Points a symbolic link at a file of the same folder, in one step also when it is there already. */
  link(name: string, target: string): void {
    fs.symlinkSync(target, this.path(`${name}.tmp`));
    this.move(`${name}.tmp`, name);
  }

  /** Waits until the file system tells another time than when the file was made: it tells times in steps of milliseconds. */
  outlive(name: string): void {
    const birthOf = (path: string): bigint => fs.statSync(path, { bigint: true }).birthtimeNs;
    const clock = `${this.root}.clock`;
    const now = (): bigint => {
      fs.rmSync(clock, { force: true });
      fs.writeFileSync(clock, '');
      return birthOf(clock);
    };
    while (now() === birthOf(this.path(name)));
    fs.rmSync(clock);
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  /** The files of this folder that this process has open, by name, as Linux tells: one entry a descriptor. */
  open(): string[] {
    return descriptors()
      .filter(({ target }) => dirname(target) === this.root)
      .map(({ target }) => target.slice(this.root.length + 1))
      .sort();
  }
}

/** How many inotify watches this process has, as Linux tells. */
export function watches(): number {
  return descriptors()
    .filter(({ target }) => target === 'anon_inode:inotify')
    .flatMap(({ fd }) => fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('\n'))
    .filter((line) => line.startsWith('inotify ')).length;
}

function descriptors(): { fd: string; target: string }[] {
  return fs.readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [{ fd, target: fs.readlinkSync(`/proc/self/fd/${fd}`) }];
    } catch {
      return []; // the one by which the folder was read
    }
  });
}
