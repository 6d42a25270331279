// Job 6 of a coordinator: what the hospitals have to do, grouped so that one call clears many. It is Thursday 20 August 2026.
import { addDays, day } from '@guardian/kernel';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

const SOUTHEND = { code: 'RAJ01', name: 'Southend Hospital' };
const BROOMFIELD = { code: 'RAJ12', name: 'Broomfield Hospital' };
const GROUP = '/worklist/chase?provider=RAJ01&specialty=110';

let guardian: TestGuardian;
let priya: Visitor;
let one: TestCase;
let two: TestCase;
let booked: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  one = await sent(SOUTHEND);
  two = await sent(SOUTHEND);
  await sent(BROOMFIELD);
  booked = await sent(SOUTHEND);
  await booked.does({
    ...{ type: 'RecordHospitalFact', kind: 'appointment_booked', on: day('2026-08-20') },
    ...{ facts: { for_date: '2026-09-20' }, source: 'Letter', confidence: 'confirmed' },
  });
  // Two weeks later nobody has accepted them.
  guardian.clock.set(new Date('2026-09-03T09:00:00Z'));
}, 60_000);
afterAll(() => guardian?.close());

async function sent(to: typeof SOUTHEND): Promise<TestCase> {
  const referral = await guardian.takeIn({ ...somebody(), referredOn: addDays(day('2026-08-20'), -1) });
  await referral.does(
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
    { type: 'SendReferral', to, on: day('2026-08-20') },
  );
  return referral;
}

const says = async (address: string) => inWords(await priya.get(address));
const hidden = async (address: string) => {
  const { text } = await priya.get(address);
  const form = text.slice(text.indexOf('action="/worklist/chase" method="post"'));
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="(_csrf|commandId|provider|specialty)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
};

it('what waits for the hospitals is grouped by hospital and specialty, with the number of cases', async () => {
  const page = await says('/worklist/chase');
  expect(page).toContain('Southend Hospital Trauma and Orthopaedics 2 2');
  expect(page).toContain('Broomfield Hospital Trauma and Orthopaedics 1 1');
  const group = await says(GROUP);
  expect(group).toContain('Southend Hospital: Trauma and Orthopaedics');
  expect(group).toContain('The hospital has had the next move for 14 days');
  expect(group).toContain(one.reference);
  expect(group).not.toContain(booked.reference);
});

it('one call is recorded in each case that was asked about, once, also when it is sent twice', async () => {
  const call = { ...(await hidden(GROUP)), how: 'phone', outcome: 'spoke', notes: 'Triage is on Friday' };
  const none = await priya.post('/worklist/chase', call);
  expect([none.status, inWords(none)]).toEqual([422, expect.stringContaining('Select at least 1 case')]);
  expect(none.text).toContain('Triage is on Friday');
  const cases = [one.reference, two.reference, 'GR-ZZZZZZ'];
  for (const again of [1, 2]) {
    const saved = await priya.post('/worklist/chase', { ...call, cases });
    expect([again, saved.status, saved.location]).toEqual([again, 303, '/worklist/chase']);
    expect(await says('/worklist/chase')).toContain('The call is recorded in 2 cases. Not recorded: GR-ZZZZZZ: there is no such case.');
  }
  expect((await one.state()).entries.filter((type) => type === 'ContactRecorded')).toHaveLength(1);
  expect(await says(`${two.address}/contacts`)).toContain('Triage is on Friday');
});

it('a talk without a word of what was said is refused, and a next contact in the past', async () => {
  const call = { ...(await hidden(GROUP)), cases: one.reference, how: 'phone', outcome: 'spoke', notes: '' };
  expect(inWords(await priya.post('/worklist/chase', call))).toContain('Enter what was said.');
  const past = { ...call, outcome: 'no-answer', 'nextOn-day': '1', 'nextOn-month': '9', 'nextOn-year': '2026' };
  expect(inWords(await priya.post('/worklist/chase', past))).toContain('The date of the next contact must be today or later.');
});
