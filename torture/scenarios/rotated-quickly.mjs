import { pack } from '../log/pack.mjs';
import { between } from '../log/random.mjs';
import { shift } from '../log/shift.mjs';

export const rotatedTwice = {
  id: 'rotated-twice',
  title: 'rotated twice within 50 ms',
  play: (stage) => rotateQuickly(stage, { times: 2, linesEach: 25, withinMs: 50 }),
};

export const rotatedTwiceIdentical = {
  ...rotatedTwice,
  id: 'rotated-twice-identical',
  title: 'rotated twice within 50 ms, all lines of a second identical',
  lines: { identical: true },
};

export const rotatedTenTimes = {
  id: 'rotated-ten-times',
  title: 'rotated ten times within 50 ms',
  play: (stage) => rotateQuickly(stage, { times: 10, linesEach: 10, withinMs: 50 }),
};

export const rotatedTenTimesIdentical = {
  ...rotatedTenTimes,
  id: 'rotated-ten-times-identical',
  title: 'rotated ten times within 50 ms, all lines of a second identical',
  lines: { identical: true },
};

export const rotatedAndPacked = {
  id: 'rotated-packed',
  title: 'rotated, 10 lines unread, and gzipped at once',
  play: (stage) => rotateQuickly(stage, { times: 1, linesEach: 10, withinMs: 0, isPacked: true }),
};

export const rotatedTwiceAndPacked = {
  id: 'rotated-twice-packed',
  title: 'rotated twice within 50 ms, gzipped at once each time',
  play: (stage) => rotateQuickly(stage, { times: 2, linesEach: 25, withinMs: 50, isPacked: true }),
};

async function rotateQuickly(stage, { times, linesEach, withinMs, isPacked = false }) {
  let log = await stage.begin();
  log.write(linesEach);
  await stage.read();
  await stage.atOnce(async () => {
    log.write(isPacked ? linesEach : 0);
    for (let i = 0; i < times; i++) {
      // As fast as it can be, or some milliseconds apart, but all within the time.
      if (i > 0) await stage.pause(between(stage.random, 0, withinMs / times));
      const rotated = shift(stage.path);
      log.close();
      log = stage.open();
      log.write(linesEach);
      if (isPacked) await pack(rotated);
    }
  });
  log.close();
}
