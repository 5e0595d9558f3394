// Two generators write two logs, rxmon follows both. The faster generator stops after a while, so that within half a
// minute tables, an alert and its recovery are seen.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PATIENCE_MS = 60_000;
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rxmon-demo-'));
const logs = ['shop.log', 'blog.log'].map((name) => join(folder, name));
const children = [];

function rxmon(args, stdio, env = {}) {
  console.log(`$ rxmon ${args.join(' ')}`);
  const child = spawn(process.execPath, [bin, ...args], { stdio, env: { ...process.env, ...env } });
  children.push(child);
  return child;
}

function end(code, words) {
  if (process.exitCode !== undefined) return;
  if (words) console.log(words);
  process.exitCode = code;
  clearTimeout(patience);
  for (const child of children) child.kill('SIGTERM');
}

const patience = setTimeout(() => end(1, `No recovery was seen in ${PATIENCE_MS / 1000} s.`), PATIENCE_MS);
process.on('SIGINT', () => end(130, ''));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Output goes through a pipe to be watched; what a terminal would have told rxmon is passed on.
const terminal = process.stdout.isTTY
  ? {
      FORCE_COLOR: process.env.NO_COLOR ? '0' : (process.env.FORCE_COLOR ?? '1'),
      COLUMNS: String(process.stdout.columns),
    }
  : {};
rxmon(['generate', '--file', logs[0], '-n', '2'], 'inherit');
rxmon(['generate', '--file', logs[1], '-n', '5', '--count', '60'], 'inherit');
const monitor = rxmon(
  ['--files', logs.join(','), '--interval', '3s', '--window', '5s', '--threshold', '4', '--top', '5'],
  ['ignore', 'pipe', 'inherit'],
  terminal,
);

let seen = '';
monitor.stdout.on('data', (text) => {
  process.stdout.write(text);
  seen += text;
  const recovered = seen.indexOf('High traffic alert recovered');
  const tableBehind = recovered !== -1 && /Sections|no hits/.test(seen.slice(recovered));
  if (tableBehind && seen.includes('High traffic generated an alert')) {
    end(0, 'The alert was raised and has recovered: that was the demo.');
  }
});
monitor.on('exit', (code) => {
  end(1, `rxmon ended with exit code ${code}.`);
});
