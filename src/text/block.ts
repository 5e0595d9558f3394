import { widthOf } from './width.js';

/** Lines that together fill a rectangle, none wider than `width` columns of the terminal. */
export interface Block {
  readonly width: number;
  readonly lines: readonly string[];
}

/** Blocks side by side, from the same line down, with `gap` blanks between. */
export function beside(blocks: readonly Block[], gap: number): string[] {
  const height = Math.max(0, ...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map(({ lines, width }) => padEnd(lines[row] ?? '', width))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

const padEnd = (line: string, width: number): string => line + ' '.repeat(Math.max(0, width - widthOf(line)));
