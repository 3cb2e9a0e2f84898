/** The arguments our checks are run with, each under this very Node. */
const source = '.ts,.tsx,.js,.cjs,.mjs'

/** One configuration for the whole repository; spfx has a second one, which Heft applies while it builds. */
export const eslint = [
  'node_modules/eslint/bin/eslint.js',
  ...['.', '--no-eslintrc', '--config', '.eslintrc.cjs', '--ext', source, '--max-warnings', '0'],
]
export const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']
export const jest = ['node_modules/jest/bin/jest.js', '--config', 'test/jest.config.cjs', '--maxWorkers', '2']
