import { closeSync, openSync } from 'node:fs';
import { Engine } from '../engine/engine.js';
import type { TimeBounds } from '../engine/time-bounds.js';
import type { Layout } from '../format/layout.js';
import { isStdin } from '../source/file-error.js';
import { bytesAt } from '../source/file/fingerprint.js';
import { isExhausted } from '../source/file/file-contents.js';
import { isGzip, packedFault, packingOf } from '../source/file/packing.js';
import { firstBytes, firstUnpacked, HEAD_BYTES, layoutIn } from './head.js';
import { isStream, stdinFile } from './open-stream.js';
import { noFormat, reasonOf } from './plan-faults.js';
import { PlannedFile } from './planned-file.js';
import { byteRanges } from './ranges.js';
import { sampleOf, sampleOfEnd } from './sample.js';
import { Twins } from './twins.js';
import type { Task } from './task.js';

/** The files, streams and layouts of a report. */
export interface Plan {
  readonly tasks: readonly Task[];
  /** Each file once, including empty ones; as many are open as allowed. */
  readonly files: readonly PlannedFile[];
  /** The paths of sources that must be read from beginning to end: pipes, standard input. */
  readonly streams: readonly string[];
  /** The layout of each file that is not empty, in the order of the paths. */
  readonly layouts: ReadonlyMap<string, Layout>;
  /** Oddities of the files, with their paths. */
  readonly remarks: readonly string[];
  /** Why files cannot be read, with their paths. */
  readonly faults: readonly string[];
}

/** Small enough that the cores finish together, large enough that starting a task costs nothing. */
const RANGE_BYTES = 16 * 1024 * 1024;

/**
 * How many files are kept open, so that they can be read whatever their names refer to later; the others are looked
 * for.
 */
const MAX_OPEN = 256;

/** Looks at each file, and cuts the work into tasks. */
export async function planReport(
  paths: readonly string[],
  format: Layout | 'auto',
  bounds?: TimeBounds,
): Promise<Plan> {
  const planning = new Planning(format, bounds);
  for (const path of paths) await planning.add(path);
  if (!hasRoom()) planning.closeAll();
  return planning;
}

/** Descriptors left for workers and modules, which are opened as well. */
const SPARE = 32;

/** Whether enough descriptors are left to read these files. */
function hasRoom(): boolean {
  const open: number[] = [];
  try {
    for (let i = 0; i < SPARE; i++) open.push(openSync('/dev/null', 'r'));
    return true;
  } catch {
    return false;
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

class Planning implements Plan {
  readonly tasks: Task[] = [];
  readonly files: PlannedFile[] = [];
  readonly streams: string[] = [];
  readonly layouts = new Map<string, Layout>();
  readonly remarks: string[] = [];
  readonly faults: string[] = [];
  private readonly byId = new Map<string, string>();
  private readonly twins = new Twins();
  private readonly engine = new Engine();

  constructor(
    private readonly format: Layout | 'auto',
    private readonly bounds: TimeBounds | undefined,
  ) {}

  async add(path: string): Promise<void> {
    try {
      const file = isStream(path) ? this.stdin(path) : this.open(path);
      if (file === undefined) this.streams.push(path);
      else await this.addFile(file);
    } catch (error) {
      this.faults.push(`${path} ${reasonOf(error as Error)}`);
    }
  }

  /** Closes the files, which can be reopened. */
  closeAll(): void {
    for (const file of this.files) file.close();
  }

  private async addFile(file: PlannedFile): Promise<void> {
    const { path, id, size } = file;
    const other = this.byId.get(id);
    this.byId.set(id, other ?? path);
    if (other !== undefined) {
      file.close();
      this.remarks.push(sameFile(path, other));
    } else if (size === 0 && isEndless(file)) {
      file.close();
      this.streams.push(path);
    } else {
      this.files.push(file);
      await this.cut(file);
      if (this.files.length > MAX_OPEN) file.close();
    }
  }

  private async cut(file: PlannedFile): Promise<void> {
    const { path, size } = file;
    const packed = firstBytes(file, HEAD_BYTES);
    file.note([sampleOf(0, packed), sampleOfEnd(file.open(), size)]);
    const packing = packingOf(packed);
    const isPacked = isGzip(packed);
    if (packing !== undefined && !isPacked) {
      this.faults.push(`${path} ${packedFault(packing, 'report -')}`);
      return;
    }
    const head = isPacked ? await firstUnpacked(file, HEAD_BYTES) : packed;
    if (head.length === 0) return;
    const twin = this.twins.note(file, isPacked, head);
    if (twin !== undefined) {
      this.files.pop();
      file.close();
      this.remarks.push(`${path} holds the same lines as ${twin}, and is counted once`);
      return;
    }
    const layout = this.format === 'auto' ? await layoutIn(file, head, isPacked, this.engine) : this.format;
    if (layout === undefined) {
      this.faults.push(`${path} ${noFormat(head)}`);
      return;
    }
    this.layouts.set(path, layout);
    const { bounds } = this;
    const ranges = isPacked ? [undefined] : byteRanges(size, RANGE_BYTES);
    this.tasks.push(...ranges.map((range) => ({ file, layout, range, bounds })));
  }

  /** Standard input as a file, if it is one that can be opened again. */
  private stdin(path: string): PlannedFile | undefined {
    const place = isStdin(path) ? stdinFile() : undefined;
    try {
      return place === undefined ? undefined : this.open(path, place);
    } catch {
      return undefined;
    }
  }

  /** Opens a file; when too many are open, closes the earlier ones, which can be reopened. */
  private open(path: string, place?: string): PlannedFile {
    try {
      return new PlannedFile(path, place);
    } catch (error) {
      if (!isExhausted(error)) throw error;
      this.closeAll();
      return new PlannedFile(path, place);
    }
  }
}

/** The message for two names of one file. */
export const sameFile = (path: string, other: string): string =>
  `${path} is the same file as ${other}, and is counted once`;

/** Whether the names of a plan's files still refer to them: if not, they were renamed during planning. */
export const isAsNamed = ({ files }: Plan): boolean => files.every((file) => file.isNamed());

/** Whether it states no size but holds something nevertheless, as files generated by a kernel do. */
function isEndless(file: PlannedFile): boolean {
  return bytesAt(file.open(), 0, 1).length > 0 && !file.hasGrown();
}
