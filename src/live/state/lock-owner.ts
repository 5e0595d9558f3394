import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../../source/file-error.js';

/** A process, distinct from all others that ever had its number. */
export interface Owner {
  /** Random, and different for each record. */
  readonly id: string;
  readonly pid: number;
  /** Its start, in clock ticks after the start of the machine; empty where that is unknown. */
  readonly start: string;
  /** The id of this start of the machine; empty where that is unknown. */
  readonly boot: string;
  /** The scope of its number: a namespace of Linux, a machine elsewhere. Empty where that is unknown. */
  readonly namespace: string;
}

/** Whether a process runs; `unknown` when its number is of another container, machine or start of the machine. */
export type Life = 'alive' | 'dead' | 'unknown';

/** The beginning of a record. */
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

/** The owner in a record; undefined when the record is not whole. */
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
 * Whether a process still runs, as another sees it. Its number alone proves nothing: it is used again, at once for the
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
  /** Whether it has ended but has not been waited for. */
  readonly isOver: boolean;
}

/** The number of fields before its start time, after the name in brackets. Source: proc_pid_stat(5) */
const START_FIELD = 19;

/** undefined where the system shows nothing. */
function processOf(pid: number | 'self'): Found | undefined {
  const stat = tryToSay(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The name may hold anything, even brackets and blanks.
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
