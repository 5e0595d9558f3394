import { Writer } from '../log/writer.mjs';

const ROTATE_MS = 60;
const SECONDS = 20;
const LINES_PER_SECOND = 45_000;

export const rotatedConstantly = {
  id: 'rotated-constantly',
  title: 'rotated every 60 ms for 20 s at 45,000 lines/s',
  isHeavy: true,
  play: rotateConstantly,
};

export const rotatedConstantlyIdentical = {
  id: 'rotated-constantly-identical',
  title: 'rotated every 60 ms for 20 s at 45,000 lines/s, all lines of a second identical',
  isHeavy: true,
  lines: { identical: true },
  play: rotateConstantly,
};

async function rotateConstantly(stage) {
  const { identical } = stage.lines;
  const log = await stage.begin();
  log.close();
  const seed = Math.floor(stage.random() * 2 ** 32);
  const writer = await Writer.begin({
    paths: [stage.path],
    linesPerSecond: LINES_PER_SECOND,
    rotateMs: ROTATE_MS,
    seed,
    identical,
  });
  await stage.pause(SECONDS * 1000);
  const { lines, bytes } = await writer.stop();
  stage.lines.count += lines;
  stage.lines.bytes += bytes;
}
