// For mutation testing (stryker.config.mjs): the project's configuration without the PostgreSQL that other specs need, and without what is
// drawn by chance, so that a score can be repeated.
const { globalSetup: _setup, globalTeardown: _teardown, reporters: _reporters, ...shared } = require('../../jest.config');

/** @type {import('jest').Config} */
module.exports = { ...shared, roots: ['<rootDir>/libs/waiting-times'], testPathIgnorePatterns: ['properties\\.spec'] };
