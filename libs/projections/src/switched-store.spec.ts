import { EventStoreDbEventStore, type EventStore, PostgresEventStore } from '@guardian/event-store';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { forgetPositions, refuseSwitchedStore } from './switched-store';

describe('read models and the kind of event store', () => {
  let database: TestDatabase;
  let inPostgres: EventStore;
  let inEventStoreDb: EventStore;

  beforeAll(async () => {
    database = await testDatabase();
    inPostgres = new PostgresEventStore({ connectionString: database.url });
    inEventStoreDb = new EventStoreDbEventStore({ connectionString: 'esdb://localhost:1' });
  });

  beforeEach(() => database.pool.query('delete from projection_checkpoint'));

  afterAll(async () => {
    await Promise.all([inPostgres.close(), inEventStoreDb.close()]);
    await database.drop();
  });

  const standsAt = (readModel: string, position: string | null) =>
    database.pool.query('insert into projection_checkpoint (read_model, position) values ($1, $2)', [readModel, position]);

  it('takes either where nothing was folded yet', async () => {
    await standsAt('worklist', null);
    await refuseSwitchedStore(database.url, inPostgres);
    await refuseSwitchedStore(database.url, inEventStoreDb);
  });

  it.each([
    ['PostgreSQL', '4711', () => [inPostgres, inEventStoreDb] as const],
    ['EventStoreDB', 'esdb:4711/4711', () => [inEventStoreDb, inPostgres] as const],
  ])('folded from %s they go on with it, and the other is refused in words', async (_, position, stores) => {
    await standsAt('caseload-cases', null);
    await standsAt('worklist', position);
    const [same, other] = stores();
    await refuseSwitchedStore(database.url, same);
    await expect(refuseSwitchedStore(database.url, other)).rejects.toMatchObject({
      code: 'StoreSwitched',
      message:
        'The read model worklist was folded from another kind of event store than the configuration names now. ' +
        'Set EVENTSTORE_URL as it was before, or follow "Moving a log" in docs/eventstoredb.md.',
      facts: { readModel: 'worklist' },
    });
  });

  it('takes the other once the positions are forgotten', async () => {
    await standsAt('worklist', '4711');
    await forgetPositions(database.url);
    await refuseSwitchedStore(database.url, inEventStoreDb);
  });
});
