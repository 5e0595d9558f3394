import { FIELDS } from '../format/fields.js';
import type { FieldName } from '../format/fields.js';
import { engineMap } from './engine-map.js';

/** The parts that the engine cuts itself: those of the target of a request, and the line as a whole. */
const CUT = { path: 'PATH', section: 'SECTION', line: 'LINE' } as const;

type CutName = keyof typeof CUT;

/** Fields that may have to be cut out of the request first. */
const OF_REQUEST: readonly string[] = ['method', 'path', 'section', 'protocol'];

export const isPartOfRequest = (field: string): boolean => OF_REQUEST.includes(field);

/** The slot of a field of a line, or of a part of it. */
export const slotOf = (field: FieldName | CutName): number =>
  isCut(field) ? engineMap()[CUT[field]] : FIELDS.indexOf(field);

const isCut = (field: FieldName | CutName): field is CutName => field in CUT;
