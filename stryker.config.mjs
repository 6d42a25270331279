// Mutation testing of the waiting-time engine: `npm run mutation`. Not part of `npm test`; the last score stands in docs/waiting-times.md.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: ['libs/waiting-times/src/**/*.ts', '!libs/waiting-times/src/**/*.spec.ts', '!libs/waiting-times/src/contract/**'],
  ignorePatterns: ['**', '!libs/waiting-times/**', '!libs/kernel/**', '!test/mutation/**', '!package.json', '!jest.config.js', '!tsconfig.json'],
  tempDirName: '.data/stryker',
  jsonReporter: { fileName: '.data/mutation.json' },
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  concurrency: 2,
  thresholds: { high: 90, low: 85, break: 85 },
};
