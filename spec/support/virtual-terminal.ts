import stringWidth from 'string-width';

/** A control sequence, or a character with the marks that stand on it. */
const PARTS = /\x1b\[([?]?)([\d;]*)([a-zA-Z])|\p{Emoji_Presentation}|[^\x1b]\p{M}*/gu;

/** What one column shows: a character and its colours; '' where it is the second half of the character before. */
export interface Cell {
  readonly character: string;
  readonly colours: string;
}

const BLANK: Cell = { character: ' ', colours: '' };

/** A terminal that does what it is told as far as frames need it, with lines that do not wrap, and fails on all else. */
export class VirtualTerminal {
  readonly modes = new Set<string>();
  private readonly cells: Cell[][];
  private row = 0;
  private column = 0;
  private colours = '';

  constructor(
    private readonly columns: number,
    private readonly rows: number,
  ) {
    this.cells = Array.from({ length: rows }, () => this.blank());
  }

  /** What it shows, row by row. */
  get shown(): readonly (readonly Cell[])[] {
    return this.cells;
  }

  /** The characters that it shows, without blanks at the end of a row. */
  get text(): string[] {
    return this.cells.map((row) =>
      row
        .map(({ character }) => character)
        .join('')
        .trimEnd(),
    );
  }

  write(text: string): void {
    for (const [part, isPrivate, numbers = '', final] of text.matchAll(PARTS)) {
      if (final === undefined) this.put(part);
      else if (isPrivate === '?') this.mode(numbers, final);
      else this.control(numbers, final);
    }
  }

  private mode(numbers: string, final: string): void {
    if (final === 'h') this.modes.add(numbers);
    else this.modes.delete(numbers);
  }

  private control(numbers: string, final: string): void {
    const [first = 0, second = 0] = numbers.split(';').map(Number);
    if (final === 'm') this.colours = /^0?$/.test(numbers) ? '' : `${this.colours}${numbers}m`;
    else if (final === 'H') [this.row, this.column] = [Math.max(first, 1) - 1, Math.max(second, 1) - 1];
    else if (final === 'K' && first === 0) this.erase(this.row, this.column);
    else if (final === 'J' && first === 2) for (const row of this.cells.keys()) this.erase(row, 0);
    else throw new Error(`This terminal does not know ${numbers}${final}.`);
  }

  private erase(at: number, from: number): void {
    const erased = { ...BLANK, colours: this.colours };
    this.rowAt(at).fill(erased, from);
  }

  /** A character that does not fit replaces what stands in the last column, where the cursor stays. */
  private put(character: string): void {
    if (/\p{Cc}/u.test(character)) throw new Error(`No frame holds ${JSON.stringify(character)}.`);
    const width = stringWidth(character);
    const column = Math.min(this.column, this.columns - width);
    const row = this.rowAt(this.row);
    row[column] = { character, colours: this.colours };
    if (width === 2) row[column + 1] = { character: '', colours: this.colours };
    this.column = Math.min(column + width, this.columns - 1);
  }

  private rowAt(at: number): Cell[] {
    const row = this.cells[at];
    if (row === undefined) throw new Error(`The terminal has ${this.rows} rows, no row ${at + 1}.`);
    return row;
  }

  private blank(): Cell[] {
    return Array.from({ length: this.columns }, () => BLANK);
  }
}
