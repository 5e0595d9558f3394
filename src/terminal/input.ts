/** A key that was pressed, or a character that was pasted where the terminal does not tell which. */
export interface Key {
  readonly kind: 'key';
  /** Node's name for it: 'up', 'return', 'tab', 'pageup', 'escape', 'backspace', 'a', …; '' where it has none. */
  readonly name: string;
  /** The characters that it stands for, '' when it is no printable text. */
  readonly text: string;
  readonly isCtrl: boolean;
  readonly isShift: boolean;
  readonly isMeta: boolean;
}

/** The left button or the wheel, and where the pointer was. */
export interface Mouse {
  readonly kind: 'mouse';
  readonly action: 'press' | 'wheel up' | 'wheel down';
  /** From 0, at the left. */
  readonly column: number;
  /** From 0, at the top. */
  readonly row: number;
}

/** A text that was pasted. */
export interface Paste {
  readonly kind: 'paste';
  /** Printable characters; a blank for each run of others between or behind them. */
  readonly text: string;
}

export type Input = Key | Mouse | Paste;

/** How much a terminal shows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
