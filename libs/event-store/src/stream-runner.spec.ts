import { randomUUID } from 'node:crypto';
import { type Decider, DomainError, type E, SettableClock } from '@guardian/kernel';
import fc from 'fast-check';
import { type Actor, type EventStore, StoreBusy, StoreUnavailable } from './event-store';
import { InMemoryEventStore } from './in-memory/in-memory-event-store';
import { type HandleOptions, StreamRunner } from './stream-runner';

type NoteEvent = E<'NoteAdded', { text: string }> | E<'NotesClosed', object>;
type NoteCommand = { type: 'AddNote'; text: string } | { type: 'AddTwice'; text: string } | { type: 'CloseNotes' };
interface Notes {
  texts: string[];
  closed: boolean;
}

/** The smallest thing with each kind of outcome: one event, two, none, and a refusal. */
const notes: Decider<Notes, NoteCommand, NoteEvent, { prefix: string }> = {
  category: 'case',
  initialState: { texts: [], closed: false },
  evolve: (state, event) =>
    event.type === 'NotesClosed' ? { ...state, closed: true } : { ...state, texts: [...state.texts, event.data.text] },
  decide: (command, state, { prefix }) => {
    if (command.type === 'CloseNotes') return state.closed ? [] : [{ type: 'NotesClosed', data: {} }];
    if (state.closed) throw new DomainError('NotesAreClosed', 'The notes are closed.');
    const added: NoteEvent = { type: 'NoteAdded', data: { text: prefix + command.text } };
    return command.type === 'AddTwice' ? [added, added] : [added];
  },
};

