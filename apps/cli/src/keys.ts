import path from 'node:path';
import { parseArgs } from 'node:util';
import { type GuardianConfig, loadConfig } from '@guardian/config';
import { backUpKeys, erasureRecords, MasterKeys, restoreKeys, rotateMasterKey } from '@guardian/event-store';
import { inProblems } from './backup-words';
import { Problem } from './problem';
import { progressBar } from './progress-bar';
import { withDatabaseAsItIs } from './service-database';

const HOW = 'Say one: keys backup --to <file>, keys restore --from <file>, or keys rotate.';

/**
 * `guardian keys backup --to <file>`, `guardian keys restore --from <file>`: the wrapped data keys, which no backup of the database holds.
 * `guardian keys rotate`: wraps them anew with the first master key of the configuration.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' }, from: { type: 'string' } },
  });
  const config = loadConfig();
  const inDatabase = (work: (url: string) => Promise<void>) =>
    withDatabaseAsItIs(config, console.error, (url) => inProblems(() => work(url)));
  switch (positionals.join(' ')) {
    case 'backup': {
      const file = path.resolve(values.to ?? fail());
      await inDatabase(async (url) => console.log(`${count(await backUpKeys(url, file))} backed up into ${file}`));
      return 0;
    }
    case 'restore': {
      const file = path.resolve(values.from ?? fail());
      await inDatabase((url) => bringKeysBack(config, url, file));
      return 0;
    }
    case 'rotate':
      await inDatabase((url) => rotate(config, url));
      return 0;
    default:
      return fail();
  }
}

/** Keys of patients who were erased stay destroyed: docs/adr/0024. */
export async function bringKeysBack({ checkpoints }: GuardianConfig, url: string, file: string): Promise<void> {
  const erased = (await erasureRecords(checkpoints.folder)).flatMap(({ streams }) => streams);
  console.log(`${count(await restoreKeys(url, file, erased))} can be used; those of ${erased.length} erased streams stay destroyed`);
}

async function rotate({ secrets }: GuardianConfig, url: string): Promise<void> {
  const bar = progressBar('Keys', process.stderr);
  try {
    const rotated = await rotateMasterKey(url, new MasterKeys(secrets.masterKeys), (done, all) => bar.show(done, all));
    console.log(`${count(rotated)} wrapped anew. Master keys after the first are not needed any more.`);
  } finally {
    bar.end();
  }
}

const count = (keys: number): string => `${keys.toLocaleString('en-GB')} ${keys === 1 ? 'key' : 'keys'}`;

function fail(): never {
  throw new Problem(HOW);
}
