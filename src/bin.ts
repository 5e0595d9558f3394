#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { endThoughHungUp } from './terminal/hang-up.js';

const argv = process.argv.slice(2);
endThoughHungUp();

/** When not even a part of the program can be loaded, the process is out of descriptors. */
const NO_FILES = { resourceFault: () => 'too many open files: raise the limit with ulimit -n' };

const NO_OUTPUT = {
  tell: (text: string) => process.stderr.write(text),
  endUnread: () => Promise.resolve(),
};

/**
 * A script that asks for the version does not wait for the other modules: 1.1 times as long as `node -e 0`, not 2.1.
 */
async function run(): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    const { print } = await import('./stdio/stdio.js');
    return print(`${version}\n`);
  }
  const [{ main }, { withBytes }] = await Promise.all([import('./cli/main.js'), import('./cli/args/arguments.js')]);
  return main(withBytes(argv));
}

try {
  process.exitCode = await run();
} catch (error) {
  const { resourceFault } = await import('./files/resource-fault.js').catch(() => NO_FILES);
  const { tell } = await import('./stdio/stdio.js').catch(() => NO_OUTPUT);
  tell(`rxmon: ${resourceFault(error) ?? `something went wrong that should not have: ${String(error)}`}\n`);
  process.exitCode = 1;
}
const { endUnread } = await import('./stdio/stdio.js').catch(() => NO_OUTPUT);
await endUnread();
