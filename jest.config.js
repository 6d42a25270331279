// Every package in node_modules that has no CommonJS build and is reached from a test.
const ESM = [
  '@nestjs',
  'uuid',
  'temporal-polyfill',
  'temporal-utils',
  'content-disposition',
  'cookie',
  'd3-[a-z]+',
  'internmap',
  'jose',
  'oauth4webapi',
  'openid-client',
  'oidc-provider',
];
const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      parser,
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  },
];

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/config', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    [`/node_modules/(${ESM.join('|')})/.+\\.m?js$`]: swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM.join('|')})/)`],
  moduleNameMapper: {
    '^@guardian/config$': '<rootDir>/config/index.ts',
    '^@guardian/casework/events$': '<rootDir>/libs/casework/src/events.ts',
    '^@guardian/kernel/spec$': '<rootDir>/libs/kernel/src/given-when-then.ts',
    '^@guardian/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/closing-line.js'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
