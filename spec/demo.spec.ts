import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const demoFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('rxmon-demo-'));

describe('npm run demo', () => {
  it('shows tables, an alert and its recovery, and cleans up', async () => {
    const before = demoFolders();
    // As `npm run demo` does, without building again what other specs are running.
    const { stdout } = await run(process.execPath, ['scripts/demo.mjs']);
    const triggered = stdout.indexOf('High traffic generated an alert - hits = ');
    const recovered = stdout.indexOf('High traffic alert recovered - hits = ');
    expect(triggered).toBeGreaterThan(0);
    expect(recovered).toBeGreaterThan(triggered);
    expect(stdout.match(/^Sections/gm)?.length).toBeGreaterThan(2);
    expect(demoFolders()).toEqual(before);
  });
});
