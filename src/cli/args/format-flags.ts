import { jsonWith } from '../../format/known/json.js';
import type { Layout } from '../../format/layout.js';
import { formatNames, layoutNamed } from '../../format/registry.js';
import type { FlagReader } from './flag-reader.js';

/** The layout named by `--format` and `--json-keys`. */
export function formatOf(reader: FlagReader): Layout | 'auto' {
  const text = reader.text('format');
  const keys = reader.text('jsonKeys');
  const format = layoutOf(reader, 'format', text ?? 'auto', () => layoutNamed(text ?? 'auto'));
  if (keys === undefined) return format;
  if (text !== undefined && text !== 'json') {
    reader.faults.push('--json-keys names keys of JSON: leave --format out, or use --format json');
  }
  return layoutOf(reader, 'jsonKeys', keys, () => jsonWith(keys));
}

function layoutOf(
  reader: FlagReader,
  flag: string,
  text: string,
  make: () => Layout | 'auto' | undefined,
): Layout | 'auto' {
  try {
    const names = `${formatNames.join(', ')}, or an nginx or Apache format string`;
    return make() ?? reader.fault(flag, text, `a known format: use one of ${names}`, 'auto');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const kind = flag === 'format' ? 'a format that can be read' : 'a list of keys';
    return reader.fault(flag, text, `${kind}: ${error.message}`, 'auto');
  }
}
