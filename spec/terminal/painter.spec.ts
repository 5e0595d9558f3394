import { describe, expect, it } from '@jest/globals';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { Size } from '../../src/terminal/input.js';
import { Painter } from '../../src/terminal/painter.js';
import { VirtualTerminal } from '../support/virtual-terminal.js';
import type { Cell } from '../support/virtual-terminal.js';

const chalk = new Chalk({ level: 1 });
const SIZE: Size = { columns: 10, rows: 4 };
const ANSWERED = /^\x1b\[\?2026h[^]*\x1b\[\?2026l$/;

/** What a fresh terminal shows of a frame, each line put where it belongs. */
function shownOf(frame: string, { columns, rows }: Size): readonly (readonly Cell[])[] {
  const terminal = new VirtualTerminal(columns, rows);
  frame
    .split('\n')
    .slice(0, rows)
    .forEach((line, row) => {
      terminal.write(`\x1b[m\x1b[${row + 1}H${line}`);
    });
  return terminal.shown;
}

/** A terminal of some size that shows something already. */
function used({ columns, rows }: Size): VirtualTerminal {
  const terminal = new VirtualTerminal(columns, rows);
  for (let row = 1; row <= rows; row++) terminal.write(`\x1b[${row}H\x1b[41m${'#'.repeat(columns)}`);
  return terminal;
}

const sizes: fc.Arbitrary<Size> = fc.record({
  columns: fc.integer({ min: 2, max: 12 }),
  rows: fc.integer({ min: 1, max: 6 }),
});

const pieces = fc.tuple(
  fc.constantFrom('a', ' ', 'bc', '   ', '日', 'é', 'e\u0301', '█', '│', '😀'),
  fc.constantFrom(
    (text: string) => text,
    chalk.red,
    chalk.white.bold.bgRed,
    chalk.inverse,
    (text: string) => `\x1b[44m${text}`,
  ),
);

/** Lines up to the terminal's full width. */
const linesOf = (columns: number): fc.Arbitrary<string> =>
  fc.array(pieces, { maxLength: columns }).map((parts) => {
    let width = 0;
    return parts
      .filter(([text]) => (width += stringWidth(text)) <= columns)
      .map(([text, paint]) => paint(text))
      .join('');
  });

/** Frames of any height, many of whose lines are those of the one before. */
const framesOf = ({ columns }: Size): fc.Arbitrary<string[]> =>
  fc.array(linesOf(columns), { minLength: 1, maxLength: 4 }).chain((lines) =>
    fc.array(
      fc
        .array(fc.oneof(fc.constantFrom('', ...lines), linesOf(columns)), { maxLength: 8 })
        .map((all) => all.join('\n')),
      { minLength: 1, maxLength: 5 },
    ),
  );

describe('Painter', () => {
  it('makes the terminal show each of any frames', () => {
    fc.assert(
      fc.property(
        sizes.chain((size) => fc.tuple(fc.constant(size), framesOf(size))),
        ([size, frames]) => {
          const [painter, terminal] = [new Painter(), used(size)];
          for (const frame of frames) {
            terminal.write(painter.paint(frame, size));
            expect(terminal.shown).toEqual(shownOf(frame, size));
          }
        },
      ),
    );
  });

  it('makes the terminal show any frame after any other when it has changed its size', () => {
    const sized = sizes.chain((size) => fc.tuple(fc.constant(size), framesOf(size)));
    fc.assert(
      fc.property(sized, sized, ([before, [first = '']], [after, [second = '']]) => {
        const painter = new Painter();
        painter.paint(first, before);
        const isSame = before.columns === after.columns && before.rows === after.rows;
        const terminal = used(after);
        if (isSame) terminal.write(new Painter().paint(first, before));
        terminal.write(painter.paint(second, after));
        expect(terminal.shown).toEqual(shownOf(second, after));
      }),
    );
  });

  it('writes nothing when the terminal shows the frame already', () => {
    const painter = new Painter();
    painter.paint('a\nb', SIZE);
    expect(painter.paint('a\nb', SIZE)).toBe('');
    expect(painter.paint('a\nb\n', SIZE)).toBe('');
  });

  it('writes the lines alone that have changed', () => {
    const painter = new Painter();
    painter.paint('one\ntwo\nthree', SIZE);
    const text = painter.paint('one\n2\nthree', SIZE);
    expect(text).toContain('2');
    expect(text).not.toMatch(/one|three/);
  });

  it('has the terminal show a frame at once', () => {
    const painter = new Painter();
    expect(painter.paint('a', SIZE)).toMatch(ANSWERED);
    expect(painter.paint('b', SIZE)).toMatch(ANSWERED);
  });

  it('clears the lines that a shorter frame has not', () => {
    const [painter, terminal] = [new Painter(), used(SIZE)];
    terminal.write(painter.paint('one\ntwo\nthree', SIZE));
    terminal.write(painter.paint('one', SIZE));
    expect(terminal.text).toEqual(['one', '', '', '']);
  });

  it('leaves out the lines that the terminal has no rows for', () => {
    const [painter, terminal] = [new Painter(), used(SIZE)];
    terminal.write(painter.paint('1\n2\n3\n4\n5\n6', SIZE));
    expect(terminal.text).toEqual(['1', '2', '3', '4']);
    expect(painter.paint('1\n2\n3\n4\n5\n7', SIZE)).toBe('');
  });

  it('keeps the last column of each line', () => {
    const [painter, terminal] = [new Painter(), used(SIZE)];
    const full = Array.from({ length: 4 }, (_, row) => String(row).repeat(10));
    terminal.write(painter.paint(full.join('\n'), SIZE));
    expect(terminal.text).toEqual(full);
  });

  it('does not let a line that is too wide into the next', () => {
    const [painter, terminal] = [new Painter(), used(SIZE)];
    terminal.write(painter.paint('0123456789abc\nnext', SIZE));
    expect(terminal.text).toEqual(['012345678c', 'next', '', '']);
  });

  it('writes all lines anew after it was told to forget', () => {
    const painter = new Painter();
    painter.paint('one\ntwo', SIZE);
    painter.forget();
    const terminal = used(SIZE);
    terminal.write(painter.paint('one\ntwo', SIZE));
    expect(terminal.shown).toEqual(shownOf('one\ntwo', SIZE));
  });

  it('writes all lines anew when the terminal has another size', () => {
    const painter = new Painter();
    painter.paint('one\ntwo', SIZE);
    for (const size of [
      { ...SIZE, columns: 9 },
      { ...SIZE, columns: 9, rows: 5 },
    ]) {
      const terminal = used(size);
      terminal.write(painter.paint('one\ntwo', size));
      expect(terminal.shown).toEqual(shownOf('one\ntwo', size));
    }
  });

  it('clears the terminal for a frame without anything', () => {
    const [painter, terminal] = [new Painter(), used(SIZE)];
    terminal.write(painter.paint('', SIZE));
    expect(terminal.text).toEqual(['', '', '', '']);
  });
});
