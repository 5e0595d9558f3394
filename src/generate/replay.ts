import type { Templates } from './options.js';

const NEWLINE = 0x0a;

/** As in `source/source-event`, which this room does without: rxmon skips longer lines, too. */
const MAX_LINE_BYTES = 64 * 1024;

/** Numbers kept for each line: where it and its time begin and end. */
const PLACES = 4;

/** The time in its brackets, the request in its quotes, the status and the first byte of the size. */
const linePattern = /^([^]+? \[)(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [-+]\d{4})\] "[^]*" (?:\d{3}|-) [-\d]/;

/**
 * Returns the lines of a log file again, byte for byte except for their time, in the file's order, starting over at the
 * end. Leaves out lines unlike combined or common format, or longer than 64 KiB. Keeps `sample` and 32 bytes for each
 * of its lines.
 *
 * @throws Error when none of the lines is in one of these formats
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
  // One character a byte, so that offsets in the text are offsets in the bytes.
  const decoder = new TextDecoder('latin1');
  for (let from = 0; from < sample.length;) {
    const newline = sample.indexOf(NEWLINE, from);
    const to = newline === -1 ? sample.length : newline;
    if (to - from <= MAX_LINE_BYTES) {
      const [, before = '', time = ''] = linePattern.exec(decoder.decode(sample.subarray(from, to))) ?? [];
      const at = from + before.length;
      if (time !== '') places.push(from, at, at + time.length, to);
    }
    from = to + 1;
  }
  return places;
}
