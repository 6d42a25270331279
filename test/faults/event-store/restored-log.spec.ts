import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backUp, PostgresEventStore, restore } from '@guardian/event-store';
import { migrate, ProjectionRunner, ProjectionStatus } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../support/database';
import { diaries, diaryMigrations, write } from '../projections/diary';
import { migrateEventLog } from './event-log-database';

describe('a read model that had read a part of the log', () => {
  let databases: TestDatabase[];
  let stores: PostgresEventStore[];
  let folder: string;

  beforeEach(async () => {
    databases = [
      await testDatabase({ unmigrated: true }),
      await testDatabase({ unmigrated: true }),
      await testDatabase({ unmigrated: true }),
    ];
    stores = [];
    folder = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    for (const database of databases) await database.drop();
    rmSync(folder, { recursive: true });
  });

  const storeOn = ({ url }: TestDatabase): PostgresEventStore => {
    const store = new PostgresEventStore({ connectionString: url });
    stores.push(store);
    return store;
  };

  it('goes on where it was when the log comes back from a backup: nothing twice, nothing left out', async () => {
    const [old, fresh, rows] = databases as [TestDatabase, TestDatabase, TestDatabase];
    await migrateEventLog(old.url);
    await migrate(rows.url, diaryMigrations);
    const before = storeOn(old);
    const folded = async (store: PostgresEventStore): Promise<void> => {
      const runner = new ProjectionRunner({ url: rows.url, store, readModels: [diaries] });
      const status = new ProjectionStatus({ url: rows.url, store, readModels: [diaries] });
      runner.start();
      expect(await status.waitUntil('diaries', (await store.head())!, 20_000)).toBe('fresh');
      await runner.stop();
      await status.close();
    };

    for (let i = 0; i < 20; i++) await write(before, 9);
    await folded(before);
    for (let i = 0; i < 20; i++) await write(before, 9); // in the backup, and not yet read
    await backUp({ url: old.url, folder, rebuilt: [], keyMark: '' });
    await restore({ url: fresh.url, folder, keyMark: '', migrate: migrateEventLog });

    const after = storeOn(fresh);
    for (let i = 0; i < 20; i++) await write(after, 9); // only after the restore
    await folded(after);
    const { rows: totals } = await rows.pool.query(
      `select count(*)::int as diaries, min(pages_written) as fewest, max(pages_written) as most,
         (select count(*)::int from diary_page) as pages, (select count(*)::int from projection_stream where tries > 0) as tried from diary`,
    );
    expect(totals).toEqual([{ diaries: 60, fewest: 9, most: 9, pages: 540, tried: 0 }]);
  });
});
