import { truncateSync } from 'node:fs';

export const truncateGrow = {
  id: 'truncate-grow',
  title: 'truncated and grown past the old size at once',
  play: async (stage) => truncateAndGrow(stage, await stage.begin()),
};

export const truncateGrowPoll = {
  id: 'truncate-grow-poll',
  title: 'truncated and grown past the old size at once, with --poll',
  flags: ['--poll'],
  play: async (stage) => truncateAndGrow(stage, await stage.begin(['--poll'])),
};

async function truncateAndGrow(stage, log) {
  log.write(100);
  await stage.read();
  await stage.atOnce(() => {
    truncateSync(stage.path);
    log.write(140);
  });
  log.close();
}
