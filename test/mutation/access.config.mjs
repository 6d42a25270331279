// Of `npm run mutation:access`: roles, scopes, sessions, accounts and the read audit, by the specs that stand beside them.
import waitingTimes from '../../stryker.config.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  ...waitingTimes,
  jest: { projectType: 'custom', configFile: 'test/mutation/access.jest.config.js', enableFindRelatedTests: false },
  mutate: [
    'libs/access/src/**/*.ts',
    '!libs/access/src/**/*.spec.ts',
    '!libs/access/src/**/*.migration.ts',
    '!libs/access/src/demo-users.ts',
  ],
  ignorePatterns: ['.data', '.git', 'docs', 'dist/**/*.spec.js'],
  jsonReporter: { fileName: '.data/mutation-access.json' },
};
