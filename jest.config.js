/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Sources import each other as Node will find them once built, by `./x.js`.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Nothing is too slow for a spec: speed is held in benchmarks. This is for what hangs, and longer than several waits of the
  // specs' own, which say what they wait for.
  testTimeout: 300_000,
  // Many specs wait for programs, so a worker a core keeps the cores busy.
  maxWorkers: '100%',
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
};
