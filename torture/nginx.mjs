// Has a real nginx answer requests while logrotate rotates its log, and compares what rxmon counts with what nginx counts
// itself: `npm run torture:nginx`.
import { allVariants } from './logrotate/all-variants.mjs';
import { serveAndRotate } from './nginx/serve-and-rotate.mjs';
import { variants } from './nginx/variants.mjs';
import { optionsOf } from './options.mjs';
import { commandPath } from './process/commands.mjs';

const PARALLEL = 2;

const names = Object.keys(variants);
const options = optionsOf(
  `npm run torture:nginx -- [flags] [-- FLAGS]     a quick look: --seconds 5

  --variants LIST  ${names.join(', ')}    [all]
  --seconds N      how long each answers requests                        [30]
  --rate N         requests a second, at most                            [2000]`,
  {
    variants: { kind: 'list', standard: names, known: names },
    seconds: { kind: 'number', standard: 30 },
    rate: { kind: 'number', standard: 2000 },
  },
);

const missing = ['nginx', 'logrotate'].filter((name) => commandPath(name) === undefined);
if (missing.length > 0) {
  console.log(`Skipped: ${missing.join(' and ')} cannot be found.`);
  process.exit(0);
}
console.log(
  `Seed ${options.seed}, up to ${options.rate} requests/s, logrotate every 1 to 2 s for ${options.seconds} s.`,
);
await allVariants(serveAndRotate, variants, options, PARALLEL);
