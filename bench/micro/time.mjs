import { spread } from '../text/statistics.mjs';

const SAMPLES = 15;
const SAMPLE_MS = 20;

/** Nanoseconds that one of the operations takes of which `run` does so many, once the compiler is done with it. */
export function timePerOperation(run, operations) {
  const repeats = Math.max(1, Math.ceil(SAMPLE_MS / warmedUp(run)));
  const samples = Array.from({ length: SAMPLES }, () => {
    const startedAt = performance.now();
    for (let i = 0; i < repeats; i++) run();
    return ((performance.now() - startedAt) * 1e6) / (repeats * operations);
  });
  return spread(samples);
}

/** Milliseconds of the last of some runs. */
function warmedUp(run) {
  const until = performance.now() + 10 * SAMPLE_MS;
  for (;;) {
    const startedAt = performance.now();
    run();
    if (performance.now() > until) return Math.max(0.001, performance.now() - startedAt);
  }
}
