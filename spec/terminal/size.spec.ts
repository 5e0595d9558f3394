import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Size } from '../../src/terminal/input.js';
import { sizes } from '../../src/terminal/size.js';

/** A terminal that may change its size. */
class Resizable extends EventEmitter {
  constructor(
    public columns?: number,
    public rows?: number,
  ) {
    super();
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }
}

describe('sizes', () => {
  it('tells the size at once, then each that the terminal is given', () => {
    const terminal = new Resizable(100, 40);
    const seen: Size[] = [];
    sizes(terminal).subscribe((size) => seen.push(size));
    expect(seen).toEqual([{ columns: 100, rows: 40 }]);
    terminal.resize(120, 50);
    terminal.resize(1, 1);
    expect(seen.slice(1)).toEqual([
      { columns: 120, rows: 50 },
      { columns: 1, rows: 1 },
    ]);
  });

  it('tells whoever comes later the size of then', () => {
    const terminal = new Resizable(100, 40);
    const size$ = sizes(terminal);
    terminal.resize(120, 50);
    const seen: Size[] = [];
    size$.subscribe((size) => seen.push(size));
    expect(seen).toEqual([{ columns: 120, rows: 50 }]);
  });

  it.each([
    [0, 0],
    [undefined, undefined],
    [100, 0],
  ])('takes a terminal that says %p columns and %p rows for one of 80 and 24', (columns, rows) => {
    const seen: Size[] = [];
    sizes(new Resizable(columns, rows)).subscribe((size) => seen.push(size));
    expect(seen).toEqual([{ columns: 80, rows: 24 }]);
  });

  it('leaves the terminal alone when it is unsubscribed', () => {
    const terminal = new Resizable();
    sizes(terminal).subscribe().unsubscribe();
    expect(terminal.listenerCount('resize')).toBe(0);
  });
});
