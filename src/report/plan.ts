import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { detect } from '../engine/detect.js';
import { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { codeOf, openFault } from '../source/fault.js';
import type { Task } from './fold-file.js';
import { byteRanges } from './ranges.js';

/** What is to be read for a report. */
export interface Plan {
  readonly tasks: readonly Task[];
  /** The layout of each file that is not empty, in the order of the paths. */
  readonly layouts: ReadonlyMap<string, Layout>;
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
const MAX_LINE_SHOWN = 200;

/** Looks at each file, and cuts the work into tasks. */
export function planReport(paths: readonly string[], format: Layout | 'auto', bounds?: TimeBounds): Plan {
  const tasks: Task[] = [];
  const layouts = new Map<string, Layout>();
  const faults: string[] = [];
  const engine = new Engine();
  for (const path of paths) {
    try {
      const { size, head, isGzip } = lookAt(path);
      if (head.length === 0) continue;
      const layout = format === 'auto' ? detect(head, engine) : format;
      if (layout === undefined) {
        faults.push(`${path} ${noFormat(head)}`);
        continue;
      }
      layouts.set(path, layout);
      const ranges = isGzip ? [undefined] : byteRanges(size, RANGE_BYTES);
      tasks.push(...ranges.map((range) => ({ path, layout, size, range, bounds })));
    } catch (error) {
      const code = codeOf(error);
      faults.push(`${path} ${code === 'ENOENT' ? 'is not there: check the path' : openFault(code)}`);
    }
  }
  return { tasks, layouts, faults };
}

interface Head {
  readonly size: number;
  /** The first bytes, unpacked. */
  readonly head: Uint8Array;
  readonly isGzip: boolean;
}

function lookAt(path: string): Head {
  const stat = statSync(path);
  if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    const head = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    return { size: stat.size, head: isGzip ? unpacked(head) : head, isGzip };
  } finally {
    closeSync(fd);
  }
}

/** What can be unpacked of the first bytes of a gzip file. */
function unpacked(head: Uint8Array): Uint8Array {
  return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 256 * HEAD_BYTES });
}

/** Says of bytes that begin a file that they fit no format. */
export function noFormat(head: Uint8Array): string {
  return `fits no known log format; its first line is: ${firstLine(head)}; name its format with --format`;
}

/** The first line, cut to a length that can be shown. */
function firstLine(head: Uint8Array): string {
  const newline = head.indexOf(0x0a);
  const line = head.subarray(0, newline === -1 ? head.length : newline);
  return Buffer.from(line.subarray(0, MAX_LINE_SHOWN)).toString('utf8');
}
