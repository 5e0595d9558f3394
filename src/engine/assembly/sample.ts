import { NO_SAMPLE, SAMPLE, SAMPLE_BYTES } from './memory';
import { wholeCharacters } from './scan';

/** Keeps the first bytes of an unparsed line, if they sort before the kept ones; an empty line sorts last. */
export function keepSample(line: usize, end: usize): void {
  const length = <u32>(end - line) > SAMPLE_BYTES ? wholeCharacters(line, SAMPLE_BYTES) : <u32>(end - line);
  const known = load<u32>(SAMPLE);
  if (known != NO_SAMPLE && (length == 0 || (known != 0 && !isBefore(line, length, SAMPLE + 4, known)))) return;
  store<u32>(SAMPLE, length);
  memory.copy(SAMPLE + 4, line, length);
}

function isBefore(a: usize, aLength: u32, b: usize, bLength: u32): bool {
  const both = min(aLength, bLength);
  for (let i: u32 = 0; i < both; i++) {
    if (load<u8>(a + i) != load<u8>(b + i)) return load<u8>(a + i) < load<u8>(b + i);
  }
  return aLength < bLength;
}
