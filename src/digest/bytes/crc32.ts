/** For each byte, its remainder when 0, 1, 2 and 3 bytes follow. */
const TABLE = new Uint32Array(4 * 256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  TABLE[byte] = remainder;
}
for (let i = 256; i < TABLE.length; i++) {
  const before = TABLE[i - 256] ?? 0;
  TABLE[i] = (before >>> 8) ^ (TABLE[before & 0xff] ?? 0);
}

/**
 * The CRC-32 of bytes, as in gzip and PNG: finds any damage that is confined to 32 bits in a row, and misses other
 * damage once in 2^32.
 *
 * Own code, as `zlib.crc32` belongs to Node and this room is pure. Source: RFC 1952, section 8; four bytes at once, as
 * in Kounavis, Berry, Novel Table Lookup-Based Algorithms for High-Performance CRC Generation, 2008.
 */
export function crc32(bytes: Uint8Array): number {
  const table = TABLE;
  const whole = bytes.length & ~3;
  let crc = -1;
  let i = 0;
  for (; i < whole; i += 4) {
    crc ^= (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
    crc =
      (table[768 + (crc & 0xff)] ?? 0) ^
      (table[512 + ((crc >>> 8) & 0xff)] ?? 0) ^
      (table[256 + ((crc >>> 16) & 0xff)] ?? 0) ^
      (table[crc >>> 24] ?? 0);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
