import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { MAX_LINE_BYTES } from '../../src/source/chunk.js';
import type { Chunk } from '../../src/source/chunk.js';
import { BREAK, wholeLines } from '../../src/source/whole-lines.js';
import type { Bytes } from '../../src/source/whole-lines.js';
import { runMarbles } from '../support/marbles.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const inputOf = (parts: readonly (string | typeof BREAK)[]): Bytes[] =>
  parts.map((part) => (part === BREAK ? BREAK : bytesOf(part)));

function chunksOf(bytes$: Observable<Bytes>): Chunk[] {
  const chunks: Chunk[] = [];
  bytes$.pipe(wholeLines('a.log')).subscribe((chunk) => chunks.push(chunk));
  return chunks;
}

/** The chunks of the parts: their text, and how many lines of each were too long when there were any. */
const linesOf = (...parts: (string | typeof BREAK)[]): (string | [string, number])[] =>
  chunksOf(from(inputOf(parts))).map(({ bytes, overlong }) =>
    overlong === 0 ? textOf(bytes) : [textOf(bytes), overlong],
  );

const LONGEST = 'x'.repeat(MAX_LINE_BYTES);
const TOO_LONG = `${LONGEST}x`;

describe('wholeLines', () => {
  it('gives chunks with the name of the source', () => {
    expect(chunksOf(from(inputOf(['a\n'])))).toEqual([
      { kind: 'chunk', source: 'a.log', bytes: Buffer.from('a\n'), overlong: 0 },
    ]);
  });

  it('passes whole lines on as they come', () => {
    expect(linesOf('a\nb\n', 'c\n')).toEqual(['a\nb\n', 'c\n']);
  });

  it('passes them on at once, without a copy', () => {
    const bytes$ = new Subject<Bytes>();
    const chunks: Chunk[] = [];
    bytes$.pipe(wholeLines('a.log')).subscribe((chunk) => chunks.push(chunk));
    const block = bytesOf('a\nb\n');
    bytes$.next(block);
    expect(chunks[0]?.bytes.buffer).toBe(block.buffer);
    expect(chunks[0]?.bytes.byteOffset).toBe(block.byteOffset);
  });

  it('keeps a line that has not ended for the bytes that follow', () => {
    expect(linesOf('a\nb', 'c\nd', '\n')).toEqual(['a\n', 'bc\n', 'd\n']);
  });

  it('keeps a line over many parts', () => {
    expect(linesOf('a', 'b', 'c', '\n')).toEqual(['abc\n']);
  });

  it('takes the bytes that wait for a line when the bytes end', () => {
    expect(linesOf('a\nb', 'c')).toEqual(['a\n', 'bc']);
  });

  it('gives nothing for no bytes', () => {
    expect(linesOf()).toEqual([]);
    expect(linesOf('', '')).toEqual([]);
    expect(linesOf('a', '', 'b\n', '')).toEqual(['ab\n']);
  });

  it('passes on empty lines', () => {
    expect(linesOf('\n', '\n\n', 'a', '\n\n')).toEqual(['\n', '\n\n', 'a\n\n']);
  });

  it('looks at newlines alone', () => {
    expect(linesOf('a\r', '\nb\rc\0\x85\xe2\x80\xa8', 'd\n')).toEqual(['a\r\n', 'b\rc\0\x85\xe2\x80\xa8d\n']);
  });

  describe('when the bytes break off', () => {
    it('takes the bytes that wait for a line', () => {
      expect(linesOf('a\nb', BREAK, 'c\n')).toEqual(['a\n', 'b', 'c\n']);
    });

    it('gives nothing when none wait', () => {
      expect(linesOf('a\n', BREAK, BREAK, 'b\n')).toEqual(['a\n', 'b\n']);
      expect(linesOf(BREAK)).toEqual([]);
    });

    it('does not skip the line that follows one without end', () => {
      expect(linesOf(TOO_LONG, BREAK, 'a\n')).toEqual([['', 1], 'a\n']);
    });
  });

  describe('with a line that is too long', () => {
    it('passes on one of the greatest length, wherever it is cut', () => {
      for (const at of [0, 1, MAX_LINE_BYTES - 1, MAX_LINE_BYTES]) {
        const line = `${LONGEST}\n`;
        expect(linesOf(line.slice(0, at), line.slice(at), 'a\n')).toEqual([line, 'a\n']);
      }
      expect(linesOf(LONGEST)).toEqual([LONGEST]);
    });

    it('counts it as soon as it is, and only once', () => {
      expect(linesOf(TOO_LONG, 'x', LONGEST, 'x\na\n')).toEqual([['', 1], 'a\n']);
    });

    it('counts it when the byte too many comes alone, or with the newline', () => {
      expect(linesOf(LONGEST, 'x', '\na\n')).toEqual([['', 1], 'a\n']);
      expect(linesOf(LONGEST, 'x\na\n')).toEqual([['a\n', 1]]);
    });

    it('counts it when it has no end', () => {
      expect(linesOf(`a\n${TOO_LONG}`)).toEqual([['a\n', 1]]);
      expect(linesOf('a\n', TOO_LONG, TOO_LONG)).toEqual(['a\n', ['', 1]]);
    });

    it('counts two that one part ends and begins', () => {
      expect(linesOf(LONGEST, `x\na\n${TOO_LONG}`, 'x\nb\n')).toEqual([['a\n', 2], 'b\n']);
    });

    it('counts one that begins where another one ends', () => {
      expect(linesOf(TOO_LONG, `x\n${TOO_LONG}`, '\na')).toEqual([['', 1], ['', 1], 'a']);
    });

    it('keeps the lines around it', () => {
      expect(linesOf(`a\n${LONGEST}`, 'x', 'x', '\nb\nc')).toEqual(['a\n', ['', 1], 'b\n', 'c']);
    });

    it('leaves those that begin and end within a part to the reader', () => {
      expect(linesOf(`a\n${TOO_LONG}\nb\n`)).toEqual([`a\n${TOO_LONG}\nb\n`]);
    });
  });

  it('loses and adds no line and no byte, wherever the bytes are cut', () => {
    const text = fc.array(fc.constantFrom('\n', '\r\n', 'a', 'bc', '\xff', '\xe2\x80\xa6'), { maxLength: 40 });
    fc.assert(
      fc.property(
        text.map((parts) => parts.join('')),
        fc.array(fc.nat(80), { maxLength: 8 }),
        (text, places) => {
          const cuts = [0, ...places.filter((at) => at <= text.length).sort((a, b) => a - b), text.length];
          const chunks = linesOf(...cuts.slice(1).map((to, i) => text.slice(cuts[i], to)));
          expect(chunks.join('')).toBe(text);
          for (const chunk of chunks.slice(0, -1)) expect(chunk).toMatch(/\n$/);
        },
      ),
    );
  });

  describe('as to memory', () => {
    it('holds what waits in an array of its own, not the block that it came in', () => {
      const block = bytesOf(`${'a\n'.repeat(30_000)}rest`);
      const [, rest] = chunksOf(from([block]));
      expect(textOf(rest?.bytes ?? block)).toBe('rest');
      expect(rest?.bytes.buffer).not.toBe(block.buffer);
      expect(rest?.bytes.buffer.byteLength).toBe(4);
    });

    it('does not notice when a block that it has seen is filled anew', () => {
      const block = bytesOf('a\nrest');
      const bytes$ = new Subject<Bytes>();
      const texts: string[] = [];
      bytes$.pipe(wholeLines('a.log')).subscribe(({ bytes }) => texts.push(textOf(bytes)));
      bytes$.next(block);
      block.fill(0x7a);
      bytes$.next(bytesOf('!\n'));
      expect(texts).toEqual(['a\n', 'rest!\n']);
    });

    it('holds nothing of a line that is too long', () => {
      const bytes$ = new Subject<Bytes>();
      const chunks: Chunk[] = [];
      bytes$.pipe(wholeLines('a.log')).subscribe((chunk) => chunks.push(chunk));
      for (let i = 0; i < 100; i++) bytes$.next(bytesOf(LONGEST));
      bytes$.complete();
      expect(chunks).toEqual([{ kind: 'chunk', source: 'a.log', bytes: new Uint8Array(0), overlong: 1 }]);
    });
  });

  describe('as an operator', () => {
    const values: Record<string, Bytes> = { a: bytesOf('a\n'), r: bytesOf('rest'), B: BREAK };
    const chunkOf = (text: string): Chunk => ({
      kind: 'chunk',
      source: 'a.log',
      bytes: Buffer.from(text),
      overlong: 0,
    });
    const chunks = { x: chunkOf('a\n'), y: chunkOf('rest') };

    it('gives nothing of a source that never gives anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const bytes = cold('-     ', values);
        const subs = '      ^ 1s !';
        const expected = '  -     ';

        expectObservable(bytes.pipe(wholeLines('a.log')), subs).toBe(expected);
        expectSubscriptions(bytes.subscriptions).toBe(subs);
      });
    });

    it('completes with an empty source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const bytes = cold('|   ', values);
        const subs = '      (^!)';
        const expected = '  |   ';

        expectObservable(bytes.pipe(wholeLines('a.log'))).toBe(expected);
        expectSubscriptions(bytes.subscriptions).toBe(subs);
      });
    });

    it('gives what waits when the bytes break off and when they end', () => {
      runMarbles(({ hot, expectObservable }) => {
        const bytes = hot('a-r-B-r-|   ', values);
        const expected = ' x---y---(y|)';

        expectObservable(bytes.pipe(wholeLines('a.log'))).toBe(expected, chunks);
      });
    });

    it('passes an error on, and nothing of what waits, since it may not be whole', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
        const bytes = hot('a-r-#', values);
        const subs = '     ^---!';
        const expected = ' x---#';

        expectObservable(bytes.pipe(wholeLines('a.log'))).toBe(expected, chunks);
        expectSubscriptions(bytes.subscriptions).toBe(subs);
      });
    });

    it('leaves its source when it is unsubscribed, and gives nothing more', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
        const bytes = hot('a-r-a-|', values);
        const subs = '     ^--!   ';
        const expected = ' x------';

        expectObservable(bytes.pipe(wholeLines('a.log')), subs).toBe(expected, chunks);
        expectSubscriptions(bytes.subscriptions).toBe(subs);
      });
    });

    it('keeps what waits for each subscriber apart', () => {
      runMarbles(({ cold, hot, expectObservable }) => {
        const operator = wholeLines('a.log');
        const rest = cold(' r---|   ', values);
        const line = hot('  --a-|   ', values);
        const expRest = '   ----(y|)';
        const expLine = '   --x-|   ';

        expectObservable(rest.pipe(operator)).toBe(expRest, chunks);
        expectObservable(line.pipe(operator)).toBe(expLine, chunks);
      });
    });
  });
});
