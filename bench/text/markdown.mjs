/** A table in Markdown, its columns aligned for those who read it as text. The first `leftColumns` are words. */
export function markdownTable(head, rows, leftColumns) {
  const cells = [head, ...rows].map((row) => row.map(escapeCell));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const isLeft = (column) => column < leftColumns;
  const line = (row) => {
    const padded = row.map((cell, i) => (isLeft(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, i) => (isLeft(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [first, ...others] = cells;
  return [line(first), line(rule), ...others.map(line)].join('\n');
}

const escapeCell = (text) => text.replaceAll('|', '\\|');
