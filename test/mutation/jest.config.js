// For mutation testing (stryker.config.mjs): the project's configuration without the PostgreSQL that other specs need.
const { globalSetup: _setup, globalTeardown: _teardown, reporters: _reporters, ...shared } = require('../../jest.config');

/** @type {import('jest').Config} */
module.exports = {
  ...shared,
  roots: ['<rootDir>/test/mutation', '<rootDir>/libs/waiting-times'],
  testRegex: 'test/mutation/all-specs\\.cjs$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
};
