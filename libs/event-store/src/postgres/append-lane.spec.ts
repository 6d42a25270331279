import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import type { EncodedEvent } from '../encode';
import type { StreamId } from '../event-store';
import { AppendLane } from './append-lane';
import { resilientPool } from './connections';

const aCase = (): StreamId => ({ category: 'case', id: randomUUID() });
const event: EncodedEvent = { type: 'CaseAssigned', data: '{}', metadata: '{}' };
const events = (count: number): EncodedEvent[] => Array.from({ length: count }, () => event);
const code = (code: string) => ({ status: 'rejected', reason: expect.objectContaining({ code }) as unknown });

describe('AppendLane', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof resilientPool>;
  let lane: AppendLane;

  beforeAll(async () => {
    database = await testDatabase();
  });

  beforeEach(() => {
    pool = resilientPool({ connectionString: database.url, lockTimeoutMs: 100 }, 1);
    lane = new AppendLane(pool, 10_000, 250);
  });

  afterEach(async () => {
    await lane.close();
    await pool.end();
  });

  afterAll(() => database.drop());

  const transactions = async (streams: readonly StreamId[]) => {
    const { rows } = await database.pool.query<{ count: number }>(
      'select count(distinct xmin::text)::int from events where stream_id = any ($1::uuid[])',
      [streams.map(({ id }) => id)],
    );
    return rows[0]?.count;
  };
  const stored = async ({ id }: StreamId) => (await database.pool.query('select from events where stream_id = $1', [id])).rowCount;

  it('sends appends that arrive during a flush together in the next', async () => {
    const streams = Array.from({ length: 200 }, aCase);
    await Promise.all(streams.map((stream) => lane.append(stream, 0, events(1))));
    // the first by itself
    expect(await transactions(streams)).toBe(2);
  });

  it('sends at most 1,000 events in a flush, and a larger append alone', async () => {
    const sizes = [1, 600, 400, 1_500, 1];
    const streams = sizes.map(aCase);
    const appended = await Promise.all(streams.map((stream, i) => lane.append(stream, 0, events(sizes[i] ?? 0))));
    expect(appended.map(({ revision }) => revision)).toEqual(sizes);
    // the first by itself; 600 + 400; 1,500; 1
    expect(await transactions(streams)).toBe(4);
  });

  it('keeps the order of appends to one stream, one in a flush', async () => {
    const stream = aCase();
    const appended = await Promise.all([0, 1, 2].map((revision) => lane.append(stream, revision, events(1))));
    expect(appended.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it.each([
    ['INSERT', 2],
    ['COPY', 300],
  ])('refuses for a data error the one append that has it, when they go by %s', async (_, size) => {
    const [good, bad] = [aCase(), aCase()];
    const outcomes = await Promise.allSettled([
      lane.append(aCase(), 0, events(1)),
      lane.append(good, 0, events(size)),
      lane.append(bad, 0, [event, { ...event, data: '{"name": "Zoë' }]),
      lane.append(aCase(), 5, events(1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(outcomes.slice(2)).toEqual([code('EventRefused'), code('StreamConflict')]);
    expect([await stored(good), await stored(bad)]).toEqual([size, 0]);
  });

  it('does not repeat the data in its refusal, for it may be about a patient', async () => {
    const refusal = await lane.append(aCase(), 0, [{ ...event, data: '{"name": "Zoë' }]).catch((error: Error) => error);
    expect((refusal as Error).message).toBe('This cannot be stored: the database did not take it (SQLSTATE 22P02)');
  });

  it('leaves no transaction open, and no lock, when COPY fails', async () => {
    await expect(lane.append(aCase(), 0, [...events(300), { ...event, data: '{' }])).rejects.toMatchObject({ code: 'EventRefused' });
    const other = resilientPool({ connectionString: database.url, lockTimeoutMs: 100 }, 1);
    const otherLane = new AppendLane(other, 10, 250);
    const stream = aCase();
    expect([(await otherLane.append(stream, 0, events(300))).revision, (await lane.append(stream, 300, events(1))).revision]).toEqual([
      300, 301,
    ]);
    await other.end();
  });

  it('refuses more than may wait, and stores what was taken', async () => {
    lane = new AppendLane(pool, 2, 250);
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => lane.append(aCase(), 0, events(1))));
    // one is on its way, two wait
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[3]).toEqual(code('StoreBusy'));
  });

  it('says busy, and stores nothing, when another process holds the log for longer than the time-out', async () => {
    const holder = await database.pool.connect();
    await holder.query(`begin; select append_events('{}', '{}', '{}', '{}', '{}', '{}', '{}')`);
    const streams = [aCase(), aCase(), aCase()];
    const outcomes = await Promise.allSettled(streams.map((stream, i) => lane.append(stream, 0, events([1, 300, 1][i] ?? 0))));
    await holder.query('commit');
    holder.release();
    expect(outcomes).toEqual(Array(3).fill(code('StoreBusy')));
    expect(await Promise.all(streams.map(stored))).toEqual([0, 0, 0]);
    expect(await lane.append(aCase(), 0, events(1))).toMatchObject({ revision: 1 });
  });

  it('answers what it took before it closes, and takes nothing after', async () => {
    const taken = [lane.append(aCase(), 0, events(1)), lane.append(aCase(), 0, events(1))];
    await lane.close();
    expect((await Promise.all(taken)).map(({ revision }) => revision)).toEqual([1, 1]);
    await expect(lane.append(aCase(), 0, events(1))).rejects.toMatchObject({ code: 'StoreUnavailable' });
  });
});
