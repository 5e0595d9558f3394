import { find, findEither } from './scan';

const SPACE: u8 = 0x20;
const SLASH: u8 = 0x2f;
const COLON: u8 = 0x3a;

export let methodEnd: usize = 0;
export let targetAt: usize = 0;
export let targetEnd: usize = 0;
export let pathEnd: usize = 0;
export let sectionEnd: usize = 0;
/** Where the protocol begins; 0 when there is none. */
export let protocolAt: usize = 0;
export let protocolEnd: usize = 0;

/** Cuts a request line, `METHOD SP target [SP HTTP/version]`; whether it is one. Source: RFC 9112, section 3. */
export function cutRequest(at: usize, to: usize): bool {
  methodEnd = find(at, min(to, at + 25), SPACE);
  if (!isMethod(at, methodEnd) || methodEnd == to || load<u8>(methodEnd) != SPACE) return false;
  targetAt = methodEnd;
  while (targetAt < to && load<u8>(targetAt) == SPACE) targetAt++;
  targetEnd = withoutSpaces(targetAt, to);
  protocolEnd = targetEnd;
  protocolAt = versionAt(targetAt, targetEnd);
  if (protocolAt != 0) targetEnd = withoutSpaces(targetAt, protocolAt);
  return cutTarget(targetAt, targetEnd);
}

/** Cuts a target into its path and its section; whether it is one. */
export function cutTarget(at: usize, to: usize): bool {
  targetAt = at;
  targetEnd = to;
  if (!isTarget(at, to)) return false;
  pathEnd = findEither(at, to, 0x3f, 0x23);
  let path = at;
  if (load<u8>(at) != SLASH) {
    path = find(at, pathEnd, SLASH);
    // scheme://authority
    if (path > at && path + 1 < pathEnd && load<u8>(path - 1) == COLON && load<u8>(path + 1) == SLASH) {
      path = find(path + 2, pathEnd, SLASH);
    }
  }
  sectionEnd = path < pathEnd ? find(path + 1, pathEnd, SLASH) : pathEnd;
  return true;
}

export function isMethod(at: usize, to: usize): bool {
  if (at == to || to - at > 24 || !isLetter(load<u8>(at))) return false;
  for (at++; at < to; at++) {
    const byte = load<u8>(at);
    if (!isLetter(byte) && byte != 0x2d && byte != 0x5f) return false;
  }
  return true;
}

function isLetter(byte: u8): bool {
  return <u32>(byte | 0x20) - 0x61 < 26;
}

/** origin-form `/…`, asterisk-form `*`, or with a colon: absolute-form `http://…`, authority-form `host:443`. */
function isTarget(at: usize, to: usize): bool {
  if (at >= to) return false;
  const first = load<u8>(at);
  if (first == SLASH || first == 0x2a) return true;
  if (!isTargetStart(first)) return false;
  const colon = find(at + 1, to, COLON);
  return colon < to && colon < find(at + 1, to, SLASH);
}

function isTargetStart(byte: u8): bool {
  return isLetter(byte) || <u32>byte - 0x30 <= 9 || byte == 0x5b;
}

function withoutSpaces(at: usize, to: usize): usize {
  while (to > at && load<u8>(to - 1) == SPACE) to--;
  return to;
}

/** The place of ` HTTP/…` at the end of `[at, to)`, without the space; 0 when there is none. */
function versionAt(at: usize, to: usize): usize {
  let last = to;
  while (last > at && load<u8>(last - 1) != SPACE) last--;
  const isVersion = last + 5 <= to && load<u32>(last) == 0x50545448 && load<u8>(last + 4) == SLASH;
  return isVersion ? last : 0;
}
