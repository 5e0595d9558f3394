// ESLint 10 no longer looks for this name; the scripts pass it with `eslint -c .eslintrc.cjs`. The content is a flat configuration.
const { defineConfig, globalIgnores } = require('eslint/config');
const tseslint = require('typescript-eslint');

/**
 * What each room may not import. The way through the house is cli → screen → view → monitor → engine → format → digest, and
 * cli → source and cli → terminal, of which the screen knows the types of what is typed.
 */
const rooms = {
  digest: ['format', 'engine', 'source', 'monitor', 'view', 'screen', 'terminal', 'generate', 'cli'],
  format: ['engine', 'source', 'monitor', 'view', 'screen', 'terminal', 'generate', 'cli'],
  engine: ['source', 'monitor', 'view', 'screen', 'terminal', 'generate', 'cli'],
  source: ['digest', 'format', 'engine', 'monitor', 'view', 'screen', 'terminal', 'generate', 'cli'],
  monitor: ['view', 'screen', 'terminal', 'generate', 'cli'],
  view: ['engine', 'source', 'screen', 'terminal', 'generate', 'cli'],
  screen: ['engine', 'source', 'generate', 'cli'],
  terminal: ['digest', 'format', 'engine', 'source', 'monitor', 'view', 'screen', 'generate', 'cli'],
  generate: ['source', 'digest', 'engine', 'monitor', 'view', 'screen', 'terminal', 'cli'],
  cli: [],
};

const plainRooms = ['digest', 'format'];
const pureRooms = ['digest', 'format', 'monitor', 'view', 'screen', 'generate'];

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
  { files: ['src/cli/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noClocks] } },
  ...Object.entries(rooms).map(([room, closed]) => ({
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...closed.map((other) => ({
              group: [`../${other}/*`],
              message: `${room} may not import ${other}: imports point one way only.`,
            })),
            ...(pureRooms.includes(room)
              ? [{ group: ['node:*'], message: `${room} is pure: effects live at the edges.` }]
              : []),
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
