import { InMemoryEventStore, type RecordedEvent } from '@guardian/event-store';
import type { Client } from 'pg';
import { diaries, diaryMigrations, write } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { connect } from './connections';
import { migrate } from './database';
import { type Checkpoint, Projection } from './projection';

describe('a projection whose leader is not the only one who believes to lead', () => {
  let database: TestDatabase;
  let clients: Client[];
  let events: RecordedEvent[];
  let from: Checkpoint;
  const projection = new Projection(diaries, {});

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
    const store = new InMemoryEventStore();
    await write(store, 5);
    events = await store.readAll(undefined, 100);
    clients = await Promise.all([1, 2, 3].map(() => connect(database.url, 'spec')));
    from = await projection.checkpoint(clients[0]!);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database.drop();
  });

  it('lets one of three apply a batch; the others change nothing', async () => {
    const results = await Promise.allSettled(clients.map((client) => projection.advance(client, from, events)));
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as Error).name);
    expect(refused).toEqual(['CheckpointMoved', 'CheckpointMoved']);
    expect((await database.pool.query('select pages_written from diary')).rows).toEqual([{ pages_written: 5 }]);
  });

  it('refuses a late one that wakes up with an old checkpoint', async () => {
    await expect(projection.advance(clients[1]!, from, events)).rejects.toThrow(expect.objectContaining({ name: 'CheckpointMoved' }));
    expect((await database.pool.query('select pages_written from diary')).rows).toEqual([{ pages_written: 5 }]);
  });

  it('leaves no row without its checkpoint when the transaction breaks off', async () => {
    await database.pool.query('truncate diary, diary_page, projection_stream');
    const at = await projection.checkpoint(clients[0]!);
    await database.pool.query('alter table diary_page rename to elsewhere');
    await expect(projection.advance(clients[0]!, at, events)).rejects.toThrow('diary_page');
    await database.pool.query('alter table elsewhere rename to diary_page');
    expect((await database.pool.query('select * from diary')).rows).toEqual([]);
    expect(await projection.checkpoint(clients[0]!)).toEqual(at);
  });
});
