import type { DomainError } from '@guardian/kernel';
import type { EventStore, NewEvent, StreamId } from '../event-store';
import { aCase, event, metadata, numbers, oneTo, several } from './examples';
import { logContract } from './log-contract';

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

    logContract(() => store);

    describe('after close', () => {
      it('takes nothing more, and does not pretend to', async () => {
        await store.close();
        await expect(store.append(aCase(), 0, [event()])).rejects.toMatchObject({ code: 'StoreUnavailable' });
      });
    });
  });
}
