// All specs of the clocks as one: a mutant then costs one start of them instead of thirteen. Without what is drawn by chance, so that a
// score can be repeated.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const src = join(__dirname, '../../libs/waiting-times/src');
for (const path of readdirSync(src, { recursive: true })) {
  if (path.endsWith('.spec.ts') && !path.endsWith('properties.spec.ts')) require(join(src, path));
}
