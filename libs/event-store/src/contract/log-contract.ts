import type { EventStore, Position, RecordedEvent, StreamId } from '../event-store';
import { aCase, event, numbers, oneTo, several } from './examples';

/** The part of the contract that is about the log as a whole: reading it in order and in shares, waiting for more, and being behind. */
export function logContract(store: () => EventStore): void {
  async function* everyPage(after: Position | undefined, limit: number) {
    for (let page = await store().readAll(after, limit); page.length > 0; page = await store().readAll(page.at(-1)?.position, limit)) {
      yield page;
    }
  }

  describe('reading the log', () => {
    it('has every event once, in one order, whatever the page size', async () => {
      const before = await store().head();
      const streams = Array.from({ length: 20 }, aCase);
      for (const revision of [0, 2, 4]) await Promise.all(streams.map((stream) => store().append(stream, revision, several(2))));

      for (const limit of [1, 7, 1_000]) {
        const log: RecordedEvent[] = [];
        for await (const page of everyPage(before, limit)) {
          expect(page.length).toBeLessThanOrEqual(limit);
          log.push(...page);
        }
        expect(log).toHaveLength(120);
        log.reduce((a, b) => (expect(store().compare(a.position, b.position)).toBeLessThan(0), b));
        for (const { id } of streams) {
          expect(log.filter(({ stream }) => stream.id === id).map((read) => read.revision)).toEqual([1, 2, 3, 4, 5, 6]);
        }
      }
    });

    it('can be read in shares that together are the whole', async () => {
      const before = await store().head();
      const streams = [...Array.from({ length: 60 }, aCase), ...Array.from({ length: 20 }, () => ({ ...aCase(), category: 'patient' }))];
      for (const revision of [0, 2]) await Promise.all(streams.map((stream) => store().append(stream, revision, several(2))));

      const shares = await Promise.all(
        [0, 1, 2].map(async (part) => {
          const share = { categories: ['case', 'enquiry'], part, parts: 3 };
          const read: RecordedEvent[] = [];
          for (let page = await store().readAll(before, 7, share); page.length > 0;) {
            read.push(...page);
            page = await store().readAll(page.at(-1)?.position, 7, share);
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
      const { position } = await store().append(aCase(), 0, several(2));
      expect(await store().head()).toBe(position);
      expect(await store().readAll(position, 10)).toEqual([]);
    });

    it('compares positions as places in the log, with the start before all', async () => {
      const first = (await store().append(aCase(), 0, several(9))).position;
      const second = (await store().append(aCase(), 0, several(9))).position;
      expect([
        store().compare(first, second),
        store().compare(second, first),
        store().compare(first, first),
        store().compare(undefined, first),
        store().compare(undefined, undefined),
      ]).toEqual([-1, 1, 0, -1, 0]);
    });

    it('shows a follower every event of writers that work at the same time', async () => {
      const before = await store().head();
      const streams = Array.from({ length: 12 }, aCase);
      const seen: RecordedEvent[] = [];
      const follow = async () => {
        for (let last = before; seen.length < 240; last = seen.at(-1)?.position ?? last) {
          await store().waitForEvents(last, 1_000);
          seen.push(...(await store().readAll(last, 50)));
        }
      };
      const write = async (stream: StreamId) => {
        for (let revision = 0; revision < 20; revision++) await store().append(stream, revision, [event({ n: revision + 1 })]);
      };
      await Promise.all([follow(), ...streams.map(write)]);
      for (const { id } of streams) {
        expect(numbers(seen.filter(({ stream }) => stream.id === id))).toEqual(oneTo(20));
      }
    });
  });

  describe('waiting for events', () => {
    it('is over at once when the log is already past the position', async () => {
      const before = await store().head();
      await store().append(aCase(), 0, several(1));
      const started = performance.now();
      await store().waitForEvents(before, 5_000);
      expect(performance.now() - started).toBeLessThan(1_000);
    });

    it('is over soon after an append', async () => {
      const head = await store().head();
      const started = performance.now();
      const waiting = store().waitForEvents(head, 10_000);
      await store().append(aCase(), 0, several(1));
      await waiting;
      expect(performance.now() - started).toBeLessThan(2_000);
    });

    it('is over when the follower is told to stop', async () => {
      const stop = new AbortController();
      const started = performance.now();
      const waiting = store().waitForEvents(await store().head(), 10_000, stop.signal);
      stop.abort();
      await waiting;
      expect(performance.now() - started).toBeLessThan(1_000);
    });
  });

  describe('how far a follower is behind', () => {
    it('is nothing at the head of the log', async () => {
      await store().append(aCase(), 0, several(1));
      expect(await store().secondsBehind(await store().head())).toBe(0);
    });

    it('grows from the storing of the first event that it has not read, whatever time the event itself tells', async () => {
      const before = await store().head();
      await store().append(aCase(), 0, several(2));
      const first = await store().secondsBehind(before);
      await new Promise((resolve) => setTimeout(resolve, 30));
      const later = await store().secondsBehind(before);
      expect(first).toBeLessThan(10);
      expect(later - first).toBeGreaterThan(0.02);
    });
  });
}
