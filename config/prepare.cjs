// `npm ci` builds, and makes `npx guardian` work in the checkout. A `bin` field would make npm link the whole
// checkout into its npx cache. `npm ci --omit=dev` (an image that copies dist) has no compiler and only links.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const bin = path.join(root, 'node_modules/.bin');
fs.mkdirSync(bin, { recursive: true });
if (process.platform === 'win32') {
  fs.writeFileSync(path.join(bin, 'guardian.cmd'), '@node "%~dp0\\..\\..\\apps\\cli\\bin\\guardian.cjs" %*\r\n');
} else {
  fs.rmSync(path.join(bin, 'guardian'), { force: true });
  fs.symlinkSync('../../apps/cli/bin/guardian.cjs', path.join(bin, 'guardian'));
  fs.chmodSync(path.join(root, 'apps/cli/bin/guardian.cjs'), 0o755);
}

try {
  require.resolve('@swc/cli/package.json');
} catch {
  console.log('prepare: no compiler installed, build skipped');
  process.exit(0);
}
const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
process.exit(build.status ?? 1);
