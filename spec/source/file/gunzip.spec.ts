import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from '../../../src/source/file-error.js';
import { gunzipped, TrailingGarbage } from '../../../src/source/file/gunzip.js';

interface Unpacked {
  readonly text: string;
  readonly error: Error | undefined;
}

/** What is unpacked of bytes that come in pieces of at most this size. */
async function unpackedOf(packed: Uint8Array, pieceBytes = packed.length): Promise<Unpacked> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < packed.length; at += pieceBytes)
      yield await Promise.resolve(packed.subarray(at, at + pieceBytes));
  }
  let text = '';
  try {
    for await (const bytes of gunzipped(pieces())) text += Buffer.from(bytes).toString('latin1');
    return { text, error: undefined };
  } catch (error) {
    return { text, error: error as Error };
  }
}

const whole = (text: string): Unpacked => ({ text, error: undefined });

describe('gunzipped', () => {
  it('gives what was packed, in any number of members and wherever it is split', async () => {
    const texts = fc.array(fc.string({ maxLength: 2000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 500 }), async (texts, pieceBytes) => {
        const packed = Buffer.concat(texts.map((text) => gzipSync(Buffer.from(text, 'utf8'))));
        const text = Buffer.from(texts.join(''), 'utf8').toString('latin1');
        expect(await unpackedOf(packed, pieceBytes)).toEqual(whole(text));
      }),
      { numRuns: 50 },
    );
  });

  it('passes over zeros behind the last member', async () => {
    for (const pieceBytes of [1, 7, 1000]) {
      const packed = Buffer.concat([gzipSync('one'), gzipSync('two'), Buffer.alloc(600)]);
      expect(await unpackedOf(packed, pieceBytes)).toEqual(whole('onetwo'));
    }
  });

  it.each<[string, Uint8Array]>([
    ['text', Buffer.from('127.0.0.1 - -\n')],
    ['one byte of its mark', Buffer.from([0x1f])],
    ['another byte behind that', Buffer.from([0x1f, 0x1f, 0x8b])],
    ['zeros and more', Buffer.concat([Buffer.alloc(20), gzipSync('three')])],
  ])('gives all members before %s, and tells of that', async (_, garbage) => {
    for (const pieceBytes of [1, 7, 1000]) {
      const packed = Buffer.concat([gzipSync('one'), gzipSync('two'), garbage]);
      const { text, error } = await unpackedOf(packed, pieceBytes);
      expect(text).toBe('onetwo');
      expect(error).toBeInstanceOf(TrailingGarbage);
    }
  });

  it('gives what it can of a member that is cut off anywhere, and says so', async () => {
    const text = 'abcdefghijklmnop'.repeat(50);
    const packed = gzipSync(text);
    for (let length = 1; length < packed.length; length++) {
      const { text: given, error } = await unpackedOf(packed.subarray(0, length), 10);
      expect(text.startsWith(given)).toBe(true);
      expect(error).toMatchObject({ code: 'Z_BUF_ERROR', message: 'unexpected end of file' });
    }
  });

  it('finds any byte that is damaged in what it unpacks, or unpacks it all the same', async () => {
    const text = 'abcdefghijklmnop'.repeat(50);
    const packed = gzipSync(text);
    for (let at = 3; at < packed.length; at++) {
      const damaged = Buffer.from(packed);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const { text: given, error } = await unpackedOf(damaged);
      if (error === undefined) expect(given).toBe(text);
      else expect(codeOf(error)).toMatch(/^Z_/);
    }
  });

  it('passes over all that a header may hold', async () => {
    const plain = gzipSync('text');
    const header = Buffer.from(plain.subarray(0, 10));
    header[3] = 2 + 4 + 8 + 16;
    const extra = Buffer.from([3, 0, 1, 2, 3]);
    const packed = Buffer.concat([
      header,
      extra,
      Buffer.from('name\0comment\0'),
      Buffer.from([9, 9]),
      plain.subarray(10),
    ]);
    for (const pieceBytes of [1, 3, 1000]) expect(await unpackedOf(packed, pieceBytes)).toEqual(whole('text'));
  });

  it('gives what has come before the rest does', async () => {
    const packed = gzipSync('first\n');
    let isAsked = false;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(packed);
      isAsked = true;
      yield gzipSync('second\n');
    }
    const seen: [string, boolean][] = [];
    for await (const bytes of gunzipped(pieces())) seen.push([Buffer.from(bytes).toString(), isAsked]);
    expect(seen[0]?.[0]).toBe('first\n');
    expect(seen.map(([text]) => text).join('')).toBe('first\nsecond\n');
  });

  it('lets go of what it reads when it is left early, and passes on its errors', async () => {
    let isClosed = false;
    async function* pieces(fails: boolean): AsyncGenerator<Uint8Array> {
      try {
        yield await Promise.resolve(gzipSync('text').subarray(0, 20));
        if (fails) throw new Error('unplugged');
        yield gzipSync('text').subarray(20);
      } finally {
        isClosed = true;
      }
    }
    for await (const bytes of gunzipped(pieces(false))) {
      expect(bytes.length).toBeGreaterThan(0);
      break;
    }
    expect(isClosed).toBe(true);
    const read = async (): Promise<void> => {
      for await (const bytes of gunzipped(pieces(true))) expect(bytes.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('unplugged');
  });
});
