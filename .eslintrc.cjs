// ESLint 10 no longer looks for this name; the scripts pass it with `eslint -c .eslintrc.cjs`. The content is a flat configuration.
const { defineConfig, globalIgnores } = require('eslint/config');
const tseslint = require('typescript-eslint');
const oneWay = require('./scripts/lint/one-way.cjs');

/** The rooms from the top to the bottom: a room may import from the floors below its own. */
const floors = [
  ['cli'],
  ['outputs'],
  ['screen'],
  ['live', 'view', 'stdio'],
  ['monitor', 'report'],
  ['engine', 'enrich', 'fleet', 'history', 'files'],
  ['source', 'format', 'terminal', 'text', 'generate'],
  ['digest'],
];

/** The floors within a room, likewise. */
const inner = {
  monitor: [['live', 'model'], ['checkpoint'], ['alerts'], ['stats'], ['pauses', 'sources'], ['decode']],
};

/** What lies below a room, and is none of its business nevertheless. */
const closed = {
  view: ['report', 'engine', 'source', 'terminal', 'generate'],
  screen: ['report', 'engine', 'source', 'generate'],
  source: ['digest'],
  terminal: ['digest'],
  text: ['digest'],
  generate: ['digest'],
};

const plainRooms = ['digest', 'format', 'text'];
const pureRooms = ['digest', 'format', 'text', 'monitor', 'view', 'screen', 'generate'];

const noClocks = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from the scheduler that is passed in: use clock.now().',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from the scheduler that is passed in: use clock.now().',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
    message: 'Time comes from the scheduler that is passed in: use timer(due, clock).',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is passed in, so that a seed gives the same result every time.',
  },
];

const noSubscribe = {
  selector: "CallExpression[callee.property.name='subscribe']",
  message: 'Streams are composed here and subscribed to in cli.',
};

module.exports = defineConfig(
  // AssemblyScript is TypeScript to the letter, not in its types; its own compiler checks it.
  globalIgnores(['dist/', 'coverage/', 'src/engine/assembly/']),
  {
    files: ['src/**/*.ts', 'spec/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noClocks, noSubscribe] } },
  { files: ['src/{cli,outputs,live,stdio,files}/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noClocks] } },
  {
    files: ['src/**/*.ts'],
    plugins: { house: { rules: { 'one-way': oneWay } } },
    rules: { 'house/one-way': ['error', { floors, closed, inner }] },
  },
  ...pureRooms.map((room) => ({
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: `${room} is pure: effects live at the edges.` },
            ...(plainRooms.includes(room)
              ? [{ group: ['rxjs', 'rxjs/*'], message: `${room} is plain and synchronous: no rxjs.` }]
              : []),
          ],
        },
      ],
    },
  })),
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
);
