'use strict'

const path = require('node:path')

// Published as ES modules only; jest runs CommonJS, so swc turns these too.
const esm = [
  '@pnp',
  '@sparticuz',
  'hono',
  '@hono',
  'jose',
  'zod',
  '@formatjs',
  'intl-messageformat',
  '@microsoft/sp-[^/]*/lib',
  '@tandem',
]

/** @type {import('jest').Config} */
module.exports = {
  rootDir: path.resolve(__dirname, '..'),
  testMatch: ['<rootDir>/test/suites/**/*.test.{ts,tsx}'],
  modulePathIgnorePatterns: ['<rootDir>/spfx/(lib|lib-commonjs|temp|dist|release)/', '<rootDir>/dist/'],
  testEnvironment: 'node',
  testTimeout: 60000,
  transform: {
    '^.+\\.(t|j|mj|cj)sx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'classic' } }, target: 'es2022' },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  moduleNameMapper: {
    // Tests see sources, whatever was compiled last.
    '^@tandem/lists$': '<rootDir>/provisioning/lists/src/index.ts',
    '^@tandem/cards$': '<rootDir>/adaptive-cards/src/index.ts',
    '^@tandem/domain$': '<rootDir>/functions/domain/src/index.ts',
    '^@tandem/contract$': '<rootDir>/functions/contract/src/index.ts',
    '^@tandem/functions$': '<rootDir>/functions/src/index.ts',
    '^@tandem/provisioning$': '<rootDir>/provisioning/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
}
