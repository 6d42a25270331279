import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day, SettableClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import type { CaseCommand } from './domain/case/case';
import { threadOf } from './domain/case/said';
import { CaseCommandHandler, HandleCaseCommand } from './handle-commands';
import { Records } from './records';

const CASE = '5bec0000-0000-4000-8000-000000000001';
const actor = { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' };
const practice = { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' };
const ines = { name: 'Dr Ines Example', role: 'GP', organisation: 'Example Surgery' };
const samuel = { name: 'Dr Samuel Brandt', role: 'Clinician', organisation: 'Guardian team' };

async function advised() {
  const store = new InMemoryEventStore();
  const clock = new SettableClock(new Date('2026-03-20T09:00:00Z'));
  const streams = new StreamRunner(store, clock);
  const definitions = new PathwayDefinitions(streams);
  await definitions.publishShipped(actor);
  let number = 0;
  const cases = new CaseCommandHandler(streams, definitions, clock, { next: () => Promise.resolve(++number) });
  const records = new Records(streams);
  let sent = 0;
  const handle = (command: CaseCommand, commandId = `c${++sent}`, ifRevision?: number) =>
    cases.execute(new HandleCaseCommand(CASE, command, { actor, commandId, ...(ifRevision === undefined ? {} : { ifRevision }) }));
  await handle({
    type: 'ReceiveReferral',
    ...{ patientId: 'p1', pathway: { id: 'knee-pain', version: 1 }, priority: 'routine', referredOn: day('2026-03-02'), practice },
    ...{ source: { system: 'form', identifier: null }, reason: 'Knee pain', referrer: 'Dr Ines Example', provider: null },
  });
  await handle({
    type: 'SendMessage',
    ...{ from: 'others', by: ines, to: samuel, kind: 'advice', urgent: false, mayRefer: true, text: 'And her hip?' },
  });
  await handle({ type: 'AnswerMessage', threadId: 'm1', from: 'service', by: samuel, answer: 'advice', text: 'Refer it' });
  const thread = async () => threadOf((await records.case(CASE)).state.safety.messages, 'm1');
  const opened = async () => {
    const events = await store.readAll(undefined, 100);
    return events.filter(({ type }) => type === 'ReferralReceived').map(({ data }) => data);
  };
  return { handle, thread, opened };
}
const convert: CaseCommand = {
  type: 'ConvertAdvice',
  ...{ threadId: 'm1', pathwayId: 'hip-pain', priority: 'urgent', practice, provider: null, reason: 'Hip pain, as advised' },
};

it('advice becomes a referral of the same patient, practice and referrer, with nothing keyed again', async () => {
  const { handle, thread, opened } = await advised();
  await handle(convert);
  const [, second] = await opened();
  expect(second).toMatchObject({
    ...{ patientId: 'p1', pathway: { id: 'hip-pain' }, priority: 'urgent', referredOn: '2026-03-20', practice: { code: 'F81001' } },
    personal: { reason: 'Hip pain, as advised', referrer: 'Dr Ines Example' },
  });
  expect(await thread()).toMatchObject({ referral: (second as { reference: string }).reference, outcome: 'referred' });
});

it('a retry never makes two, be it the same form again or another desk with other words', async () => {
  const { handle, opened } = await advised();
  const [first, second] = await Promise.all([
    handle(convert, 'form-1'),
    handle({ ...convert, reason: 'The same in other words' }, 'form-2'),
  ]);
  const again = await handle(convert, 'form-1');
  expect([first.appended + second.appended, again.replayed]).toEqual([2, true]);
  expect(await opened()).toHaveLength(2);
});

it('what is refused opens no case', async () => {
  const { handle, opened } = await advised();
  await expect(handle({ ...convert, reason: '' })).rejects.toMatchObject({ code: 'WordsMissing' });
  await expect(handle(convert, 'stale', 1)).rejects.toMatchObject({ code: 'StreamMovedOn' });
  expect(await opened()).toHaveLength(1);
});
