import { markdownTable } from './markdown.mjs';
import { HEAD, WORDS } from './row.mjs';

/** The table of all rows in Markdown, with their notes as a list below. */
export function tableOf(rows) {
  const table = markdownTable(
    HEAD,
    rows.map(({ cells }) => cells),
    WORDS,
  );
  const notes = rows.filter(({ note }) => note !== undefined).map(({ note }) => `- ${note}`);
  return [table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