const ada: Actor = { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' };
const ben: Actor = { id: 'u-2', name: 'Ben', role: 'coordinator', organisation: 'Guardian team' };
const clock = new SettableClock(new Date('2026-11-22T09:30:00Z'));
const as = (commandId: string, more: Partial<HandleOptions<{ prefix: string }>> = {}): HandleOptions<{ prefix: string }> => ({
  commandId,
  actor: ada,
  context: { prefix: '' },
  ...more,
});
const add = (text: string): NoteCommand => ({ type: 'AddNote', text });
const close: NoteCommand = { type: 'CloseNotes' };

describe('StreamRunner', () => {
  let store: InMemoryEventStore;
  let runner: StreamRunner;
  let id: string;

  beforeEach(() => {
    store = new InMemoryEventStore();
    runner = new StreamRunner(store, clock);
    id = randomUUID();
  });

  const texts = async (of = runner) => (await of.load(notes, id)).state.texts;

  it('stores what was decided, with who, when, why and by which command', async () => {
    const handled = await runner.handle(
      notes,
      id,
      { type: 'AddTwice', text: 'called' },
      as('c-1', { correlationId: 'cor-1', causationId: 'cau-1', context: { prefix: 'Ada ' } }),
    );
    expect(handled).toEqual({ stream: { category: 'case', id }, revision: 2, position: '2', appended: 2, replayed: false });
    const { events, revision, state } = await runner.load(notes, id);
    expect({ revision, state }).toEqual({ revision: 2, state: { texts: ['Ada called', 'Ada called'], closed: false } });
    expect(events[1]).toEqual({
      stream: { category: 'case', id },
      revision: 2,
      position: '2',
      type: 'NoteAdded',
      data: { text: 'Ada called' },
      metadata: {
        commandId: 'c-1',
        // sha256 of {"text":"called","type":"AddTwice"}
        commandHash: 'd250cb0a5398b745',
        recordedAt: '2026-11-22T09:30:00.000Z',
        actor: ada,
        correlationId: 'cor-1',
        causationId: 'cau-1',
      },
    });
  });

  it('loads an unknown stream as its initial state', async () => {
    expect(await runner.load(notes, id)).toEqual({ state: notes.initialState, revision: 0, events: [] });
  });

  it('appends nothing when it is already so', async () => {
    await runner.handle(notes, id, close, as('c-1'));
    expect(await runner.handle(notes, id, close, as('c-2'))).toMatchObject({ revision: 1, position: '1', appended: 0, replayed: false });
    expect((await runner.load(notes, id)).revision).toBe(1);
  });

  it('appends nothing when the decider refuses, and goes on', async () => {
    await runner.handle(notes, id, close, as('c-1'));
    await expect(runner.handle(notes, id, add('late'), as('c-2'))).rejects.toMatchObject({ code: 'NotesAreClosed' });
    expect((await runner.load(notes, id)).revision).toBe(1);
  });

  describe('the same command again', () => {
    it('gets its first answer, though the stream has moved on and would refuse it now', async () => {
      const first = await runner.handle(notes, id, { type: 'AddTwice', text: 'a' }, as('c-1', { ifRevision: 0 }));
      await runner.handle(notes, id, close, as('c-2'));
      const again = await new StreamRunner(store, clock).handle(notes, id, { text: 'a', type: 'AddTwice' }, as('c-1', { ifRevision: 0 }));
      expect(again).toEqual({ ...first, replayed: true });
      expect((await runner.load(notes, id)).revision).toBe(3);
    });

    it('is refused when it says something else', async () => {
      await runner.handle(notes, id, add('a'), as('c-1'));
      await expect(runner.handle(notes, id, add('b'), as('c-1'))).rejects.toMatchObject({
        code: 'CommandIdReused',
        facts: { commandId: 'c-1' },
      });
      expect(await texts()).toEqual(['a']);
    });

    it.each([
      ['no characters', ''],
      ['201 characters', 'x'.repeat(201)],
    ])('needs an id: %s are refused', async (_, commandId) => {
      await expect(runner.handle(notes, id, add('a'), as(commandId))).rejects.toMatchObject({ code: 'EventRefused' });
    });

    it('is stored once however often and in whatever order commands are sent', async () => {
      const sent = fc.array(fc.record({ commandId: fc.constantFrom('c-1', 'c-2', 'c-3', 'c-4'), text: fc.constantFrom('a', 'b') }), {
        minLength: 1,
        maxLength: 30,
      });
      await fc.assert(
        fc.asyncProperty(sent, async (commands) => {
          id = randomUUID();
          const outcomes = await Promise.allSettled(
            commands.map(({ commandId, text }) => runner.handle(notes, id, add(text), as(commandId))),
          );
          const firstText = new Map<string, string>();
          for (const { commandId, text } of commands) if (!firstText.has(commandId)) firstText.set(commandId, text);
          expect(await texts()).toEqual([...firstText.values()]);
          commands.forEach(({ commandId, text }, i) => {
            expect(outcomes[i]?.status).toBe(firstText.get(commandId) === text ? 'fulfilled' : 'rejected');
          });
        }),
      );
    });
  });

  describe('a person who looked at an older revision', () => {
    it('is told who changed it, and when', async () => {
      await runner.handle(notes, id, add('a'), as('c-1'));
      clock.set(new Date('2026-11-22T10:15:00Z'));
      await runner.handle(notes, id, add('b'), as('c-2', { actor: ben }));
      await expect(runner.handle(notes, id, add('c'), as('c-3', { ifRevision: 1 }))).rejects.toMatchObject({
        code: 'StreamMovedOn',
        facts: { revision: 2, by: 'Ben', at: '2026-11-22T10:15:00.000Z' },
      });
    });

    it('is the only one of many who wins', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 100 }, (_, i) => runner.handle(notes, id, add(`${i}`), as(`c-${i}`, { ifRevision: 0 }))),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', ...Array<string>(99).fill('rejected')]);
      expect(await texts()).toEqual(['0']);
    });
  });

  describe('commands that wait for one stream', () => {
    it('are answered in turn from one reading', async () => {
      const read = jest.spyOn(store, 'read');
      const sent = Array.from({ length: 100 }, (_, i) => `${i}`);
      await Promise.all(sent.map((text) => runner.handle(notes, id, add(text), as(`c-${text}`))));
      expect(read).toHaveBeenCalledTimes(1);
      expect(await texts()).toEqual(sent);
    });

    it('are refused when too many wait, and the others are not touched', async () => {
      runner = new StreamRunner(store, clock, { mostWaiting: 2 });
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((text) => runner.handle(notes, id, add(text), as(text))));
      expect(outcomes[2]).toMatchObject({ status: 'rejected', reason: new StoreBusy() });
      expect(await texts()).toEqual(['a', 'b']);
    });
  });

  describe('another process that writes at the same time', () => {
    const other = () => new StreamRunner(store, clock);

    /** Another process is faster, right before the first append of this one. */
    const overtakenBy = (command: NoteCommand) => {
      const append = store.append.bind(store);
      jest.spyOn(store, 'append').mockImplementationOnce(async (...args) => {
        await other().handle(notes, id, command, as('o-1'));
        return append(...args);
      });
    };

    it('only makes a command be decided anew', async () => {
      overtakenBy(add('theirs'));
      expect(await runner.handle(notes, id, add('ours'), as('c-1'))).toMatchObject({ revision: 2, replayed: false });
      expect(await texts()).toEqual(['theirs', 'ours']);
    });

    it('may change the decision', async () => {
      overtakenBy(close);
      await expect(runner.handle(notes, id, add('ours'), as('c-1'))).rejects.toMatchObject({ code: 'NotesAreClosed' });
    });

    it('may have answered the same command', async () => {
      overtakenBy(add('ours'));
      expect(await runner.handle(notes, id, add('ours'), as('o-1'))).toMatchObject({ revision: 1, replayed: true });
      expect(await texts()).toEqual(['ours']);
    });

    it('never leaves a refusal resting on what was true before', async () => {
      type Command = { type: 'Close' | 'Reopen' | 'Work' };
      const door: Decider<boolean, Command, E<'Closed' | 'Reopened' | 'Worked', object>> = {
        category: 'case',
        initialState: false,
        evolve: (closed, event) => (event.type === 'Worked' ? closed : event.type === 'Closed'),
        decide: ({ type }, closed) => {
          if (type === 'Work' && closed) throw new DomainError('DoorClosed', 'closed');
          return [{ type: ({ Close: 'Closed', Reopen: 'Reopened', Work: 'Worked' } as const)[type], data: {} }];
        },
      };
      const send = (type: Command['type'], to = runner) =>
        to.handle(door, id, { type }, { commandId: type, actor: ada, context: undefined });
      const append = store.append.bind(store);
      jest.spyOn(store, 'append').mockImplementationOnce(async (...args) => {
        const closed = await append(...args);
        await send('Reopen', other());
        return closed;
      });
      const [, worked] = await Promise.all([send('Close'), send('Work')]);
      expect(worked).toMatchObject({ revision: 3, appended: 1 });
    });

    it('that never lets go ends in a conflict, not in an endless try', async () => {
      let n = 0;
      const append = store.append.bind(store);
      jest.spyOn(store, 'append').mockImplementation(async (stream, revision, events) => {
        await append(
          stream,
          revision,
          events.map((event) => ({ ...event, metadata: { ...event.metadata, commandId: `o-${n++}` } })),
        );
        return append(stream, revision, events);
      });
      await expect(new StreamRunner(store, clock, { attempts: 4 }).handle(notes, id, add('ours'), as('c-1'))).rejects.toMatchObject({
        code: 'StreamConflict',
      });
      expect(n).toBe(4);
    });
  });

  describe('a connection lost during the append', () => {
    const loses = (when: 'before' | 'after') => {
      const append = store.append.bind(store);
      jest.spyOn(store, 'append').mockImplementationOnce(async (...args) => {
        if (when === 'after') await append(...args);
        throw new StoreUnavailable('cut');
      });
    };

    it('is no loss when the events turn out to be stored', async () => {
      loses('after');
      expect(await runner.handle(notes, id, add('a'), as('c-1'))).toMatchObject({ revision: 1, appended: 1 });
    });

    it('is told to the caller when they are not, and the same id can be sent again', async () => {
      loses('before');
      await expect(runner.handle(notes, id, add('a'), as('c-1'))).rejects.toMatchObject({ code: 'StoreUnavailable' });
      expect(await runner.handle(notes, id, add('a'), as('c-1'))).toMatchObject({ revision: 1, replayed: false });
    });

    it('is told to the caller when the store cannot be read either', async () => {
      loses('after');
      jest.spyOn(store, 'read').mockResolvedValueOnce([]).mockRejectedValueOnce(new StoreUnavailable('still down'));
      await expect(runner.handle(notes, id, add('a'), as('c-1'))).rejects.toMatchObject({ code: 'StoreUnavailable', cause: 'cut' });
      expect(await runner.handle(notes, id, add('a'), as('c-1'))).toMatchObject({ revision: 1, replayed: true });
    });

    it('does not let the commands behind it be decided on a doubtful state', async () => {
      loses('after');
      const [first, second] = await Promise.all([
        runner.handle(notes, id, add('a'), as('c-1')),
        runner.handle(notes, id, add('b'), as('c-2')),
      ]);
      expect([first.revision, second.revision]).toEqual([1, 2]);
      expect(await texts()).toEqual(['a', 'b']);
    });
  });

  it('decides nothing about a stream with an event that it does not know', async () => {
    const strict: typeof notes = {
      ...notes,
      evolve: (state, event) => {
        if (event.type === 'NoteAdded') return notes.evolve(state, event);
        throw new Error(`unknown: ${event.type}`);
      },
    };
    await runner.handle(notes, id, add('a'), as('c-1'));
    await runner.handle(notes, id, close, as('c-2'));
    const outcomes = await Promise.allSettled(['b', 'c'].map((text) => runner.handle(strict, id, add(text), as(text))));
    expect(outcomes).toEqual(Array(2).fill({ status: 'rejected', reason: new Error('unknown: NotesClosed') }));
    expect((await runner.load(notes, id)).revision).toBe(2);
  });

  it('shows events of old shape as they are written today', async () => {
    const metadata = { commandId: 'old', commandHash: 'old', recordedAt: '2024-01-01T00:00:00.000Z', actor: ada };
    await store.append({ category: 'case', id }, 0, [
      { type: 'RemarkMade', data: { body: 'old words' }, metadata },
      { type: 'NoteAdded', data: { text: 'new words' }, metadata },
    ]);
    const upcasters = { RemarkMade: (data: object) => ({ type: 'NoteAdded', data: { text: (data as { body: string }).body } }) };
    const { events, state } = await new StreamRunner(store as EventStore, clock, { upcasters }).load(notes, id);
    expect(state.texts).toEqual(['old words', 'new words']);
    expect(events.map(({ type }) => type)).toEqual(['NoteAdded', 'NoteAdded']);
  });
});
