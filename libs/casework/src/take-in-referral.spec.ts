import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { type CalendarDay, day, SettableClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import type { CommandBus, ICommand } from '@nestjs/cqrs';
import type { CaseCommand } from './domain/case/case';
import { CaseCommandHandler, HandleCaseCommand, HandlePatientCommand, PatientCommandHandler } from './handle-commands';
import { PatientNumbers } from './patient-numbers';
import { Records } from './records';
import { type IncomingReferral, TakeInReferral, TakeInReferralHandler } from './take-in-referral';

const actor = { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' };

const kneeReferral: IncomingReferral = {
  identity: {
    nhsNumber: '9990000026',
    family: 'Example',
    given: 'Amara',
    title: null,
    bornOn: day('1961-07-04'),
    sex: 'female',
  },
  details: { address: '1 Example Road', postcode: 'ZZ99 3AA', homePhone: null, mobilePhone: '07700 900001', email: null },
  practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
  pathwayId: 'knee-pain',
  priority: 'routine',
  referredOn: day('2026-03-02'),
  reason: 'Knee pain for a year',
  referrer: 'Dr Ines Example',
  source: { system: 'form', identifier: null },
  provider: null,
  onListSince: null,
};

async function aService(testNumbersOnly = true) {
  const store = new InMemoryEventStore();
  const clock = new SettableClock(new Date('2026-03-20T09:00:00Z'));
  const streams = new StreamRunner(store, clock);
  const definitions = new PathwayDefinitions(streams);
  await definitions.publishShipped(actor);
  let number = 0;
  const cases = new CaseCommandHandler(streams, definitions, clock, { next: () => Promise.resolve(++number) });
  const patients = new PatientCommandHandler(streams, clock);
  const bus = {
    execute: (command: ICommand) => {
      if (command instanceof HandleCaseCommand) return cases.execute(command);
      if (command instanceof HandlePatientCommand) return patients.execute(command);
      throw new Error('no handler');
    },
  } as Pick<CommandBus, 'execute'> as CommandBus;
  const rules = { lookupKey: 'key', testNumbersOnly };
  const records = new Records(streams);
  const handler = new TakeInReferralHandler(bus, definitions, records, new PatientNumbers(records, rules), clock);
  return {
    clock,
    records,
    takeIn: (commandId: string, change: Partial<IncomingReferral> = {}) =>
      handler.execute(new TakeInReferral({ ...kneeReferral, ...change }, { actor, commandId })),
    handle: (caseId: string, command: CaseCommand) => cases.execute(new HandleCaseCommand(caseId, command, { actor, commandId: 'next' })),
    publishNext: async (id: string, from: CalendarDay) => {
      const definition = await definitions.current(id, from);
      await definitions.publish({ ...definition, version: definition.version + 1, publishedOn: from }, actor);
    },
    streamsOf: async (category: string) => {
      const events = await store.readAll(undefined, 1_000);
      return new Set(events.filter((event) => event.stream.category === category).map((event) => event.stream.id));
    },
    typesOf: async (caseId: string) => (await store.read({ category: 'case', id: caseId })).map((event) => event.type),
  };
}

describe('taking in a referral', () => {
  it('registers the patient and opens the case on the pathway of the day', async () => {
    const { takeIn, records } = await aService();
    const { caseId, patientId } = await takeIn('form-1');
    const { state, revision } = await records.case(caseId);
    expect(revision).toBe(1);
    expect(state.opened).toMatchObject({ patientId, pathway: { id: 'knee-pain', version: 1 }, specialty: '110', referredOn: '2026-03-02' });
    expect(state.holder).toEqual({ kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' });
    expect(await records.patient(patientId)).toMatchObject({ identity: { family: 'Example' }, details: { postcode: 'ZZ99 3AA' } });
  });

  it('opens one case when the form is sent twice, also on a later day', async () => {
    const { takeIn, streamsOf, clock } = await aService();
    const first = await takeIn('form-1');
    clock.set(new Date('2026-03-25T09:00:00Z'));
    const again = await takeIn('form-1');
    expect(again).toEqual({ ...first, replayed: true });
    expect((await streamsOf('case')).size).toBe(1);
    expect((await streamsOf('patient')).size).toBe(1);
  });

  it('finds its case again when the directory names another network, or the pathway has a new version, by then', async () => {
    const { takeIn, publishNext, streamsOf, clock } = await aService();
    const first = await takeIn('form-1');
    clock.set(new Date('2026-03-25T09:00:00Z'));
    await publishNext('knee-pain', day('2026-03-25'));
    expect(await takeIn('form-1', { practice: { ...kneeReferral.practice, pcn: 'U00002' } })).toEqual({ ...first, replayed: true });
    expect((await streamsOf('case')).size).toBe(1);
    expect((await takeIn('form-2')).caseId).not.toBe(first.caseId);
  });

  it.each<Partial<IncomingReferral>>([
    { reason: 'Hip pain for a year' },
    { referrer: 'Dr Other Example' },
    { pathwayId: 'hip-pain' },
    { priority: 'urgent' },
    { referredOn: day('2026-03-03') },
    { source: { system: 'form', identifier: 'L2' } },
    { practice: { ...kneeReferral.practice, code: 'F81002' } },
    { provider: { code: 'RAJ01', name: 'Southend Hospital' }, onListSince: day('2026-03-05') },
    { identity: { ...kneeReferral.identity, nhsNumber: '9990000042' } },
  ])('is refused when another referral comes under the same id: %j', async (change) => {
    const { takeIn, streamsOf } = await aService();
    await takeIn('form-1');
    await expect(takeIn('form-1', change)).rejects.toMatchObject({ code: 'CommandIdReused' });
    expect((await streamsOf('patient')).size).toBe(1);
  });

  it('takes an id of 200 characters', async () => {
    const { takeIn, records } = await aService();
    const { patientId } = await takeIn('f'.repeat(200));
    expect(await records.patient(patientId)).toMatchObject({ details: { postcode: 'ZZ99 3AA' } });
  });

  it('opens one case when the form is sent ten times at the same moment', async () => {
    const { takeIn, streamsOf } = await aService();
    const answers = await Promise.all(Array.from({ length: 10 }, () => takeIn('form-1')));
    expect(new Set(answers.map(({ caseId, revision }) => `${caseId} ${revision}`)).size).toBe(1);
    expect((await streamsOf('case')).size).toBe(1);
  });

  it('knows one patient behind two referrals with one NHS number', async () => {
    const { takeIn, streamsOf } = await aService();
    const knee = await takeIn('form-1');
    const hip = await takeIn('form-2', { pathwayId: 'hip-pain' });
    expect(hip.patientId).toBe(knee.patientId);
    expect(hip.caseId).not.toBe(knee.caseId);
    expect((await streamsOf('patient')).size).toBe(1);
  });

  it('stops before the case when the NHS number is held for someone with another date of birth', async () => {
    const { takeIn, streamsOf } = await aService();
    await takeIn('form-1');
    const other = { identity: { ...kneeReferral.identity, bornOn: day('1961-04-07') } };
    await expect(takeIn('form-2', other)).rejects.toMatchObject({ code: 'OtherPersonHasNumber' });
    expect((await streamsOf('case')).size).toBe(1);
  });

  it('registers nobody for a pathway that does not exist', async () => {
    const { takeIn, streamsOf } = await aService();
    await expect(takeIn('form-1', { pathwayId: 'elbow-pain' })).rejects.toMatchObject({ code: 'UnknownPathway' });
    expect((await streamsOf('patient')).size).toBe(0);
  });

  it('registers nobody when the referral itself is refused', async () => {
    const service = await aService();
    await expect(service.takeIn('a', { referredOn: day('2026-03-21') })).rejects.toMatchObject({ code: 'DateInFuture' });
    await expect(service.takeIn('b', { reason: ' ' })).rejects.toMatchObject({ code: 'WordsMissing' });
    expect((await service.streamsOf('patient')).size).toBe(0);
  });

  it('D1: sends a suspected cancer to its hospital at once', async () => {
    const { takeIn, typesOf, records } = await aService();
    const { caseId } = await takeIn('form-1', {
      pathwayId: 'suspected-skin-cancer',
      priority: 'two-week-wait',
      provider: { code: 'RAJ01', name: 'Southend Hospital' },
    });
    expect(await typesOf(caseId)).toEqual(['ReferralReceived', 'ReferralAccepted', 'RedFlagBypassed', 'ReferralSent']);
    expect((await records.case(caseId)).state.provider).toEqual({ code: 'RAJ01', name: 'Southend Hospital' });
  });

  it('takes on a case that is on a hospital list', async () => {
    const { takeIn, typesOf } = await aService();
    const { caseId } = await takeIn('form-1', {
      provider: { code: 'RAJ01', name: 'Southend Hospital' },
      onListSince: day('2026-03-05'),
    });
    expect(await typesOf(caseId)).toEqual(['CaseTakenOn']);
  });
});

describe('the range of the NHS number', () => {
  const withNumber = (nhsNumber: string | null) => ({ identity: { ...kneeReferral.identity, nhsNumber } });

  it('is 999 in a demonstration, and nothing is kept of another one', async () => {
    const { takeIn, streamsOf } = await aService(true);
    await expect(takeIn('form-1', withNumber('1111111111'))).rejects.toMatchObject({ code: 'RealNumberInDemonstration' });
    expect((await streamsOf('patient')).size).toBe(0);
  });

  it('is never 999 in service', async () => {
    const { takeIn, streamsOf } = await aService(false);
    await expect(takeIn('form-1')).rejects.toMatchObject({ code: 'TestNumberInService' });
    expect((await streamsOf('patient')).size).toBe(0);
  });

  it.each([true, false])('is open for a patient whose number is not traced yet (test numbers only: %s)', async (testNumbersOnly) => {
    const { takeIn, streamsOf } = await aService(testNumbersOnly);
    await takeIn('form-1', withNumber(null));
    await takeIn('form-2', withNumber(null));
    expect((await streamsOf('patient')).size).toBe(2);
  });
});

describe('a case that was taken in', () => {
  it.each(['AcceptReferral', 'BypassForRedFlag', 'RecordPriority'])('gets the workup of its pathway by %s', async (type) => {
    const commands = {
      AcceptReferral: { type: 'AcceptReferral' },
      BypassForRedFlag: { type: 'BypassForRedFlag', reason: 'Night pain' },
      RecordPriority: { type: 'RecordPriority', scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-20') },
    } as const;
    const { takeIn, handle, records } = await aService();
    const { caseId } = await takeIn('form-1');
    await handle(caseId, commands[type as keyof typeof commands]);
    expect(Object.keys((await records.case(caseId)).state.items)).toEqual([
      'xray-knee',
      'oxford-knee-score',
      'exercise-and-weight-support',
      'patient-wish-for-surgery',
      'locking-or-giving-way',
    ]);
  });
});
