import type { KeyField } from '../../src/digest/dimensions.js';
import { FIELDS } from '../../src/format/fields.js';
import type { FieldName } from '../../src/format/fields.js';
import { layout } from '../../src/format/layout.js';
import type { TextLayout } from '../../src/format/layout.js';

const VALUES: Readonly<Partial<Record<FieldName, string>>> = {
  time: '09/May/2018:16:00:39 +0000',
  status: '503',
  bytes: '77',
  method: 'PUT',
  target: '/shop/cart?id=1',
  latency: '0.012',
};

const valueOf = (field: FieldName): string => VALUES[field] ?? `a-${field}`;

/** The key that a line with all fields is counted by, a different one for each field. */
export function keyOf(field: KeyField): string {
  if (field === 'path') return '/shop/cart';
  return field === 'section' ? '/shop' : valueOf(field);
}

/** A line with all fields but these, the parts of its request apart, and the layout that reads it. */
export function lineWithout(...missing: readonly FieldName[]): { readonly layout: TextLayout; readonly line: string } {
  const fields = FIELDS.filter((field) => field !== 'request' && !missing.includes(field));
  const template = fields.map((field) => `{${field}}`).join('|');
  return { layout: layout('all', `${template}|`), line: `${fields.map(valueOf).join('|')}|\n` };
}
