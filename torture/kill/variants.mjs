const common = {
  signal: 'SIGKILL',
  fromMs: 50,
  toMs: 1500,
  logs: 1,
  downChance: 0,
  downFromMs: 3000,
  downToMs: 5000,
  writing: { rotateMs: 1000, keep: 20, lateMs: 50, packed: 0.5, halves: 0.05 },
};

/**
 * What is done to rxmon again and again: the signal, at a moment between two times after its start (in milliseconds of a
 * machine on which a start takes 300), and perhaps a while without it; `share`: of the kills that were asked for; `writing`: what `Writer` is told.
 */
export const variants = {
  kill: { ...common, title: 'SIGKILL', share: 1 },
  term: { ...common, title: 'SIGTERM, in order', signal: 'SIGTERM', share: 0.25 },
  two: { ...common, title: 'SIGKILL, two files', logs: 2, share: 0.25 },
  down: { ...common, title: 'SIGKILL, down for 3 to 5 s now and then', downChance: 0.4, share: 0.15 },
  shifted: {
    ...common,
    title: 'SIGKILL, down now and then, rotated files renamed each time as logrotate does',
    downChance: 0.1,
    writing: { ...common.writing, isShifted: true },
    share: 0.25,
  },
  identical: {
    ...common,
    title: 'SIGKILL, down now and then, all lines of a second identical',
    downChance: 0.1,
    writing: { ...common.writing, identical: true },
    share: 0.15,
  },
};
