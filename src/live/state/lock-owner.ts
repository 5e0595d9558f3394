import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../../source/file-error.js';

/** A process, told from all others that ever had its number. */
export interface Owner {
  /** Random, of what was written: no two records have the same. */
  readonly id: string;
  readonly pid: number;
  /** When it began, in clock ticks after the start of the machine; empty where that is not told. */
  readonly start: string;
  /** Of this start of the machine; empty where that is not told. */
  readonly boot: string;
  /** Where its number holds: a namespace of Linux, a machine elsewhere. Empty when it is not known. */
  readonly namespace: string;
}

/** Whether a process runs; it cannot be told when its number is of another container, machine or start of the machine. */
export type Life = 'alive' | 'dead' | 'unknown';

/** A record begins with it. */
export const LOCK_TITLE = 'rxmon lock';

/** The process that runs this. */
export function thisProcess(id: string): Owner {
  const { pid, platform } = process;
  return {
    id,
    pid,
    start: processOf('self')?.start ?? '',
    boot: tryToSay(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
    namespace: platform === 'linux' ? tryToSay(() => readlinkSync('/proc/self/ns/pid')) : hostname(),
  };
}

/** The text of a record, a field a line. */
export const recordOf = ({ id, pid, start, boot, namespace }: Owner): string =>
  [LOCK_TITLE, `id ${id}`, `pid ${pid}`, `start ${start}`, `boot ${boot}`, `namespace ${namespace}`, 'end', ''].join(
    '\n',
  );

/** The owner that a record tells of; undefined when it is no whole record. */
export function ownerIn(record: string): Owner | undefined {
  const [title, ...lines] = record.split('\n');
  if (title !== LOCK_TITLE || lines.at(-2) !== 'end') return undefined;
  const field = (name: string): string =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const pid = Number(field('pid'));
  // Signals to 0 and below would go to whole groups.
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  return { id: field('id'), pid, start: field('start'), boot: field('boot'), namespace: field('namespace') };
}

/**
 * Whether a process still runs, as another may see it: its number alone tells nothing, as it is given again, at once to the
 * first process of a container that is started again.
 */
export function lifeOf({ pid, start, boot, namespace }: Owner, other: Owner): Life {
  if (namespace === '' || namespace !== other.namespace || boot !== other.boot) return 'unknown';
  const found = processOf(pid);
  if (found !== undefined && start !== '') return found.start === start && !found.isOver ? 'alive' : 'dead';
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? 'dead' : 'unknown';
  }
}

interface Found {
  readonly start: string;
  /** Whether it has ended and nobody has asked how. */
  readonly isOver: boolean;
}

/** How many fields stand before the time at which it began, behind the name in brackets. Source: proc_pid_stat(5) */
const START_FIELD = 19;

/** Undefined where nothing tells. */
function processOf(pid: number | 'self'): Found | undefined {
  const stat = tryToSay(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The name may hold anything, brackets and blanks as well.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', start = ''] = [fields[0], fields[START_FIELD]];
  return start === '' ? undefined : { start, isOver: ['Z', 'X', 'x'].includes(state) };
}

function tryToSay(say: () => string): string {
  try {
    return say();
  } catch {
    return '';
  }
}
