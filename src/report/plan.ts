import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { detect } from '../engine/detect.js';
import { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { codeOf, openFault } from '../source/fault.js';
import { escapeKey } from '../view/escape.js';
import type { Task } from './fold-file.js';
import { byteRanges } from './ranges.js';
import { unpacked } from './unpacked.js';

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
/** How far is looked when the first lines are of no format: a request of a megabyte must not hide all others. */
const FAR_BYTES = 4 * 1024 * 1024;
const MAX_LINE_SHOWN = 200;
const NEWLINE = 0x0a;

/** Looks at each file, and cuts the work into tasks. */
export async function planReport(
  paths: readonly string[],
  format: Layout | 'auto',
  bounds?: TimeBounds,
): Promise<Plan> {
  const tasks: Task[] = [];
  const layouts = new Map<string, Layout>();
  const faults: string[] = [];
  const engine = new Engine();
  for (const path of paths) {
    try {
      const { size, head, isGzip } = await lookAt(path);
      if (head.length === 0) continue;
      const layout = format !== 'auto' ? format : (detect(head, engine) ?? (await detectFurther(path, isGzip, engine)));
      if (layout === undefined) {
        faults.push(`${path} ${noFormat(head)}`);
        continue;
      }
      layouts.set(path, layout);
      const ranges = isGzip ? [undefined] : byteRanges(size, RANGE_BYTES);
      tasks.push(...ranges.map((range) => ({ path, layout, size, range, bounds })));
    } catch (error) {
      faults.push(`${path} ${reasonOf(error as Error)}`);
    }
  }
  return { tasks, layouts, faults };
}

interface Looks {
  /** In bytes, as it is. */
  readonly size: number;
  /** The first bytes, unpacked. */
  readonly head: Uint8Array;
  readonly isGzip: boolean;
}

async function lookAt(path: string): Promise<Looks> {
  const stat = statSync(path);
  if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  const head = firstBytes(path, HEAD_BYTES);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return { size: stat.size, head: isGzip ? await firstUnpacked(path, HEAD_BYTES) : head, isGzip };
}

function firstBytes(path: string, most: number): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most);
    return bytes.subarray(0, readSync(fd, bytes, 0, most, 0));
  } finally {
    closeSync(fd);
  }
}

/** That a gzip file ends too early, or is damaged further on, is found when it is read. */
async function firstUnpacked(path: string, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const bytes of unpacked(path)) {
      pieces.push(bytes);
      length += bytes.length;
      if (length >= most) break;
    }
  } catch (error) {
    if (length === 0) throw error;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/** The layout of some lines behind the first ones. */
async function detectFurther(path: string, isGzip: boolean, engine: Engine): Promise<Layout | undefined> {
  const bytes = isGzip ? await firstUnpacked(path, FAR_BYTES) : firstBytes(path, FAR_BYTES);
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
