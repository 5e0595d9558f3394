import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, of, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { MAX_LINE_BYTES } from '../../src/source/source-event.js';
import type { Chunk, Position } from '../../src/source/source-event.js';
import { NO_HEAD } from '../../src/source/file/fingerprint.js';
import { wholeLines } from '../../src/source/whole-lines.js';
import type { Place } from '../../src/source/whole-lines.js';
import { runMarbles } from '../support/marbles.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function chunksOf(bytes$: Observable<Uint8Array>, place?: Place): Chunk[] {
  const chunks: Chunk[] = [];
  bytes$.pipe(wholeLines('a.log', place)).subscribe((chunk) => chunks.push(chunk));
  return chunks;
}

/** The chunks of the parts: their text, and how many lines of each were too long when there were any. */
const linesOf = (...parts: string[]): (string | [string, number])[] =>
  chunksOf(from(parts.map(bytesOf))).map(({ bytes, overlong }) =>
    overlong === 0 ? textOf(bytes) : [textOf(bytes), overlong],
  );

const LONGEST = 'x'.repeat(MAX_LINE_BYTES);
const TOO_LONG = `${LONGEST}x`;

class PlaceAt implements Place {
  constructor(
    public offset: number,
    readonly lag = 0,
    public isSkipping = false,
  ) {}

  get position(): Position {
    const { offset, isSkipping } = this;
    return { file: '1', offset, isSkipping, head: NO_HEAD };
  }
}

/** The chunks of the parts, with the place that each tells. */
const placesOf = (
  place: Place,
  ...parts: string[]
): { text: string; offset: number; isSkipping: boolean; lag: number }[] =>
  chunksOf(from(parts.map(bytesOf)), place).map(({ bytes, position, lag }) => ({
    text: textOf(bytes),
    offset: position?.offset ?? -1,
    isSkipping: position?.isSkipping ?? false,
    lag: lag ?? -1,
  }));

