// Runs the fuzz specs with many cases, from a seed that is new each time and printed, so that a failure can be repeated:
//   npm run fuzz                 one round of 3,000 runs
//   npm run fuzz -- 20000        one round of so many
//   npm run fuzz -- 10m          rounds, each from another seed, for ten minutes
//   FUZZ_SEED=7 npm run fuzz -- 3000
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';

const DEFAULT_RUNS = 3000;
/** A round that takes longer has met a case that does not end. */
const PATIENCE_MS_A_RUN = 200;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

const [, , wanted = String(DEFAULT_RUNS), ...others] = process.argv;
const [, number, isMinutes] = /^([1-9]\d{0,8})(m?)$/.exec(wanted) ?? [];
const { FUZZ_SEED } = process.env;
if (number === undefined || others.length > 0 || !/^\d*$/.test(FUZZ_SEED ?? '')) {
  console.error('fuzz takes a number of runs, like 20000, or of minutes, like 10m; FUZZ_SEED is a whole number');
  process.exit(2);
}

const runs = isMinutes === 'm' ? DEFAULT_RUNS : Number(number);
const end = isMinutes === 'm' ? performance.now() + Number(number) * 60_000 : 0;
do {
  const seed = FUZZ_SEED ? Number(FUZZ_SEED) : randomInt(2 ** 31);
  const again = `FUZZ_SEED=${seed} npm run fuzz -- ${runs}`;
  console.log(`${runs} runs from seed ${seed}; again: ${again}`);
  const failure = await round(seed);
  if (failure !== undefined) {
    console.error(`fuzz ${failure}; again: ${again}`);
    process.exit(1);
  }
} while (performance.now() < end);

/** Runs all fuzz specs once; what is wrong, or undefined. */
function round(seed) {
  return new Promise((resolve) => {
    // In one process and without a time limit for a test: that of the round holds for all of them, and ends even one that
    // never gives way.
    const child = spawn(process.execPath, [...JEST, '--runInBand', '--testTimeout=2147483647', 'spec/fuzz'], {
      stdio: 'inherit',
      env: { ...process.env, FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) },
    });
    let isLate = false;
    const patience = setTimeout(
      () => {
        isLate = true;
        child.kill('SIGKILL');
      },
      60_000 + runs * PATIENCE_MS_A_RUN,
    );
    child.on('close', (code) => {
      clearTimeout(patience);
      resolve(code === 0 ? undefined : isLate ? 'met a case that does not end' : 'found something');
    });
  });
}
