'use strict'

/** Import, re-export or dynamic import of anything the pattern matches. Slashes are spelled \u002F: esquery ends its pattern at the first. */
const imports = (pattern) =>
  `:matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression)[source.value=/${pattern.replaceAll('/', '\\u002F')}/]`

const nobodyImportsTest = {
  selector: imports('^@tandem/test$|(^|/)test/'),
  message: 'Nothing imports test: it is not there when the product runs.',
}

/** A leaf: next to its own files it may import these packages and nothing else, Node included. */
const leaf = (files, packages, why) => ({
  files,
  rules: {
    'no-restricted-syntax': [
      'error',
      nobodyImportsTest,
      { selector: imports(`^(?!\\.{1,2}/|(${packages.join('|')})$)`), message: `${why} May import: ${packages.join(', ')}.` },
    ],
  },
})

/** A package with libraries of its own: of ours it may import these. */
const adapter = (files, ours, why) => ({
  files,
  rules: {
    'no-restricted-syntax': [
      'error',
      nobodyImportsTest,
      { selector: imports(`^@tandem/(?!(${ours.join('|')})$)`), message: `${why} Of ours it may import: ${ours.join(', ')}.` },
    ],
  },
})

const projects = [
  'provisioning/lists',
  'adaptive-cards',
  'functions/domain',
  'functions/contract',
  'functions',
  'provisioning',
  'test',
]

module.exports = {
  root: true,
  env: { es2022: true },
  parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
  ignorePatterns: ['node_modules', 'lib', 'lib-commonjs', 'dist', 'release', 'temp', '/spfx/*', '!/spfx/src', '*.d.ts'],
  reportUnusedDisableDirectives: true,
  overrides: [
    { files: ['**/*.{js,cjs,mjs}'], extends: 'eslint:recommended', env: { node: true } },
    { files: ['**/*.{ts,tsx}'], parser: '@typescript-eslint/parser', parserOptions: { ecmaFeatures: { jsx: true } } },
    {
      files: ['**/*.{ts,tsx}'],
      // Heft lints spfx with Microsoft's profile while it builds; here only its imports count.
      excludedFiles: ['spfx/**'],
      plugins: ['@typescript-eslint'],
      parserOptions: { project: projects.map((folder) => `${folder}/tsconfig.json`), tsconfigRootDir: __dirname },
      rules: {
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/no-explicit-any': 'error',
        '@typescript-eslint/ban-ts-comment': 'error',
        '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
        '@typescript-eslint/consistent-type-imports': [
          'error',
          { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
        ],
        '@typescript-eslint/no-unused-vars': [
          'error',
          { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
        ],
      },
    },
    leaf(['provisioning/lists/src/**'], ['zod'], 'What is stored depends on nothing.'),
    leaf(['adaptive-cards/src/**'], ['zod'], 'A card is data in, card out.'),
    leaf(['functions/domain/src/**'], ['@tandem/lists', 'zod'], 'The rules know no Node, no browser and no clock.'),
    leaf(
      ['functions/contract/src/**'],
      ['@tandem/lists', '@formatjs/intl', 'zod'],
      'The contract is read by the server and the browser.',
    ),
    adapter(['functions/src/**'], ['domain', 'contract', 'lists', 'cards'], 'The function app stands on its own.'),
    adapter(['provisioning/src/**'], ['lists'], 'Provisioning knows what is stored, not what is done with it.'),
    adapter(['spfx/src/**'], ['contract', 'lists'], 'A web part talks to the contract.'),
    {
      files: ['spfx/src/**'],
      // Known by name, so that comments which switch off one of Heft's rules mean something here as well.
      plugins: ['@typescript-eslint', 'react-hooks'],
      reportUnusedDisableDirectives: false,
      env: { amd: true },
    },
    {
      files: ['test/tenant/**'],
      rules: {
        'no-restricted-syntax': [
          'error',
          { selector: imports('^@tandem/'), message: 'The stand-in tenant imitates Microsoft and knows nothing of ours.' },
        ],
      },
    },
  ],
}
