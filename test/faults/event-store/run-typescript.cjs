// `node run-typescript.cjs <file.ts> …`: runs one of our TypeScript files in a process of its own, so that a test can kill it.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const root = path.resolve(__dirname, '../../..');
const { paths } = require(path.join(root, 'tsconfig.json')).compilerOptions;

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const [frontDoor] = paths[request] ?? [];
  return resolveFilename.call(this, frontDoor ? path.join(root, frontDoor) : request, ...rest);
};

// Asked for in this order: `./limits` is limits.ts, not limits.json beside it.
const json = require.extensions['.json'];
delete require.extensions['.json'];
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  });
  module._compile(code, filename);
};
require.extensions['.json'] = json;

process.argv.splice(1, 1);
require(path.resolve(process.argv[1]));
