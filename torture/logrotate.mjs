// Has the real logrotate rotate a log that is written all the time, in all its ways, and counts whether rxmon reads each
// line once: `npm run torture:logrotate`.
import { allVariants } from './logrotate/all-variants.mjs';
import { rotateOverAndOver } from './logrotate/rotate-over-and-over.mjs';
import { variants } from './logrotate/variants.mjs';
import { optionsOf } from './options.mjs';
import { commandPath } from './process/commands.mjs';

const PARALLEL = 4;

const names = Object.keys(variants);
const options = optionsOf(
  `npm run torture:logrotate -- [flags] [-- FLAGS]     a quick look: --seconds 5

  --variants LIST  ${names.join(', ')} [all]
  --seconds N      how long each is written and rotated                  [30]
  --rate N         lines a second                                        [3000]`,
  {
    variants: { kind: 'list', standard: names, known: names },
    seconds: { kind: 'number', standard: 30 },
    rate: { kind: 'number', standard: 3000 },
  },
);

if (commandPath('logrotate') === undefined) {
  console.log('Skipped: logrotate is not installed.');
  process.exit(0);
}
console.log(
  `Seed ${options.seed}, ${options.rate} lines/s, logrotate --force every 1 to 2 s for ${options.seconds} s.`,
);
await allVariants(rotateOverAndOver, variants, options, PARALLEL);
