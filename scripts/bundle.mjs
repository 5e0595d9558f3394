// The program is bundled: loading rxjs and the others file by file takes longer than reading a log of 100 MB.
// The library is not, so that its users have one rxjs.
import { cpSync } from 'node:fs';
import { build } from 'esbuild';

await build({
  entryPoints: { bin: 'src/bin.ts', worker: 'src/report/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  legalComments: 'eof',
  // Some packages are CommonJS and ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
  logLevel: 'warning',
});
for (const folder of ['dist', 'dist/lib/engine']) cpSync('src/engine/engine.wasm', `${folder}/engine.wasm`);
