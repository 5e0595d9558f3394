import { describe, expect, it } from '@jest/globals';
import { withBytes } from '../../../src/cli/args/arguments.js';

const bytes = (...words: string[]): (() => Uint8Array[]) => {
  return () => words.map((word) => Buffer.from(word, 'latin1'));
};

describe('withBytes', () => {
  it('gives words of UTF-8 as they are, without asking for their bytes', () => {
    const never = (): never => {
      throw new Error('asked');
    };
    expect(withBytes(['--json', 'é.log'], never)).toEqual(['--json', 'é.log']);
  });

  it('gives the bytes that are not UTF-8, of the last words of the command line', () => {
    expect(withBytes(['--json', 'caf\ufffd.log'], bytes('node', 'bin.js', '--json', 'caf\xe9.log'))).toEqual([
      '--json',
      'caf\udce9.log',
    ]);
  });

  it('gives what Node gives where the system does not tell', () => {
    expect(withBytes(['caf\ufffd.log'], bytes())).toEqual(['caf\ufffd.log']);
  });
});
