// Mutation testing of who may see what: `npm run mutation:access`, after a build. Its specs need a PostgreSQL, which is started once here:
// jest would start one for every mutant.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { startPostgres } = require('../../dist/apps/cli/src/embedded-postgres');

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'guardian-mutation-'));
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), fast: true });
  try {
    const run = ['stryker', 'run', 'test/mutation/access.config.mjs', ...process.argv.slice(2)];
    const env = { ...process.env, GUARDIAN_TEST_DATABASE_URL: postgres.url };
    process.exitCode = spawnSync('npx', run, { stdio: 'inherit', env }).status ?? 1;
  } finally {
    await postgres.stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