describe('wholeLines', () => {
  it('gives chunks with the name of the source', () => {
    expect(chunksOf(of(bytesOf('a\n')))).toEqual([
      { kind: 'chunk', source: 'a.log', bytes: Buffer.from('a\n'), overlong: 0 },
    ]);
  });

  it('passes whole lines on as they come', () => {
    expect(linesOf('a\nb\n', 'c\n')).toEqual(['a\nb\n', 'c\n']);
  });

  it('passes them on at once, without a copy', () => {
    const bytes$ = new Subject<Uint8Array>();
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

  describe('with the place in a file where the bytes begin', () => {
    it('says with each chunk how far it leads, and how much lies behind it', () => {
      const place = new PlaceAt(100, 7);
      expect(placesOf(place, 'a\nbc', 'd\n', 'e\n')).toEqual([
        { text: 'a\n', offset: 102, isSkipping: false, lag: 7 },
        { text: 'bcd\n', offset: 106, isSkipping: false, lag: 7 },
        { text: 'e\n', offset: 108, isSkipping: false, lag: 7 },
      ]);
    });

    it('moves it on to the first line that has not been given', () => {
      const place = new PlaceAt(100);
      const bytes$ = new Subject<Uint8Array>();
      bytes$.pipe(wholeLines('a.log', place)).subscribe();
      const offsets = ['a\n', 'b', 'c', '\nd', 'e\n'].map((text) => {
        bytes$.next(bytesOf(text));
        return place.offset;
      });
      expect(offsets).toEqual([102, 102, 102, 105, 108]);
    });

    it('moves it behind the last line, though that has no end, when the bytes end', () => {
      const place = new PlaceAt(100);
      expect(placesOf(place, 'a\nb')).toEqual([
        { text: 'a\n', offset: 102, isSkipping: false, lag: 0 },
        { text: 'b', offset: 103, isSkipping: false, lag: 0 },
      ]);
      expect(place.offset).toBe(103);
    });

    it('moves it on within a line that is passed over, also where that gives no chunk', () => {
      const place = new PlaceAt(100);
      const bytes$ = new Subject<Uint8Array>();
      const overlong: number[] = [];
      bytes$.pipe(wholeLines('a.log', place)).subscribe((chunk) => overlong.push(chunk.overlong));
      const places = [TOO_LONG, 'xx', '\na\n'].map((text) => {
        bytes$.next(bytesOf(text));
        return [place.offset - 100, place.isSkipping];
      });
      expect(places).toEqual([
        [TOO_LONG.length, true],
        [TOO_LONG.length + 2, true],
        [TOO_LONG.length + 5, false],
      ]);
      expect(overlong).toEqual([1, 0]);
    });

    it('begins within a line that is passed over and has been counted', () => {
      const place = new PlaceAt(100, 0, true);
      expect(placesOf(place, 'xx', 'x\na\n')).toEqual([{ text: 'a\n', offset: 106, isSkipping: false, lag: 0 }]);
      expect(linesOf('xx', 'x\na\n')).toEqual(['xxx\na\n']);
    });

    it('does not count on with the line that is passed over when the bytes end within it', () => {
      const place = new PlaceAt(100);
      expect(chunksOf(of(bytesOf(TOO_LONG)), place).map(({ overlong }) => overlong)).toEqual([1]);
      expect(place.isSkipping).toBe(false);
      expect(placesOf(place, 'a\n')).toEqual([
        { text: 'a\n', offset: 102 + TOO_LONG.length, isSkipping: false, lag: 0 },
      ]);
    });

    it('is where it was left when the operator is subscribed to again', () => {
      const place = new PlaceAt(100);
      const bytes$ = new Subject<Uint8Array>();
      const chunks$ = bytes$.pipe(wholeLines('a.log', place));
      for (const text of ['a\nrest', 'rest\n']) {
        const subscription = chunks$.subscribe();
        bytes$.next(bytesOf(text));
        subscription.unsubscribe();
      }
      expect(place.offset).toBe(107);
    });

    it('from any chunk on gives the lines that are left, wherever the bytes are cut', () => {
      const lines = fc.array(fc.constantFrom('a\n', 'bc\n', '\n', `${TOO_LONG}\n`), { maxLength: 6 });
      fc.assert(
        fc.property(lines, fc.array(fc.nat(200_000), { maxLength: 6 }), fc.nat(6), (lines, places, n) => {
          const text = lines.join('');
          const cuts = [0, ...places.filter((at) => at <= text.length).sort((a, b) => a - b), text.length];
          const pieces = cuts.slice(1).map((to, i) => text.slice(cuts[i], to));
          const place = new PlaceAt(0);
          const chunks = placesOf(place, ...pieces);
          const at = chunks[n] ?? place;
          const rest = placesOf(new PlaceAt(at.offset, 0, at.isSkipping), text.slice(at.offset));
          // A line that comes whole in one piece is left to the reader, whatever its length.
          const shortOf = (chunks: readonly { readonly text: string }[]): string[] =>
            chunks
              .flatMap(({ text }) => text.split('\n'))
              .filter((line) => line.length < MAX_LINE_BYTES && line !== '');
          expect(shortOf(rest)).toEqual(shortOf(chunks.slice(n + 1)));
        }),
      );
    });
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
      const bytes$ = new Subject<Uint8Array>();
      const texts: string[] = [];
      bytes$.pipe(wholeLines('a.log')).subscribe(({ bytes }) => texts.push(textOf(bytes)));
      bytes$.next(block);
      block.fill(0x7a);
      bytes$.next(bytesOf('!\n'));
      expect(texts).toEqual(['a\n', 'rest!\n']);
    });

    it('holds nothing of a line that is too long', () => {
      const bytes$ = new Subject<Uint8Array>();
      const chunks: Chunk[] = [];
      bytes$.pipe(wholeLines('a.log')).subscribe((chunk) => chunks.push(chunk));
      for (let i = 0; i < 100; i++) bytes$.next(bytesOf(LONGEST));
      bytes$.complete();
      expect(chunks).toEqual([{ kind: 'chunk', source: 'a.log', bytes: new Uint8Array(0), overlong: 1 }]);
    });
  });

  describe('as an operator', () => {
    const values: Record<string, Uint8Array> = { a: bytesOf('a\n'), r: bytesOf('rest') };
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

    it('gives what waits when the bytes end', () => {
      runMarbles(({ hot, expectObservable }) => {
        const bytes = hot('a-r-|   ', values);
        const expected = ' x---(y|)';

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
