const SPACE = 0x20;
const SLASH = 0x2f;
const ASTERISK = 0x2a;
const COLON = 0x3a;
const QUESTION = 0x3f;
const HASH = 0x23;
const DASH = 0x2d;

/** The longest method that is taken for one. Registered methods have at most 17 letters (UPDATEREDIRECTREF). */
const MAX_METHOD_BYTES = 24;

/** Where the parts of a request line stand. `section` and `path` begin together, at the target's first byte. */
export interface RequestSpans {
  methodFrom: number;
  methodTo: number;
  targetFrom: number;
  /** End of the target's path: the target without query and fragment. */
  pathTo: number;
  sectionTo: number;
}

export const requestSpans = (): RequestSpans => ({
  methodFrom: 0,
  methodTo: 0,
  targetFrom: 0,
  pathTo: 0,
  sectionTo: 0,
});

/**
 * Cuts the request line `METHOD SP target [SP HTTP/version]` that stands in `bytes[from, to)`. A target may hold spaces,
 * as some clients send them. Source: RFC 9112, section 3; RFC 9110, section 9.1 for the method, of which only the letters,
 * `-` and `_` are taken, the only ones in use.
 *
 * @returns whether it is a request line; when not (`-`, TLS bytes, nothing), `spans` holds nothing of use.
 */
export function cutRequest(bytes: Uint8Array, from: number, to: number, spans: RequestSpans): boolean {
  let at = from;
  while (at < to && isMethodByte(bytes[at] ?? 0)) at++;
  if (at - from > MAX_METHOD_BYTES || bytes[at] !== SPACE || !isLetter(bytes[from] ?? 0)) return false;
  const methodTo = at;
  while (at < to && bytes[at] === SPACE) at++;
  const targetFrom = at;
  const targetTo = endOfTarget(bytes, targetFrom, to);
  if (!isTarget(bytes, targetFrom, targetTo)) return false;

  spans.methodFrom = from;
  spans.methodTo = methodTo;
  spans.targetFrom = targetFrom;
  spans.pathTo = endOfPath(bytes, targetFrom, targetTo);
  spans.sectionTo = endOfSection(bytes, targetFrom, spans.pathTo);
  return true;
}

const isLetter = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isMethodByte = (byte: number): boolean => isLetter(byte) || byte === DASH || byte === 0x5f;

/** origin-form `/…`, asterisk-form `*`, or with a colon: absolute-form `http://…`, authority-form `host:443`. */
function isTarget(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to) return false;
  const first = bytes[from];
  if (first === SLASH || first === ASTERISK) return true;
  for (let at = from + 1; at < to && bytes[at] !== SLASH; at++) if (bytes[at] === COLON) return true;
  return false;
}

/** The target ends before ` HTTP/…`, when that is there. */
function endOfTarget(bytes: Uint8Array, from: number, to: number): number {
  const end = withoutSpaces(bytes, from, to);
  let last = end;
  while (last > from && bytes[last - 1] !== SPACE) last--;
  const hasVersion =
    last + 4 < end &&
    bytes[last] === 0x48 &&
    bytes[last + 1] === 0x54 &&
    bytes[last + 2] === 0x54 &&
    bytes[last + 3] === 0x50 &&
    bytes[last + 4] === SLASH;
  return hasVersion ? withoutSpaces(bytes, from, last) : end;
}

/** The end of `bytes[from, to)` without the spaces that it ends in. */
function withoutSpaces(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && bytes[end - 1] === SPACE) end--;
  return end;
}

function endOfPath(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== QUESTION && bytes[at] !== HASH) at++;
  return at;
}

/** The section ends before the second `/` of the path; an absolute-form target keeps its origin before that. */
function endOfSection(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  if (bytes[at] !== SLASH) at = endOfOrigin(bytes, from, to);
  at++;
  while (at < to && bytes[at] !== SLASH) at++;
  return Math.min(at, to);
}

/** The end of `scheme://authority`, or of a target that has no path at all. */
function endOfOrigin(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== SLASH) at++;
  const hasAuthority = at > from && bytes[at - 1] === COLON && bytes[at + 1] === SLASH;
  if (!hasAuthority) return at;
  at += 2;
  while (at < to && bytes[at] !== SLASH) at++;
  return at;
}
