import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const SRC = resolve('src');

/** The files that each file imports or exports again, types too, by their paths below `src`. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, file), 'utf8'));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SRC, resolve(SRC, dirname(file), name)).replace(/\.js$/, '.ts'));
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** Paths that lead from a file back to it. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at !== -1) found.push([...path.slice(at), file]);
    if (at !== -1 || done.has(file)) return;
    for (const other of graph.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

describe('the files of src', () => {
  it('import no file in a circle, types included', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(graph.get('bin.ts')).toContain('cli/main.ts');
    expect(circles(graph)).toEqual([]);
  });

  it('would be found out if they did', () => {
    const circle = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['a.ts']],
    ]);
    expect(circles(circle)).toEqual([['a.ts', 'b.ts', 'c.ts', 'a.ts']]);
  });
});
