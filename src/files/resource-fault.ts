/** The exhausted resource, and the remedy, by the system's or Node's code of the error. */
const RESOURCES: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files: raise the limit with ulimit -n',
  ENFILE: 'the system has too many open files: raise its limit with sysctl fs.file-max',
  EAGAIN: 'no more threads: raise the limit of processes with ulimit -u',
  ENOSPC: 'no space left on the device: make some',
  EDQUOT: 'the disk quota is used up: make room, or have it raised',
  EIO: 'the device failed to read or write: check the disk',
  EFBIG: 'the file is too large: raise the limit with ulimit -f, or write to another one',
};

const MEMORY = 'not enough memory: raise the limit (ulimit -v, or that of the container)';
/** V8 reserves 10 GB of addresses for each memory of WebAssembly, so that it need not check bounds. */
const ADDRESSES =
  'not enough address space: raise the limit with ulimit -v, or need 30 GB less of it with ' +
  'NODE_OPTIONS=--disable-wasm-trap-handler';

const MEMORY_CODES = ['ENOMEM', 'ERR_MEMORY_ALLOCATION_FAILED', 'ERR_WORKER_OUT_OF_MEMORY'];
const NO_MEMORY = /allocation failed|could not allocate memory|out of memory/iu;

/** Names the resource that an error says is exhausted, and the remedy; undefined for any other error. */
export function resourceFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (/WebAssembly|Wasm/u.test(message) && NO_MEMORY.test(message)) return ADDRESSES;
  const code = codeOf(error);
  if (MEMORY_CODES.includes(code) || (error instanceof RangeError && NO_MEMORY.test(message))) return MEMORY;
  return RESOURCES[code];
}

/** A worker that cannot be started has the system's code as its message. */
function codeOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ERR_WORKER_INIT_FAILED'
    ? (/\bE[A-Z]+\b/u.exec(message.replace(code, ''))?.[0] ?? 'EAGAIN')
    : (code ?? '');
}
