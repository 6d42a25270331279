import { InMemoryEventStore, type NewEvent, StoreUnavailable, type StreamId, StreamRunner } from '@guardian/event-store';
import { day, SettableClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import fc from 'fast-check';
import type { CaseCommand } from './domain/case/case';
import type { CaseState } from './domain/case/state';
import { CaseCommandHandler, HandleCaseCommand } from './handle-commands';
import { Records } from './records';

const actor = { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' };
const proposer = { ...actor, id: 'u2', name: 'Chris Example' };
const clock = new SettableClock(new Date('2026-03-20T09:00:00Z'));
const ID = {
  a: 'aaaaaaaa-0000-4000-8000-000000000000',
  b: 'bbbbbbbb-0000-4000-8000-000000000000',
  c: 'cccccccc-0000-4000-8000-000000000000',
} as const;
type CaseName = keyof typeof ID;
const NAMES = ['a', 'b', 'c'] as const;

const link = (to: CaseName): CaseCommand => ({ type: 'LinkAsDuplicate', otherCaseId: ID[to], otherReference: `case ${to}` });
const unlink: CaseCommand = { type: 'UnlinkCase' };
const close: CaseCommand = {
  type: 'CloseCase',
  reason: 'treated',
  on: day('2026-03-19'),
  evidence: 'Letter',
  reviewer: 'Dr Ines Example',
  patientTold: 'letter',
  referrerTold: 'letter',
};

const definitions = new PathwayDefinitions(new StreamRunner(new InMemoryEventStore(), clock));
beforeAll(() => definitions.publishShipped(actor));

/** Lets a spec say when each access happens, and after how many a writer dies. */
class StoreInTurns extends InMemoryEventStore {
  turn: () => Promise<unknown> = () => Promise.resolve();

  override async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]) {
    await this.turn();
    return super.append(stream, expectedRevision, events);
  }

  override async read(stream: StreamId, afterRevision?: number) {
    await this.turn();
    return super.read(stream, afterRevision);
  }
}

/** Three open cases. */
async function threeCases() {
  const store = new StoreInTurns();
  let commands = 0;
  let cases = 0;
  /** By a process of its own: nothing but the store is shared. */
  const does = async (name: CaseName, command: CaseCommand, commandId = `command ${++commands}`) => {
    // who links is the second person: the first one proposes it just before
    if (command.type === 'LinkAsDuplicate') await handle(name, { ...command, type: 'ProposeLink' }, `${commandId} proposed`, proposer);
    return handle(name, command, commandId, actor);
  };
  const handle = (name: CaseName, command: CaseCommand, commandId: string, by: typeof actor) =>
    new CaseCommandHandler(new StreamRunner(store, clock), definitions, clock, { next: () => Promise.resolve(++cases) }).execute(
      new HandleCaseCommand(ID[name], command, { actor: by, commandId }),
    );
  const opening = {
    ...{ patientId: 'p1', referredOn: day('2026-03-02'), provider: null },
    practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
    source: { system: 'form', identifier: null },
    priority: 'routine',
    reason: 'Knee pain for a year',
    referrer: 'Dr Ines Example',
  } as const;
  for (const name of NAMES) await does(name, { type: 'ReceiveReferral', ...opening, pathway: { id: 'knee-pain', version: 1 } });
  const records = new Records(new StreamRunner(store, clock));
  const stateOf = async (name: CaseName): Promise<CaseState> => (await records.case(ID[name])).state;
  return {
    store,
    does,
    stateOf,
    followedUnder: async (name: CaseName) =>
      (await stateOf(name)).followed.map(({ caseId }) => NAMES.find((known) => ID[known] === caseId)),
    typesOf: async (name: CaseName) => (await records.case(ID[name])).events.map(({ type }) => type),
  };
}

type Cases = Awaited<ReturnType<typeof threeCases>>;

/** A case that is followed under another one: the other is open, and knows. */
async function nobodyIsLost({ stateOf, followedUnder }: Cases): Promise<void> {
  for (const name of NAMES) {
    const { linkedTo } = await stateOf(name);
    const under = NAMES.find((known) => ID[known] === linkedTo);
    if (!under) continue;
    expect({ name, under, closed: (await stateOf(under)).progress.closed }).toEqual({ name, under, closed: false });
    expect(await followedUnder(under)).toContain(name);
  }
}

describe('following a case under another one', () => {
  it('is told in both', async () => {
    const { does, typesOf, followedUnder } = await threeCases();
    await does('a', link('b'));
    expect((await typesOf('a')).at(-1)).toBe('CaseLinkedAsDuplicate');
    expect(await followedUnder('b')).toEqual(['a']);
    await does('a', unlink);
    expect((await typesOf('a')).at(-1)).toBe('CaseUnlinked');
    expect(await followedUnder('b')).toEqual([]);
  });

  it('D4: keeps the other one open until each is followed by itself again', async () => {
    const { does, stateOf } = await threeCases();
    const [a, c] = [(await stateOf('a')).opened?.reference, (await stateOf('c')).opened?.reference];
    await does('a', link('b'));
    await does('c', link('b'));
    await expect(does('b', close)).rejects.toMatchObject({
      code: 'OthersFollowedHere',
      facts: { references: [a, c] },
    });
    await does('a', unlink);
    await expect(does('b', close)).rejects.toMatchObject({ facts: { references: [c] } });
    await does('c', unlink);
    await does('b', close);
    expect((await stateOf('b')).progress.closed).toBe(true);
  });

  it('that is refused leaves no trace in the other one', async () => {
    const { does, typesOf } = await threeCases();
    await does('b', close);
    await expect(does('a', link('b'))).rejects.toMatchObject({ code: 'OtherCaseClosed' });
    expect(await typesOf('b')).toEqual(['ReferralReceived', 'CaseClosed']);
  });

  it('that is sent again is answered, and not done again after it was undone', async () => {
    const { does, followedUnder } = await threeCases();
    await does('a', link('b'), 'form 1');
    await does('a', unlink);
    expect(await does('a', link('b'), 'form 1')).toMatchObject({ replayed: true, revision: 4 });
    expect(await followedUnder('b')).toEqual([]);
  });

  it('is not lost when others close, link and unlink at the same moment', async () => {
    const others = fc.constantFrom<readonly [CaseName, CaseCommand]>(
      ...[['b', close] as const, ['b', link('a')] as const, ['c', link('a')] as const, ['a', unlink] as const],
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(others, { minLength: 1, maxLength: 2 }), async (scheduler, meanwhile) => {
        const cases = await threeCases();
        cases.store.turn = () => scheduler.schedule(Promise.resolve());
        const all = [['a', link('b')] as const, ...meanwhile].map(([name, command]) => cases.does(name, command));
        await scheduler.waitFor(Promise.allSettled(all));
        cases.store.turn = () => Promise.resolve();
        await nobodyIsLost(cases);
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it.each([...Array(16).keys()])('is not lost when its writer dies at access %d', async (accesses) => {
    const cases = await threeCases();
    let left = accesses;
    cases.store.turn = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new StoreUnavailable()));
    const ended = await cases.does('a', link('b'), 'form 1').then(
      () => 'done',
      () => 'died',
    );
    cases.store.turn = () => Promise.resolve();
    await nobodyIsLost(cases);
    const { linkedTo } = await cases.stateOf('a');
    if (ended === 'done') expect(linkedTo).toBe(ID.b);
    if (linkedTo) await expect(cases.does('b', close)).rejects.toMatchObject({ code: 'OthersFollowedHere' });
    else await cases.does('b', close);
    await nobodyIsLost(cases);
  });
});
