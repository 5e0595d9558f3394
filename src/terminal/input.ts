/** A pressed key, or a pasted character where the terminal does not mark pastes. */
export interface Key {
  readonly kind: 'key';
  /** Node's name for it: 'up', 'return', 'tab', 'pageup', 'escape', 'backspace', 'a', …; '' where it has none. */
  readonly name: string;
  /** The characters that it stands for; '' when they are not printable. */
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

/** A pasted text. */
export interface Paste {
  readonly kind: 'paste';
  /** Printable characters; a blank for each run of others between or after them. */
  readonly text: string;
}

export type Input = Key | Mouse | Paste;

/** The size of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
