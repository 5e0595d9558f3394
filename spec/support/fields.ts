import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { layout } from '../../src/format/layout.js';
import { FIELDS } from '../../src/format/fields.js';
import type { TextLayout } from '../../src/format/layout.js';
import type { FieldName } from '../../src/format/fields.js';

const AGENT = FIELDS.indexOf('agent');
const engine = new Engine();

/** A last field that goes on to the end of the line, as the bytes behind it never come. */
const TO_THE_END = '\0never';

/**
 * The fields that the engine cuts a line into, one character a byte, undefined when the line does not fit. Each field
 * of the layout is taken for the user agent once, which the engine counts as it stands. A line of up to 1 KiB, without `\n`.
 */
export function fieldsOf(of: TextLayout, line: string | Uint8Array): Partial<Record<FieldName, string>> | undefined {
  const bytes = typeof line === 'string' ? Buffer.from(line, 'latin1') : line;
  // The engine folds no line of no bytes unless its newline is there.
  const whole = Buffer.concat([bytes, Buffer.from('\n')]);
  const fields: Partial<Record<FieldName, string>> = {};
  for (const slot of new Set(of.steps.map((step) => step.slot).filter((slot) => slot !== -1))) {
    const steps = of.steps.map((step) => ({ ...step, slot: step.slot === slot ? AGENT : -1 }));
    const digest = emptyDigest();
    engine.fold(whole, { ...of, steps }, 'a.log', digest);
    if (digest.hits !== 1) return undefined;
    fields[FIELDS[slot] ?? 'host'] = digest.tables.agents.rows()[0]?.key ?? '';
  }
  return fields;
}

export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly section: string;
  readonly protocol: string;
}

/** What the engine finds in a request line without `\n`, undefined when it takes it for none; `around` stands beside it. */
export function requestPartsOf(request: string, before = '', after = ''): RequestParts | undefined {
  const of = layout('request', `{} |{request}| {}${TO_THE_END}`);
  const digest = emptyDigest();
  engine.fold(Buffer.from(`${before} |${request}| ${after}`, 'latin1'), of, 'a.log', digest);
  const [method, path, section, protocol] = [
    digest.tables.methods,
    digest.tables.paths,
    digest.tables.sections,
    digest.tables.protocols,
  ].map((table) => table.rows()[0]?.key ?? '');
  if (method === undefined || path === undefined || section === undefined || protocol === undefined) return undefined;
  return method === '-' ? undefined : { method, path, section, protocol };
}

/** The time that the engine reads, in seconds since 1970; NaN when it takes it for none. */
export function secondsOf(time: string | Uint8Array, before = '', after = ''): number {
  const bytes = typeof time === 'string' ? Buffer.from(time, 'latin1') : time;
  const of = layout('time', `{}\0|{time}\0|{}${TO_THE_END}`);
  const digest = emptyDigest();
  const line = Buffer.concat([Buffer.from(`${before}\0|`), bytes, Buffer.from(`\0|${after}`)]);
  engine.fold(line, of, 'a.log', digest);
  return digest.timeline.rows()[0]?.second ?? NaN;
}
