/** By the number of filled eighths of a column, from the left. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * `part` of `whole` as a bar, to an eighth of a column, and at least `▏` for any part above 0. More than the whole is a
 * full bar.
 *
 * @param width columns of the terminal, exactly
 */
export function levelBar(part: number, whole: number, width: number): string {
  if (width < 1) return '';
  if (!(part > 0)) return ' '.repeat(width);
  const share = part < whole ? part / whole : 1;
  const eighths = Math.max(1, Math.round(share * width * 8));
  return ('█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')).padEnd(width);
}
