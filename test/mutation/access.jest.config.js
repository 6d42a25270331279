const { globalSetup: _setup, globalTeardown: _teardown, reporters: _reporters, ...shared } = require('../../jest.config');

/** @type {import('jest').Config} */
module.exports = { ...shared, roots: ['<rootDir>/libs/access'], maxWorkers: 1 };
