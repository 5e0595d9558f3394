import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesIn } from '../source/paths/names-in-folder.js';
import { fsPath } from '../source/paths/path-bytes.js';
import { formatCount } from '../text/units.js';
import { holds } from './sample.js';
import type { Sample } from './sample.js';

// Must not wait for a pipe that has taken the name meanwhile.
const open = (path: string): number => openSync(fsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
const statOf = (fd: number): BigIntStats => fstatSync(fd, { bigint: true });

/** The file's identity, as long as it exists. Excludes the time of birth: that of an open file can change. */
const idOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string => `${dev}:${ino}`;

/**
 * A file as it was when the report was planned. It is opened once, so that the same file is read whatever its name
 * refers to later. When too many are open it may be closed; it is reopened for reading by its name, or by its later
 * name, and only if it is the same.
 */
export class PlannedFile {
  /** In bytes. Later bytes are not read. */
  readonly size: number;
  readonly id: string;
  private readonly planned: BigIntStats;
  private readonly samples: Sample[] = [];
  private fd: number | undefined;

  /**
   * Opens the file that the place refers to now.
   *
   * @param path its name in messages
   * @throws the system's error
   */
  constructor(
    readonly path: string,
    private readonly place = path,
  ) {
    this.fd = open(place);
    try {
      this.planned = statOf(this.fd);
    } catch (error) {
      this.close();
      throw error;
    }
    this.size = Number(this.planned.size);
    this.id = idOf(this.planned);
  }

  get isOpen(): boolean {
    return this.fd !== undefined;
  }

  /**
   * Its descriptor, which threads share.
   *
   * @throws the system's error, or a `GoneError` when the file is gone
   */
  open(): number {
    return (this.fd ??= this.reopened());
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  /** Whether its name still refers to it. */
  isNamed(): boolean {
    return idAt(this.place) === this.id;
  }

  /** Records samples of the bytes read from it. */
  note(samples: readonly Sample[]): void {
    this.samples.push(...samples);
  }

  /**
   * Describes a change since the plan was made, other than growth, so that the file was not read as it was then. The
   * file must be open. If it was written to and did not grow, bytes were overwritten; if it grew as well, the samples
   * decide.
   *
   * @param bytes number of bytes read
   */
  change(bytes: number): string | undefined {
    const fd = this.open();
    const { size, mtimeNs } = statOf(fd);
    const counted = `${formatCount(bytes)} of ${formatCount(this.size)} bytes were read`;
    if (size < this.planned.size) return `was truncated while it was read: ${counted}`;
    if (!holds(fd, this.samples)) return `was rewritten while it was read: what is counted of it is of both`;
    if (size === this.planned.size && mtimeNs !== this.planned.mtimeNs) {
      return `was written to while it was read, and not at its end: what is counted of it may be of both`;
    }
    return undefined;
  }

  hasGrown(): boolean {
    return statOf(this.open()).size > this.planned.size;
  }

  private reopened(): number {
    const fd = this.openedAs(this.place) ?? this.renamed();
    if (fd === undefined) throw new GoneError();
    return fd;
  }

  /** Looks beside the file, where its new name would be. */
  private renamed(): number | undefined {
    const folder = dirname(this.place);
    for (const name of namesIn(folder)) {
      const fd = this.openedAs(join(folder, name));
      if (fd !== undefined) return fd;
    }
    return undefined;
  }

  /**
   * Opens a path if it refers to this file. The inode number of a deleted file may have been given to another since.
   */
  private openedAs(path: string): number | undefined {
    if (idAt(path) !== this.id) return undefined;
    const fd = open(path);
    if (idOf(statOf(fd)) === this.id && holds(fd, this.samples)) return fd;
    closeSync(fd);
    return undefined;
  }
}

/** The file no longer exists, either at its place or beside it. */
export class GoneError extends Error {
  constructor() {
    super('was deleted, replaced or rewritten before it was read: nothing of it is counted');
  }
}

function idAt(path: string): string | undefined {
  try {
    return idOf(statSync(fsPath(path), { bigint: true }));
  } catch {
    return undefined;
  }
}
