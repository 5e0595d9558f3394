import { renameSync } from 'node:fs';

export const lateLines = {
  id: 'late-lines',
  title: '10 late lines into the renamed file',
  play: async (stage) => writeLate(stage, await stage.begin()),
};

export const lateLinesPoll = {
  id: 'late-lines-poll',
  title: '10 late lines into the renamed file, with --poll',
  flags: ['--poll'],
  play: async (stage) => writeLate(stage, await stage.begin(['--poll'])),
};

async function writeLate(stage, log) {
  log.write(20);
  await stage.read();
  renameSync(stage.path, `${stage.path}.3`);
  const fresh = stage.open();
  fresh.write(20);
  await stage.read();
  log.write(10);
  log.close();
  fresh.close();
}
