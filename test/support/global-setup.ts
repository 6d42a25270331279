import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningPostgres, startPostgres } from '../../apps/cli/src/embedded-postgres';

const PREFIX = 'guardian-test-';

declare global {
  var guardianTestServer: { postgres: RunningPostgres; folder: string } | undefined;
}

/** One PostgreSQL for the run, unless GUARDIAN_TEST_DATABASE_URL names one (an account that may create databases). */
export default async function globalSetup(): Promise<void> {
  await removeLeftovers();
  if (process.env['GUARDIAN_TEST_DATABASE_URL']) return;
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), fast: true });
  globalThis.guardianTestServer = { postgres, folder };
  process.env['GUARDIAN_TEST_DATABASE_URL'] = postgres.url;
}

/** A run that was killed leaves its server behind: the next run stops it. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (isAlive(pid)) continue;
    const folder = path.join(tmpdir(), name);
    const server = await startPostgres({ dataDir: path.join(folder, 'postgres'), fast: true }).catch(() => undefined);
    await server?.stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
