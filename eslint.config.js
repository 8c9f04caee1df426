import tseslint from 'typescript-eslint'

// Bans that say where the one allowed place is. Files listed below an entry are that place.
const TIME = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the clock (src/kernel/clock.ts).',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the clock (src/kernel/clock.ts).',
  },
]
const ENVIRONMENT = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Settings are read in src/config.ts.',
  },
  {
    selector:
      "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
    message: 'Settings are read in src/config.ts.',
  },
]
const SHAPE = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
]

/** The banned forms, but for those whose one place the files are. */
const bans = (...lists) => ({ 'no-restricted-syntax': ['error', ...SHAPE, ...lists.flat()] })

export default tseslint.config(
  { ignores: ['node_modules/', '.build/', '.data/', '.tap/', 'src/generated/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      ...bans(TIME, ENVIRONMENT),
    },
  },
  {
    // A key of a generator, exported as JWK while garbage is collected, stops Node 20 for ever.
    files: ['src/**', 'certs/**'],
    ignores: ['src/crypto/key-pair.ts', 'src/kernel/clock.ts', 'src/config.ts'],
    rules: bans(TIME, ENVIRONMENT, [
      {
        selector:
          "CallExpression[callee.name='generateKeyPairSync'] > Literal.arguments:first-child[value='ec']",
        message: 'Use newEcKeyPair of crypto/key-pair.ts.',
      },
    ]),
  },
  {
    files: ['src/browser/**/*.ts'],
    languageOptions: { parserOptions: { project: './src/browser/tsconfig.json' } },
  },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  { files: ['src/kernel/clock.ts'], rules: bans(ENVIRONMENT) },
  { files: ['src/config.ts'], rules: bans(TIME) },
  {
    files: ['test/**'],
    rules: {
      ...bans(TIME),
      // tap's subtests are awaited by their parent.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
)
