/** 2^32 divided by the golden ratio, an odd number: multiplied by it, different numbers of 32 bits stay different. */
const GOLDEN = 0x9e3779b1;
const KEY = '########';
const TIME = 'DD/Mon/YYYY:hh:mm:ss +0000';
/** Visitors have so many different keys, a power of two; a scanner never has the same one again. */
const VISITOR_KEYS = 2048;

const request = (status) =>
  `${KEY}.example.net - ${KEY} [${TIME}] "GET /${KEY}/${KEY}.html HTTP/1.1" ${status} 5120 "https://www.example.com/${KEY}" "Browser/${KEY}"\n`;

/** Of a hundred lines, sixty are of visitors, 33 of a scanner, and seven are no requests, mixed. */
const KINDS = Array.from({ length: 100 }, (_, i) => (i % 14 === 13 ? 'garbage' : i % 3 === 2 ? 'scanner' : 'visitor'));

const LINES = {
  visitor: request(200),
  scanner: request(404),
  garbage: `worker ${KEY} exited on signal 11, and what it says is no request\n`,
};

/** Makes lines in the combined format as a site has them that is scanned: most of their keys are new, for ever. */
export class Traffic {
  /** How many lines have been made, and how many of them are requests. */
  made = 0;
  requests = 0;
  #template = '';
  #lines = [];

  /** @param most lines that are asked for at once */
  constructor(most) {
    for (let i = 0; i < most; i++) {
      const kind = KINDS[i % KINDS.length];
      const [from, text] = [this.#template.length, LINES[kind]];
      this.#template += text;
      const [times, keys] = [TIME, KEY].map((part) => placesOf(text, part).map((place) => from + place));
      this.#lines.push({ kind, times, keys, end: this.#template.length });
    }
    this.#template = Buffer.from(this.#template, 'latin1');
  }

  /** So many lines, in bytes of their own; `time` in milliseconds since 1970. */
  next(lines, time) {
    const bytes = Buffer.from(this.#template.subarray(0, this.#lines[lines - 1].end));
    const stamp = Buffer.from(stampOf(time), 'latin1');
    for (const { kind, times, keys } of this.#lines.slice(0, lines)) {
      const mixed = Math.imul(++this.made, GOLDEN) >>> 0;
      if (kind !== 'garbage') this.requests++;
      for (const place of times) bytes.set(stamp, place);
      for (const place of keys) writeKey(bytes, place, kind === 'visitor' ? mixed & (VISITOR_KEYS - 1) : mixed);
    }
    return bytes;
  }
}

/** Where a part stands in a text, each time. */
function placesOf(text, part) {
  const before = text.split(part).slice(0, -1);
  return before.map((_, i) => before.slice(0, i + 1).join(part).length);
}

const DIGITS = Buffer.from('0123456789abcdef');

function writeKey(bytes, place, key) {
  for (let digit = 0; digit < KEY.length; digit++) bytes[place + digit] = DIGITS[(key >>> (28 - 4 * digit)) & 15];
}

/** `Wed, 09 May 2018 16:00:39 GMT` as `09/May/2018:16:00:39 +0000`. */
function stampOf(time) {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}
