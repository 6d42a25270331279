import { randomUUID } from 'node:crypto';
import { openEventStore, PostgresEventStore } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import { type TestDatabase, testDatabase } from '../../../../test/support/database';
import { loadReferenceData } from '../reference-data';
import { demoCases } from './demo-cases';
import { generateDemo } from './generate-demo';
import { GUARDIAN } from './story';
import { testLog } from '../../../../test/support/log';

// a cohort of 40 takes about 2 s of a machine that does nothing else
jest.setTimeout(120_000);

const cohort = { lookupKey: 'a key for specs, 32 signs or more', seed: 1, until: day('2026-11-20') };

const untouched = async (): Promise<TestDatabase> => {
  const database = await testDatabase();
  await loadReferenceData(testLog(database.url));
  return database;
};

/** All that is in the log, without the order in which it came there, and opened: sealed, no two are alike. */
async function history({ url }: TestDatabase): Promise<unknown[]> {
  const store = openEventStore(testLog(url));
  const events: string[] = [];
  for (let page = await store.readAll(undefined, 1_000); page.length > 0; page = await store.readAll(page.at(-1)?.position, 1_000)) {
    for (const { stream, revision, type, data, metadata } of page)
      if (stream.category !== 'pathway_definition') events.push(JSON.stringify([stream.id, revision, type, data, metadata]));
  }
  await store.close();
  return events.sort();
}

describe('the demo cohort on PostgreSQL', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    [one, other] = await Promise.all([untouched(), untouched()]);
  });
  afterAll(() => Promise.all([one.drop(), other.drop()]));

  it('is wanted on an untouched database', async () => {
    expect(await demoCases.isWanted(testLog(one.url))).toBe(true);
  });

  it('is lived through without a refusal, and told how it goes', async () => {
    const told: number[] = [];
    const done = await generateDemo({ ...cohort, ...testLog(one.url), cases: 40, onProgress: ({ cases }) => told.push(cases) });
    expect(done).toMatchObject({ cases: 40, until: '2026-11-20' });
    expect(told).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(done.open).toBeGreaterThan(10);
    expect(done.open).toBeLessThan(30);
    expect(await history(one)).toHaveLength(done.events);
  });

  it('adds nothing when it is run again, and keeps its last day when none is asked for', async () => {
    const before = await history(one);
    expect(await generateDemo({ ...cohort, until: undefined, ...testLog(one.url), cases: 40 })).toMatchObject({
      events: 0,
      until: '2026-11-20',
    });
    expect(await history(one)).toEqual(before);
  });

  it('goes on where it was stopped, and comes to the same cohort', async () => {
    const stop = new AbortController();
    const stopped = await generateDemo({
      ...cohort,
      ...testLog(other.url),
      cases: 40,
      stop: stop.signal,
      onProgress: ({ cases }) => {
        if (cases === 5) stop.abort();
      },
    });
    expect(stopped.cases).toBeLessThan(40);
    await generateDemo({ ...cohort, ...testLog(other.url), cases: 40 });
    expect(await history(other)).toEqual(await history(one));
  });

  it('refuses another last day for a seed that was begun', async () => {
    await expect(generateDemo({ ...cohort, until: day('2026-11-19'), ...testLog(one.url), cases: 40 })).rejects.toThrow(
      'Seed 1 was begun with 2026-11-20 as its last day: use that day, or another seed.',
    );
  });

  it('needs the directory', async () => {
    const empty = await testDatabase();
    try {
      await expect(generateDemo({ ...cohort, ...testLog(empty.url), cases: 1 })).rejects.toThrow('run guardian start once');
    } finally {
      await empty.drop();
    }
  });

  it('is finished when it was ended in the middle, and never mixed into cases that somebody entered', async () => {
    expect(await demoCases.isWanted(testLog(one.url))).toBe(true);
    const used = await untouched();
    const store = new PostgresEventStore({ connectionString: used.url });
    try {
      const metadata = { commandId: 'x', commandHash: 'x', recordedAt: '2026-11-20T09:00:00.000Z', actor: GUARDIAN };
      await store.append({ category: 'case', id: randomUUID() }, 0, [{ type: 'ReferralReceived', data: {}, metadata }]);
      expect(await demoCases.isWanted(testLog(used.url))).toBe(false);
    } finally {
      await store.close();
      await used.drop();
    }
  });
});
