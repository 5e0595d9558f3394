import { trafficLines } from './lines.mjs';

const LINES = 50_000;
const LIVE_CHUNK_BYTES = 64 * 1024;

/** The engine's fold of combined lines: as much as a report gives it at once, and in chunks as a monitor reads them. */
export async function fold({ bin, load }) {
  const [{ Engine }, { combined }, { emptyDigest }] = await Promise.all(
    ['engine/engine.js', 'format/common.js', 'digest/digest.js'].map(load),
  );
  const bytes = Buffer.from((await trafficLines(bin, LINES)).map((line) => `${line}\n`).join(''));
  const chunks = [...chunksOf(bytes, LIVE_CHUNK_BYTES)];
  const engine = new Engine(bytes.length + 1);
  const digest = emptyDigest();
  return [
    {
      name: 'Engine.fold, combined, 10 MB at once',
      unit: 'line',
      operations: LINES,
      run: () => engine.fold(bytes, combined, 'bench', digest),
    },
    {
      name: 'Engine.fold, combined, 64 KiB at once, a new digest each time',
      unit: 'line',
      operations: LINES,
      run: () => {
        for (const chunk of chunks) engine.fold(chunk, combined, 'bench', emptyDigest());
      },
    },
  ];
}

/** Whole lines, of so many bytes at most. */
function* chunksOf(bytes, chunkBytes) {
  for (let from = 0; from < bytes.length;) {
    const to = bytes.lastIndexOf(10, from + chunkBytes - 1) + 1;
    yield bytes.subarray(from, to);
    from = to;
  }
}
