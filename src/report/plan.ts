import { statSync } from 'node:fs';
import { detect } from '../engine/detect.js';
import { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { codeOf, isStdin, kindFault, openFault, stdinKindFault } from '../source/fault.js';
import { bytesAt } from '../source/fingerprint.js';
import { gunzipped, TrailingGarbage } from '../source/gunzip.js';
import { isExhausted } from '../source/kin.js';
import { isGzip, packedFault, packingOf } from '../source/packing.js';
import { fsPath } from '../source/path-bytes.js';
import { escapeKey } from '../view/escape.js';
import { stdinFile } from './open-stream.js';
import { piecesOf } from './pieces.js';
import { PlannedFile } from './planned-file.js';
import { byteRanges } from './ranges.js';
import { sampleOf } from './sample.js';
import type { Task } from './workload.js';

/** What is to be read for a report. */
export interface Plan {
  readonly tasks: readonly Task[];
  /** Each file once, empty ones among them; as many are open as may be. */
  readonly files: readonly PlannedFile[];
  /** The paths of what has to be read from its beginning to its end: pipes, standard input. */
  readonly streams: readonly string[];
  /** The layout of each file that is not empty, in the order of the paths. */
  readonly layouts: ReadonlyMap<string, Layout>;
  /** What is odd about the files, with their paths. */
  readonly remarks: readonly string[];
  /** Why files cannot be read, with their paths. */
  readonly faults: readonly string[];
}

/** Seconds since 1970, `[from, to)`: lines of other times are not counted. */
export interface TimeBounds {
  readonly from: number;
  readonly to: number;
}

/** Small enough that the cores finish together, large enough that starting a task costs nothing. */
const RANGE_BYTES = 16 * 1024 * 1024;
/** What is looked at of a file to find its format. */
const HEAD_BYTES = 64 * 1024;
/** How far is looked when the first lines are of no format: a request of a megabyte must not hide all others. */
const FAR_BYTES = 4 * 1024 * 1024;
const MAX_LINE_SHOWN = 200;
const NEWLINE = 0x0a;

/** So many files are kept open, so that whatever their names refer to later they can be read; others are looked for. */
const MAX_OPEN = 256;

/** Looks at each file, and cuts the work into tasks. */
export async function planReport(
  paths: readonly string[],
  format: Layout | 'auto',
  bounds?: TimeBounds,
): Promise<Plan> {
  const planning = new Planning(format, bounds);
  for (const path of paths) await planning.add(path);
  return planning;
}

class Planning implements Plan {
  readonly tasks: Task[] = [];
  readonly files: PlannedFile[] = [];
  readonly streams: string[] = [];
  readonly layouts = new Map<string, Layout>();
  readonly remarks: string[] = [];
  readonly faults: string[] = [];
  private readonly byId = new Map<string, string>();
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
    file.note([sampleOf(0, packed)]);
    const packing = packingOf(packed);
    const isPacked = isGzip(packed);
    if (packing !== undefined && !isPacked) {
      this.faults.push(`${path} ${packedFault(packing, 'report -')}`);
      return;
    }
    const head = isPacked ? await firstUnpacked(file, HEAD_BYTES) : packed;
    if (head.length === 0) return;
    const layout = await this.layoutOf(file, head, isPacked);
    if (layout === undefined) {
      this.faults.push(`${path} ${noFormat(head)}`);
      return;
    }
    this.layouts.set(path, layout);
    const { bounds } = this;
    const ranges = isPacked ? [undefined] : byteRanges(size, RANGE_BYTES);
    this.tasks.push(...ranges.map((range) => ({ file, layout, range, bounds })));
  }

  private async layoutOf(file: PlannedFile, head: Uint8Array, isPacked: boolean): Promise<Layout | undefined> {
    const { format, engine } = this;
    if (format !== 'auto') return format;
    return detect(head, engine) ?? detectFurther(await far(file, isPacked), engine);
  }

  /** Standard input as a file, where it is one that can be opened anew. */
  private stdin(path: string): PlannedFile | undefined {
    const place = isStdin(path) ? stdinFile() : undefined;
    try {
      return place === undefined ? undefined : this.open(path, place);
    } catch {
      return undefined;
    }
  }

  /** Opens a file; when no more can be open, those before it are closed: they can be opened again. */
  private open(path: string, place?: string): PlannedFile {
    try {
      return new PlannedFile(path, place);
    } catch (error) {
      if (!isExhausted(error)) throw error;
      for (const file of this.files) file.close();
      return new PlannedFile(path, place);
    }
  }
}

/** Says that two names are of one file. */
export const sameFile = (path: string, other: string): string =>
  `${path} is the same file as ${other}, and is counted once`;

/** Whether the names of the files of a plan still refer to them: if not, they were renamed while it was made. */
export const isAsNamed = ({ files }: Plan): boolean => files.every((file) => file.isNamed());

/**
 * Whether it has to be read as it comes: standard input, a pipe, the null device.
 *
 * @throws the system's error, and one with a code for `openFault` where it cannot be read at all
 */
function isStream(path: string): boolean {
  const code = isStdin(path) ? stdinKindFault() : kindFault(statSync(fsPath(path)));
  if (code !== undefined) throw Object.assign(new Error(), { code });
  if (isStdin(path)) return true;
  return !statSync(fsPath(path)).isFile();
}

/** Whether it states no size and holds something nevertheless, as files do that a kernel makes up. */
function isEndless(file: PlannedFile): boolean {
  return bytesAt(file.open(), 0, 1).length > 0 && !file.hasGrown();
}

const firstBytes = (file: PlannedFile, most: number): Uint8Array => bytesAt(file.open(), 0, Math.min(most, file.size));

const far = (file: PlannedFile, isPacked: boolean): Promise<Uint8Array> | Uint8Array =>
  isPacked ? firstUnpacked(file, FAR_BYTES) : firstBytes(file, FAR_BYTES);

/** That a gzip file ends too early, or is damaged further on, is found when it is read. */
async function firstUnpacked(file: PlannedFile, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const bytes of gunzipped(piecesOf(file.open(), file.size))) {
      pieces.push(bytes);
      length += bytes.length;
      if (length >= most) break;
    }
  } catch (error) {
    if (length === 0 && !(error instanceof TrailingGarbage)) throw error;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/** The layout of some lines behind the first ones. */
function detectFurther(bytes: Uint8Array, engine: Engine): Layout | undefined {
  for (let at = HEAD_BYTES; at < bytes.length; at += HEAD_BYTES) {
    const newline = bytes.indexOf(NEWLINE, at);
    const layout = newline === -1 ? undefined : detect(bytes.subarray(newline + 1), engine);
    if (layout !== undefined) return layout;
  }
  return undefined;
}

function reasonOf(error: Error): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'is not there: check the path';
  return code.startsWith('Z_') ? `cannot be unpacked: ${error.message}; test it with gzip -t` : openFault(code);
}

/** Says of bytes that begin a file that they fit no format. */
export function noFormat(head: Uint8Array): string {
  return `fits no known log format; its first line is: ${firstLine(head)}; name its format with --format`;
}

/** The first line, cut to a length that can be shown, as it may be shown. */
function firstLine(head: Uint8Array): string {
  const newline = head.indexOf(NEWLINE);
  const line = head.subarray(0, newline === -1 ? head.length : newline);
  return escapeKey(Buffer.from(line.subarray(0, MAX_LINE_SHOWN)).toString('latin1'));
}
