import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { reached } from '../followers/settled.mjs';
import { Lines } from '../log/lines.mjs';
import { LogFile } from '../log/log-file.mjs';

/** Lines that each file holds before anybody follows it; they are not to be counted. */
const OLD_LINES = 20;
const OLD_NETWORK = '198.51.100';

/** What a scenario plays on: a log in a folder of its own, and a program that follows it. */
export class Stage {
  follower;
  #startFollower;

  /**
   * @param lines what the scenario writes, and how much that is
   * @param isHeld whether the follower is kept from running while the scenario does what counts
   * @param startFollower makes a follower of files with further flags; `oldLines`: how many the files hold
   */
  constructor({ folder, lines, random, isHeld, startFollower }) {
    this.folder = folder;
    this.lines = lines;
    this.random = random;
    this.isHeld = isHeld;
    this.#startFollower = startFollower;
    this.path = join(folder, 'access.log');
    this.old = new Lines(random, { network: OLD_NETWORK });
  }

  /** A log that has been there for a while, rotated before, and is followed from here on. */
  async begin(flags = []) {
    const log = this.openOld();
    await this.follow([this.path], flags);
    return log;
  }

  /** Opens a log that holds some lines already, with rotated ones beside it. */
  openOld(path = this.path) {
    const before = new LogFile(path, this.old);
    before.write(OLD_LINES);
    before.close();
    writeFileSync(`${path}.1`, this.old.take(OLD_LINES));
    writeFileSync(`${path}.2.gz`, gzipSync(this.old.take(OLD_LINES)));
    return this.open(path);
  }

  open(path = this.path) {
    return new LogFile(path, this.lines);
  }

  /**
   * Resolves when the files are followed for certain.
   *
   * @param node what rxmon's Node is started with
   */
  async follow(files, flags = [], node = []) {
    this.follower = await this.#startFollower({ files, flags, node, oldLines: this.old.count / 3 });
    await this.follower.ready();
  }

  /** Resolves when all that has been written so far is counted, or no more comes. */
  read() {
    return reached(this.follower, this.lines.count);
  }

  /** Does what is to be found out later; in some of the rounds nothing of it can be seen while it happens. */
  atOnce(action) {
    return this.isHeld ? this.unseen(action) : action();
  }

  /** Does what is to be found out later, and cannot be seen while it happens. */
  async unseen(action) {
    this.follower.hold();
    try {
      await action();
    } finally {
      this.follower.release();
    }
  }

  pause(ms) {
    return sleep(ms);
  }
}
