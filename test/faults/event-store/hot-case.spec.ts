import { randomUUID } from 'node:crypto';
import { type Handled, PostgresEventStore } from '@guardian/event-store';
import type { DomainError } from '@guardian/kernel';
import { testDatabase, type TestDatabase } from '../../support/database';
import { contactLog, recordContact, runnerOn } from './contact-log';
import { brokenStreams, storedCommands } from './log-invariants';
import { WriterProcess } from './writer-process';

describe('a case that everybody works on at once', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let id: string;

  beforeAll(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
  });

  beforeEach(() => {
    id = randomUUID();
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const ofThisCase = async () => (await storedCommands(database.pool)).filter((command) => command.id === id);

  it('stores 1,000 commands in 5 seconds, and none fails', async () => {
    const runner = runnerOn(store);
    const started = performance.now();
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => runner.handle(contactLog, id, ...recordContact(`c-${n}`))));
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await ofThisCase()).toHaveLength(1_000);
    expect(await brokenStreams(database.pool)).toEqual([]);
  });

  it('stores 1,000 commands from two processes, and none fails', async () => {
    const writers = ['a', 'b'].map((prefix) => new WriterProcess(database.url, [id], 500, prefix));
    await Promise.all(writers.map((writer) => writer.untilDone()));
    expect(writers.map(({ acknowledged }) => acknowledged.length)).toEqual([500, 500]);
    expect((await ofThisCase()).filter(({ events }) => events === 3)).toHaveLength(1_000);
    expect(await brokenStreams(database.pool)).toEqual([]);
  });

  it('gives 1,000 parallel and 1,000 later sendings of one command one answer, from two runners', async () => {
    const runners = [runnerOn(store), runnerOn(store)] as const;
    const answers: Handled[] = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => runners[n % 2 === 0 ? 0 : 1].handle(contactLog, id, ...recordContact('c-1'))),
    );
    for (let n = 0; n < 1_000; n++) answers.push(await runners[0].handle(contactLog, id, ...recordContact('c-1')));
    const { position } = answers[0] as Handled;
    const answer = { stream: { category: 'case', id }, revision: 3, position, appended: 3 };
    expect(answers.filter(({ replayed }) => !replayed)).toEqual([{ ...answer, replayed: false }]);
    expect(answers.filter(({ replayed }) => replayed)).toEqual(Array(1_999).fill({ ...answer, replayed: true }));
    expect(await ofThisCase()).toEqual([{ id, commandId: 'c-1', events: 3, revision: 3 }]);
  });

  it('lets 1 of 1,000 win that were all looking at the same revision', async () => {
    const [first, second] = [runnerOn(store), runnerOn(store)];
    await first.handle(contactLog, id, ...recordContact('c-0'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, n) => {
        const [command, options] = recordContact(`c-${n + 1}`);
        return (n % 2 === 0 ? first : second).handle(contactLog, id, command, { ...options, ifRevision: 3 });
      }),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as DomainError] : []));
    expect(lost).toHaveLength(999);
    for (const { code, facts } of lost) expect([code, facts['revision'], facts['by']]).toEqual(['StreamMovedOn', 6, 'Ada']);
    expect(await ofThisCase()).toHaveLength(2);
  });
});
