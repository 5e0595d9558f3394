import { Writer } from '../log/writer.mjs';

const SECONDS = 20;
const LINES_PER_SECOND = 45_000;

export const rotatedConstantly = {
  id: 'rotated-constantly',
  title: 'rotated every 60 ms for 20 s at 45,000 lines/s',
  isHeavy: true,
  play: (stage) => rotateConstantly(stage, { rotateMs: 60 }),
};

export const rotatedConstantlyIdentical = {
  ...rotatedConstantly,
  id: 'rotated-constantly-identical',
  title: 'rotated every 60 ms for 20 s at 45,000 lines/s, all lines of a second identical',
  lines: { identical: true },
};

export const rotatedIrregularly = {
  id: 'rotated-irregularly',
  title: 'rotated every 5 to 60 ms for 20 s at 45,000 lines/s',
  isHeavy: true,
  play: (stage) => rotateConstantly(stage, { rotateMs: 32.5, rotateSpreadMs: 27.5 }),
};

async function rotateConstantly(stage, rotation) {
  const { identical } = stage.lines;
  const log = await stage.begin();
  log.close();
  const seed = Math.floor(stage.random() * 2 ** 32);
  const writer = await Writer.begin({
    paths: [stage.path],
    linesPerSecond: LINES_PER_SECOND,
    seed,
    identical,
    ...rotation,
  });
  await stage.pause(SECONDS * 1000);
  const { lines, bytes } = await writer.stop();
  stage.lines.count += lines;
  stage.lines.bytes += bytes;
}
