import { randomUUID } from 'node:crypto';
import { contactLog, recordContact, runnerOn } from '../../../../test/faults/event-store/contact-log';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const KILLS = 200;
const WRITERS = 4;

describe('EventStoreDB is killed 200 times, each time after it stored and before it answered', () => {
  let double: Double;
  let store: EventStoreDbEventStore;

  beforeAll(async () => {
    double = await startDouble();
    store = new EventStoreDbEventStore({ connectionString: double.url });
  });

  afterAll(async () => {
    await store.close();
    await double.close();
  });

  it('no command is lost, and none stored twice', async () => {
    const runner = runnerOn(store);
    const ids = Array.from({ length: WRITERS }, () => randomUUID());
    const commandsEach = KILLS / WRITERS;
    double.faults.appends.next('kill-after-storing', KILLS);
    await Promise.all(
      ids.map(async (id) => {
        for (let n = 1; n <= commandsEach; n++) {
          expect(await runner.handle(contactLog, id, ...recordContact(`c-${n}`))).toMatchObject({ revision: 3 * n, appended: 3 });
        }
      }),
    );
    expect(double.faults.appends.met).toBeGreaterThanOrEqual(KILLS);
    for (const id of ids) {
      const stored = await store.read({ category: 'case', id });
      const expected = Array.from({ length: commandsEach }, (_, i) => [`c-${i + 1}`, `c-${i + 1}`, `c-${i + 1}`]).flat();
      expect(stored.map(({ metadata }) => metadata.commandId)).toEqual(expected);
      expect(stored.map(({ revision }) => revision)).toEqual(Array.from({ length: 3 * commandsEach }, (_, i) => i + 1));
    }
    expect(await store.readAll(undefined, 10_000)).toHaveLength(3 * KILLS);
  }, 180_000);
});
