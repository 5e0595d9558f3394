// Ends rxmon hundreds of times, at random moments, while its logs are written and rotated, and counts whether it lost or
// doubled a line over all those restarts: `npm run torture:kill`.
import { killOverAndOver } from './kill/kill-over-and-over.mjs';
import { variants } from './kill/variants.mjs';
import { seedFor } from './log/random.mjs';
import { optionsOf } from './options.mjs';

const names = Object.keys(variants);
const options = optionsOf(
  `npm run torture:kill -- [flags] [-- FLAGS]     a quick look: --kills 20 --variants kill

  --kills N        how often rxmon is killed; fewer in the other variants [200]
  --variants LIST  ${names.join(', ')}                                [all]
  --rate N         lines a second                                        [20000]`,
  {
    kills: { kind: 'number', standard: 200 },
    variants: { kind: 'list', standard: names, known: names },
    rate: { kind: 'number', standard: 20_000 },
  },
);

const signed = (n) => (n > 0 ? `+${n}` : String(n));

console.log(`Seed ${options.seed}, ${options.rate} lines/s.`);
for (const name of options.variants) {
  const variant = variants[name];
  const seed = seedFor(options.seed, name);
  const { count, written, total, printed, faults, folder } = await killOverAndOver(name, variant, { ...options, seed });
  const { lines, rotations } = written;
  const counted = total === undefined ? 'no total' : `${total.hits} hits and ${total.unparsed} unparsed`;
  console.log(
    `${variant.title}: ${count} times over ${rotations} rotations, ${lines} lines written, ${counted} counted in all.`,
  );
  console.log(
    `  The tables of all lives say ${printed} hits, ${signed(printed - lines)}: printed twice, or not at all.`,
  );
  if (faults.length === 0) console.log('  Exact.');
  else {
    console.log(`  NOT exact: ${faults.join('; ')}. See ${folder}`);
    process.exitCode = 1;
  }
}
process.exit();
