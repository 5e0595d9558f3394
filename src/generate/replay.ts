import { combined, common } from '../format/common.js';
import { cut, FIELDS, spansOf } from '../format/layout.js';
import type { Templates } from './options.js';

const NEWLINE = 0x0a;
const TIME = FIELDS.indexOf('time');

/** Numbers kept of each line: where it and its time begin and end. */
const PLACES = 4;

/**
 * Gives the lines of a log file again, byte for byte but for their time, in the file's order, starting over at the end.
 * Lines in neither combined nor common format are left out. Keeps `sample` and 32 bytes for each of its lines.
 *
 * @throws Error when none of the lines is in one of these formats.
 */
export function replay(sample: Uint8Array): Templates {
  const places = placesOf(sample);
  const count = places.length / PLACES;
  if (count === 0) throw new Error('none of its lines is in combined or common log format; name an access log');
  return (_random, k) => {
    const at = (k % count) * PLACES;
    return {
      before: sample.subarray(places[at], places[at + 1]),
      behind: sample.subarray(places[at + 2], places[at + 3]),
    };
  };
}

function placesOf(sample: Uint8Array): readonly number[] {
  const places: number[] = [];
  const spans = spansOf();
  for (let from = 0; from < sample.length;) {
    const newline = sample.indexOf(NEWLINE, from);
    const to = newline === -1 ? sample.length : newline;
    if (cut(combined, sample, from, to, spans) || cut(common, sample, from, to, spans)) {
      places.push(from, spans[2 * TIME] ?? from, spans[2 * TIME + 1] ?? to, to);
    }
    from = to + 1;
  }
  return places;
}
