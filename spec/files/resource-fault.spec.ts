import { describe, expect, it } from '@jest/globals';
import { resourceFault } from '../../src/files/resource-fault.js';

const errorOf = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('resourceFault', () => {
  it.each([
    ['EMFILE', 'too many open files: raise the limit with ulimit -n'],
    ['ENFILE', 'the system has too many open files: raise its limit with sysctl fs.file-max'],
    ['EAGAIN', 'no more threads: raise the limit of processes with ulimit -u'],
    ['ENOMEM', 'not enough memory: raise the limit (ulimit -v, or that of the container)'],
    ['ENOSPC', 'no space left on the device: make some'],
    ['EDQUOT', 'the disk quota is used up: make room, or have it raised'],
    ['EIO', 'the device failed to read or write: check the disk'],
    ['EFBIG', 'the file is too large: raise the limit with ulimit -f, or write to another one'],
  ])('names what %s says is used up, and says what to do', (code, text) => {
    expect(resourceFault(errorOf(code))).toBe(text);
  });

  it('knows memory by what V8 says of it', () => {
    const memory = 'not enough memory: raise the limit (ulimit -v, or that of the container)';
    expect(resourceFault(new RangeError('Array buffer allocation failed'))).toBe(memory);
    expect(resourceFault(errorOf('ERR_WORKER_OUT_OF_MEMORY'))).toBe(memory);
    expect(resourceFault(errorOf('ERR_MEMORY_ALLOCATION_FAILED'))).toBe(memory);
  });

  it.each([
    new RangeError('WebAssembly.Memory(): could not allocate memory'),
    new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'),
  ])('knows addresses by what V8 says of them: %s', (error) => {
    expect(resourceFault(error)).toBe(
      'not enough address space: raise the limit with ulimit -v, or need 30 GB less of it with NODE_OPTIONS=--disable-wasm-trap-handler',
    );
  });

  it('has nothing to say of what is no resource', () => {
    for (const error of [errorOf('ENOENT'), new RangeError('out of range'), new Error('odd'), 'EMFILE', undefined])
      expect(resourceFault(error)).toBeUndefined();
  });

  it('knows why a worker could not be started', () => {
    const init = (reason: string) => errorOf('ERR_WORKER_INIT_FAILED', `Worker initialization failure: ${reason}`);
    expect(resourceFault(init('EMFILE'))).toContain('ulimit -n');
    expect(resourceFault(init('EAGAIN'))).toContain('ulimit -u');
  });
});
