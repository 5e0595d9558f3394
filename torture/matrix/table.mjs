import { markdownTable } from '../../bench/text/markdown.mjs';
import { cellOf } from './cell.mjs';
import { recorded, recordedNames } from './recorded.mjs';

/**
 * The matrix in Markdown.
 *
 * @param rows scenario, results, and skipped: why there are none
 * @param peers name, and cells by the id of the scenario: what was measured beside rxmon
 */
export function tableOf(rows, peers) {
  const compared = rows.filter(({ scenario }) => scenario.id in recorded);
  const alone = rows.filter(({ scenario }) => !(scenario.id in recorded));
  const head = ['case', 'rxmon', ...peers.map(({ name }) => name), ...recordedNames.map(marked)];
  const tables = [];
  if (compared.length > 0) {
    const cells = compared.map((row) => [
      row.scenario.title,
      ownCell(row),
      ...peers.map(({ cells: measured }) => measured[row.scenario.id] ?? '–'),
      ...recorded[row.scenario.id],
    ]);
    tables.push(markdownTable(head, cells, head.length), '\\* recorded once, not measured in this run.');
  }
  if (alone.length > 0) {
    const cells = alone.map((row) => [row.scenario.title, ownCell(row)]);
    tables.push(markdownTable(['case', 'rxmon'], cells, 2));
  }
  return tables.join('\n\n');
}

const marked = (name) => `${name} \\*`;

const ownCell = ({ skipped, results }) => (skipped === undefined ? cellOf(results) : `skipped: ${skipped}`);
