import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import type { Position, RecordedEvent } from '../event-store';
import { event } from '../contract/examples';
import { PostgresEventStore } from './postgres-event-store';

const COPY_FROM = 8;

/** Two processes of Guardian on one database, in which small appends go by INSERT and large ones by COPY. */
describe('appends by INSERT and by COPY, mixed', () => {
  let database: TestDatabase;
  let stores: PostgresEventStore[];

  beforeAll(async () => {
    database = await testDatabase();
    stores = [0, 1].map(() => new PostgresEventStore({ connectionString: database.url, copyFrom: COPY_FROM }));
  });

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  const storeNumber = (n: number) => stores[n] as PostgresEventStore;

  async function logAfter(position: Position | undefined): Promise<RecordedEvent[]> {
    const log: RecordedEvent[] = [];
    for (let page = await storeNumber(0).readAll(position, 1_000); page.length > 0;) {
      log.push(...page);
      page = await storeNumber(0).readAll(page.at(-1)?.position, 1_000);
    }
    return log;
  }

  it('answer with the place where their last event stands, whichever way the others go', async () => {
    const append = fc.record({
      by: fc.nat(1),
      stream: fc.nat(5),
      size: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(COPY_FROM)),
      // how far from where its stream stands its writer takes it to stand
      off: fc.constantFrom(0, 0, 0, 0, -1, 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(append, { minLength: 2, maxLength: 40 }), async (appends) => {
        const before = await storeNumber(0).head();
        const ids = Array.from({ length: 6 }, () => randomUUID());
        const attempts = appends.map(async ({ by, stream, size, off }) => {
          const id = ids[stream] as string;
          const { length } = await storeNumber(by).read({ category: 'case', id });
          const { revision, position } = await storeNumber(by).append(
            { category: 'case', id },
            Math.max(0, length + off),
            Array(size).fill(event()),
          );
          return { id, revision, position, size };
        });
        const outcomes = await Promise.allSettled(attempts);
        const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'StreamConflict' });
        }

        const log = await logAfter(before);
        expect(log).toHaveLength(won.reduce((sum, { size }) => sum + size, 0));
        for (const { id, revision, position } of won) {
          expect(log.find((read) => read.position === position)).toMatchObject({ stream: { id }, revision });
        }
        for (const id of ids) {
          const revisions = log.filter(({ stream }) => stream.id === id).map((read) => read.revision);
          expect(revisions).toEqual(revisions.map((_, i) => i + 1));
        }
      }),
      { numRuns: 40 },
    );
  });
});
