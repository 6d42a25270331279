import { randomUUID } from 'node:crypto';
import type { DomainError } from '@guardian/kernel';
import type { EventMetadata, EventStore, NewEvent, Position, RecordedEvent, StreamId } from '../event-store';

const metadata: EventMetadata = {
  commandId: 'cmd-1',
  commandHash: '0123456789abcdef',
  recordedAt: '2026-11-22T09:30:00.000Z',
  actor: { id: 'u-1', name: 'Ada Coordinator', role: 'coordinator', organisation: 'Guardian team' },
  correlationId: 'cor-1',
};

const aCase = (): StreamId => ({ category: 'case', id: randomUUID() });
const event = (data: object = {}, type = 'CaseAssigned'): NewEvent => ({ type, data, metadata });
const several = (count: number): NewEvent[] => Array.from({ length: count }, (_, i) => event({ n: i + 1 }));
const numbers = (events: readonly RecordedEvent[]) => events.map((read) => (read.data as { n: number }).n);
const oneTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

/**
 * What every event store promises. `makeStore` gives an empty one; the suite closes it. A store whose streams are known by category and
 * uuid together cannot see that another category has the uuid: it only keeps the two apart.
 */
export function eventStoreContract(
  name: string,
  makeStore: () => Promise<EventStore>,
  uuidsOfTwoCategories: 'refused' | 'apart' = 'refused',
): void {
  describe(`${name} keeps the promises of an event store`, () => {
    let store: EventStore;

    beforeAll(async () => {
      store = await makeStore();
    });

    afterAll(() => store.close());

    const refused = async (stream: StreamId, events: NewEvent[], expectedRevision = 0) => {
      await expect(store.append(stream, expectedRevision, events)).rejects.toMatchObject({ code: 'EventRefused' });
      expect(await store.read(stream)).toEqual([]);
    };

    async function* everyPage(after: Position | undefined, limit: number) {
      for (let page = await store.readAll(after, limit); page.length > 0; page = await store.readAll(page.at(-1)?.position, limit)) {
        yield page;
      }
    }

    describe('an empty log', () => {
      it('has no head and nothing to read', async () => {
        expect(await store.head()).toBeUndefined();
        expect(await store.readAll(undefined, 10)).toEqual([]);
        expect(await store.read(aCase())).toEqual([]);
      });

      it('lets a follower wait until its time is up', async () => {
        const started = performance.now();
        await store.waitForEvents(undefined, 60);
        expect(performance.now() - started).toBeGreaterThanOrEqual(55);
      });
    });

    describe('appending', () => {
      it('gives back every event as it was written, with revision and position', async () => {
        const stream = aCase();
        const appended = await store.append(stream, 0, [event({ to: 'Ada', tags: ['a', null, 1.5] }), event({}, 'CaseClosed')]);
        const read = await store.read(stream);
        expect(read).toEqual([
          { stream, revision: 1, position: read[0]?.position, type: 'CaseAssigned', data: { to: 'Ada', tags: ['a', null, 1.5] }, metadata },
          { stream, revision: 2, position: read[1]?.position, type: 'CaseClosed', data: {}, metadata },
        ]);
        expect(appended).toEqual({ revision: 2, position: read[1]?.position });
      });

      it('counts revisions on from the expected one', async () => {
        const stream = aCase();
        await store.append(stream, 0, several(2));
        expect((await store.append(stream, 2, several(3))).revision).toBe(5);
        expect((await store.read(stream)).map((read) => read.revision)).toEqual([1, 2, 3, 4, 5]);
      });

      it.each([
        ['a stream that is not there, expected to be', 0, 1, 0],
        ['a stream that is there, expected not to be', 2, 0, 2],
        ['a revision gone by', 2, 1, 2],
        ['a revision yet to come', 2, 3, 2],
      ])('refuses %s, and stores nothing', async (_, length, expectedRevision, actualRevision) => {
        const stream = aCase();
        if (length > 0) await store.append(stream, 0, several(length));
        const refusal = await store.append(stream, expectedRevision, several(2)).catch((error: DomainError) => error);
        expect(refusal).toMatchObject({
          code: 'StreamConflict',
          facts: { stream: `case-${stream.id}`, expectedRevision, actualRevision },
        });
        expect(await store.read(stream)).toHaveLength(length);
      });

      it('lets exactly one of many writers win that name the same revision', async () => {
        const stream = aCase();
        const outcomes = await Promise.allSettled(oneTo(50).map((n) => store.append(stream, 0, [event({ n }), event({ n })])));
        const won = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i + 1] : []));
        expect(won).toHaveLength(1);
        const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => (outcome.reason as DomainError).code);
        expect(lost).toEqual(Array(49).fill('StreamConflict'));
        expect(numbers(await store.read(stream))).toEqual([won[0], won[0]]);
      });

      it('keeps the appends of many streams apart', async () => {
        const streams = Array.from({ length: 60 }, aCase);
        const appended = await Promise.all(streams.map((stream) => store.append(stream, 0, several(3))));
        expect(appended.map(({ revision }) => revision)).toEqual(Array(60).fill(3));
        for (const stream of streams) expect(numbers(await store.read(stream))).toEqual([1, 2, 3]);
      });

      it(`gives a uuid to one category only, or keeps the two apart: here ${uuidsOfTwoCategories}`, async () => {
        const stream = aCase();
        const patient = { category: 'patient', id: stream.id };
        await store.append(stream, 0, several(1));
        await expect(store.append(patient, 1, several(2))).rejects.toMatchObject({ code: 'StreamConflict' });
        expect(await store.read(patient)).toEqual([]);

        const other = await store.append(patient, 0, several(2)).catch(({ code }: DomainError) => code);
        expect(other).toEqual(uuidsOfTwoCategories === 'refused' ? 'StreamConflict' : expect.objectContaining({ revision: 2 }));
        expect(await store.read(patient)).toHaveLength(uuidsOfTwoCategories === 'refused' ? 0 : 2);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('a refused append does no harm to its neighbours', async () => {
        const [good, bad] = [aCase(), aCase()];
        const outcomes = await Promise.allSettled([
          store.append(aCase(), 0, several(1)),
          store.append(bad, 7, several(1)),
          store.append(bad, 0, [event({ note: '\u0000' })]),
          store.append(good, 0, several(2)),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
        expect(await store.read(good)).toHaveLength(2);
        expect(await store.read(bad)).toEqual([]);
      });
    });

    describe('what cannot be stored is refused, and nothing of it is stored', () => {
      const cyclic: { self?: object } = {};
      cyclic.self = cyclic;

      it('no events', () => refused(aCase(), []));
      it('NUL', () => refused(aCase(), [event(), event({ note: 'a\u0000b' })]));
      it('NUL in a key', () => refused(aCase(), [event({ 'a\u0000': 1 })]));
      it('the first half of a surrogate pair', () => refused(aCase(), [event({ note: 'a\ud83db' })]));
      it('the second half of a surrogate pair', () => refused(aCase(), [event({ note: '\udc4b' })]));
      it('NUL in metadata', () => refused(aCase(), [{ ...event(), metadata: { ...metadata, commandId: '\u0000' } }]));
      it('a value that JSON cannot write', () => refused(aCase(), [event({ big: 1n })]));
      it('a value that holds itself', () => refused(aCase(), [event(cyclic)]));
      it('data that is no object', () => refused(aCase(), [event([1, 2])]));
      it('an event type that is no word', () => refused(aCase(), [event({}, 'Case\u0000Closed')]));
      it('more than 512 KiB in one append', () =>
        refused(aCase(), [event({ letter: 'x'.repeat(300_000) }), event({ letter: 'y'.repeat(300_000) })]));
      it.each([-1, 0.5, NaN])('%p as the expected revision', (revision) => refused(aCase(), [event()], revision));
      it.each(['', 'GR-ABC234', 'A3C1E3D0-0000-4000-8000-000000000000', "x'; drop table events; --"])('%p as a stream id', async (id) => {
        await expect(store.append({ category: 'case', id }, 0, [event()])).rejects.toMatchObject({ code: 'EventRefused' });
      });
      it.each(['', 'Case', 'case-', 'pathway definition'])('%p as a category', async (category) => {
        await expect(store.append({ ...aCase(), category }, 0, [event()])).rejects.toMatchObject({ code: 'EventRefused' });
      });
    });

    describe('text comes back as it was', () => {
      it.each([
        ['people’s names', 'Zoë O’Neill-Łukasiewicz, عائشة, 王小明'],
        ['emoji made of surrogate pairs', '👩🏽‍⚕️ 👋'],
        ['backslashes that only look like an escape', '\\u0000 \\\\ud800 \\'],
        ['quotes, braces and commas', '{"a",\'b\'} , NULL "'],
        ['line ends and tabs', 'one\r\n\ttwo\u2028three'],
        ['nothing at all', ''],
      ])('%s', async (_, note) => {
        const stream = aCase();
        await store.append(stream, 0, [event({ note, [note]: true })]);
        expect((await store.read(stream))[0]?.data).toEqual({ note, [note]: true });
      });

      it('200,000 characters', async () => {
        const stream = aCase();
        const letter = 'ä\\"x'.repeat(50_000);
        await store.append(stream, 0, [event({ letter })]);
        expect((await store.read(stream))[0]?.data).toEqual({ letter });
      });
    });

    describe('reading one stream', () => {
      it('starts after the revision asked for', async () => {
        const stream = aCase();
        await store.append(stream, 0, several(5));
        expect(numbers(await store.read(stream, 3))).toEqual([4, 5]);
        expect(await store.read(stream, 5)).toEqual([]);
      });

      it.each(['GR-ABC234', '', "' or true --"])('finds nothing under %p, which is no uuid', async (id) => {
        expect(await store.read({ category: 'case', id })).toEqual([]);
      });

      it('returns more than one page whole and in order', async () => {
        const stream = aCase();
        await store.append(stream, 0, several(1_200));
        await store.append(stream, 1_200, several(1_100));
        expect((await store.read(stream)).map((read) => read.revision)).toEqual(oneTo(2_300));
      });
    });

    describe('reading the log', () => {
      it('has every event once, in one order, whatever the page size', async () => {
        const before = await store.head();
        const streams = Array.from({ length: 20 }, aCase);
        for (const revision of [0, 2, 4]) await Promise.all(streams.map((stream) => store.append(stream, revision, several(2))));

        for (const limit of [1, 7, 1_000]) {
          const log: RecordedEvent[] = [];
          for await (const page of everyPage(before, limit)) {
            expect(page.length).toBeLessThanOrEqual(limit);
            log.push(...page);
          }
          expect(log).toHaveLength(120);
          log.reduce((a, b) => (expect(store.compare(a.position, b.position)).toBeLessThan(0), b));
          for (const { id } of streams) {
            expect(log.filter(({ stream }) => stream.id === id).map((read) => read.revision)).toEqual([1, 2, 3, 4, 5, 6]);
          }
        }
      });

      it('can be read in shares that together are the whole', async () => {
        const before = await store.head();
        const streams = [...Array.from({ length: 60 }, aCase), ...Array.from({ length: 20 }, () => ({ ...aCase(), category: 'patient' }))];
        for (const revision of [0, 2]) await Promise.all(streams.map((stream) => store.append(stream, revision, several(2))));

        const shares = await Promise.all(
          [0, 1, 2].map(async (part) => {
            const share = { categories: ['case', 'enquiry'], part, parts: 3 };
            const read: RecordedEvent[] = [];
            for (let page = await store.readAll(before, 7, share); page.length > 0;) {
              read.push(...page);
              page = await store.readAll(page.at(-1)?.position, 7, share);
            }
            return read;
          }),
        );
        for (const share of shares) {
          const ids = [...new Set(share.map(({ stream }) => stream.id))];
          expect(ids.length).toBeGreaterThan(0);
          for (const id of ids) expect(share.filter(({ stream }) => stream.id === id).map((read) => read.revision)).toEqual([1, 2, 3, 4]);
        }
        const read = shares.flat().map(({ stream }) => stream.id);
        expect(read).toHaveLength(240);
        expect([...new Set(read)].sort()).toEqual(
          streams
            .slice(0, 60)
            .map(({ id }) => id)
            .sort(),
        );
      });

      it('ends at the head', async () => {
        const { position } = await store.append(aCase(), 0, several(2));
        expect(await store.head()).toBe(position);
        expect(await store.readAll(position, 10)).toEqual([]);
      });

      it('compares positions as places in the log, with the start before all', async () => {
        const first = (await store.append(aCase(), 0, several(9))).position;
        const second = (await store.append(aCase(), 0, several(9))).position;
        expect([
          store.compare(first, second),
          store.compare(second, first),
          store.compare(first, first),
          store.compare(undefined, first),
          store.compare(undefined, undefined),
        ]).toEqual([-1, 1, 0, -1, 0]);
      });

      it('shows a follower every event of writers that work at the same time', async () => {
        const before = await store.head();
        const streams = Array.from({ length: 12 }, aCase);
        const seen: RecordedEvent[] = [];
        const follow = async () => {
          for (let last = before; seen.length < 240; last = seen.at(-1)?.position ?? last) {
            await store.waitForEvents(last, 1_000);
            seen.push(...(await store.readAll(last, 50)));
          }
        };
        const write = async (stream: StreamId) => {
          for (let revision = 0; revision < 20; revision++) await store.append(stream, revision, [event({ n: revision + 1 })]);
        };
        await Promise.all([follow(), ...streams.map(write)]);
        for (const { id } of streams) {
          expect(numbers(seen.filter(({ stream }) => stream.id === id))).toEqual(oneTo(20));
        }
      });
    });

    describe('waiting for events', () => {
      it('is over at once when the log is already past the position', async () => {
        const before = await store.head();
        await store.append(aCase(), 0, several(1));
        const started = performance.now();
        await store.waitForEvents(before, 5_000);
        expect(performance.now() - started).toBeLessThan(1_000);
      });

      it('is over soon after an append', async () => {
        const head = await store.head();
        const started = performance.now();
        const waiting = store.waitForEvents(head, 10_000);
        await store.append(aCase(), 0, several(1));
        await waiting;
        expect(performance.now() - started).toBeLessThan(2_000);
      });

      it('is over when the follower is told to stop', async () => {
        const stop = new AbortController();
        const started = performance.now();
        const waiting = store.waitForEvents(await store.head(), 10_000, stop.signal);
        stop.abort();
        await waiting;
        expect(performance.now() - started).toBeLessThan(1_000);
      });
    });

    describe('how far a follower is behind', () => {
      it('is nothing at the head of the log', async () => {
        await store.append(aCase(), 0, several(1));
        expect(await store.secondsBehind(await store.head())).toBe(0);
      });

      it('grows from the storing of the first event that it has not read, whatever time the event itself tells', async () => {
        const before = await store.head();
        await store.append(aCase(), 0, several(2));
        const first = await store.secondsBehind(before);
        await new Promise((resolve) => setTimeout(resolve, 30));
        const later = await store.secondsBehind(before);
        expect(first).toBeLessThan(10);
        expect(later - first).toBeGreaterThan(0.02);
      });
    });

    describe('after close', () => {
      it('takes nothing more, and does not pretend to', async () => {
        await store.close();
        await expect(store.append(aCase(), 0, [event()])).rejects.toMatchObject({ code: 'StoreUnavailable' });
      });
    });
  });
}
