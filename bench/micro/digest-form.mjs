import { count } from '../text/numbers.mjs';
import { trafficLines } from './lines.mjs';

const LINES = 50_000;

/** What a worker does to hand its digest over. */
export async function digestForm({ bin, load }) {
  const [{ Engine }, { combined }, { addDigest, emptyDigest }, { decodeDigest, encodeDigest }] = await Promise.all(
    ['engine/engine.js', 'format/common.js', 'digest/digest.js', 'digest/binary.js'].map(load),
  );
  const digest = emptyDigest();
  const lines = await trafficLines(bin, LINES);
  new Engine().fold(Buffer.from(`${lines.join('\n')}\n`), combined, 'bench', digest);
  const bytes = encodeDigest(digest);
  const of = `${count(LINES)} lines`;
  const perByte = { unit: 'byte', operations: bytes.length };
  return [
    { name: `encodeDigest, ${count(bytes.length)} bytes of ${of}`, ...perByte, run: () => encodeDigest(digest) },
    { name: `decodeDigest, of the same`, ...perByte, run: () => decodeDigest(bytes) },
    { name: `addDigest, of the same to an empty one`, ...perByte, run: () => addDigest(emptyDigest(), digest) },
  ];
}
