import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

// It is Thursday 20 August 2026, 10:00 in Southend.
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const mine = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } } as const;
const call = { type: 'RecordContact', on: day('2026-08-20'), who: 'patient', how: 'phone', outcome: 'no-answer', notes: '' } as const;

const person = (family: string) => ({
  identity: { nhsNumber: null, family, given: 'Ada', title: null, bornOn: day('1960-02-03'), sex: 'female' } as const,
});

/** A case of Priya's with a call that was due on this day. */
async function givenACallDue(family: string, on = '2026-08-20', referral: Parameters<TestGuardian['takeIn']>[0] = {}): Promise<TestCase> {
  const referred = await guardian.takeIn({ ...person(family), ...referral });
  await referred.does(mine, { ...call, nextOn: day(on) });
  return referred;
}

const until = (on: string) => ({ 'until-day': on.slice(8), 'until-month': on.slice(5, 7), 'until-year': on.slice(0, 4) });
const worklist = async (): Promise<string> => inWords(await priya.get('/worklist'));
const refused = ({ status, text }: Answer): [number, boolean] => [status, text.includes('There is a problem')];

describe('a case is set aside', () => {
  it('it leaves the worklist, is counted there, and comes back on its day', async () => {
    const { address } = await givenACallDue('Abara');
    const saved = await priya.submit(`${address}/snooze`, { ...until('2026-08-27'), reason: 'In hospital until Thursday' });
    expect([saved.status, saved.location]).toEqual([303, '/worklist']);
    const list = await worklist();
    expect(list).toContain('Set aside: 1 case, the next back on Thursday 27 August 2026.');
    expect(list).not.toContain('ABARA');
    expect(inWords(await priya.get('/worklist/snoozed'))).toMatch(/Set aside: 1 case .* ABARA, Ada .* 27 August 2026/);
    expect(inWords(await priya.get(address))).toContain('Set aside on the worklist until Thursday 27 August 2026.');
    expect(inWords(await priya.get(`${address}/timeline`))).toContain('Off the worklist until 27 August 2026 In hospital until Thursday');
    guardian.clock.set(new Date('2026-08-27T09:00:00Z'));
    try {
      expect(await worklist()).toContain('ABARA, Ada');
    } finally {
      guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
    }
  });

  it('it comes back as soon as something is recorded, and when somebody asks for it', async () => {
    const bello = await givenACallDue('Bello');
    await priya.submit(`${bello.address}/snooze`, { ...until('2026-08-27'), reason: 'Away' });
    expect(await worklist()).not.toContain('BELLO');
    await bello.does({ ...call, nextOn: day('2026-08-20') });
    expect(await worklist()).toContain('BELLO, Ada');
    await priya.submit(`${bello.address}/snooze`, { ...until('2026-08-27'), reason: 'Away' });
    await priya.submit(`${bello.address}/snooze`, { end: 'yes' }, `${bello.address}/snooze/end`);
    expect(await worklist()).toContain('BELLO, Ada');
  });

  it('for 14 days at most: more is refused, and what was typed stays', async () => {
    const { address } = await givenACallDue('Chukwu');
    const answer = await priya.submit(`${address}/snooze`, { ...until('2026-09-04'), reason: 'Long holiday' });
    expect(refused(answer)).toEqual([422, true]);
    expect(inWords(answer)).toContain('A case can be set aside for 14 days at most.');
    expect(answer.text).toContain('value="Long holiday"');
  });

  it('never while safety is at stake, be it asked by a page or by a program', async () => {
    const cancer = await guardian.takeIn({ ...person('Danso'), pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait' });
    await cancer.does(mine);
    expect((await priya.get('/worklist')).text).not.toContain(`${cancer.address}/snooze`);
    const page = await priya.get(`${cancer.address}/snooze`);
    expect(inWords(page)).toContain(
      'This case cannot be set aside while safety is at stake. Suspected cancer, not sent to a hospital yet.',
    );
    const { address } = await givenACallDue('Eze');
    const form = await priya.get(`${address}/snooze`);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form.text)?.[1] ?? '';
    const answer = await priya.post(`${cancer.address}/snooze`, {
      ...{ _csrf: hidden('_csrf'), commandId: hidden('commandId') },
      ...{ ...until('2026-08-27'), reason: 'Away' },
    });
    expect(refused(answer)).toEqual([422, true]);
    const program = await priya.json(
      'POST',
      `/api/v1${cancer.address}/commands`,
      { type: 'SnoozeWork', until: '2026-08-27', reason: 'Away' },
      { 'idempotency-key': 'snooze-danso', 'if-match': '"4"', accept: 'application/json' },
    );
    expect([program.status, JSON.parse(program.text)]).toMatchObject([409, { code: 'SafetyNotSnoozed' }]);
    expect((await cancer.state()).snoozedUntil).toBeNull();
  });
});

describe('why is this here', () => {
  it('names the rule, its date, what ends it, and why one stands before others that rank alike', async () => {
    await givenACallDue('Farah', '2026-08-22');
    const needs = { language: 'Somali', interpreter: true, format: 'standard', adjustments: null, mayBeTexted: false } as const;
    await givenACallDue('Gedi', '2026-08-22', { needs });
    const page = await worklist();
    expect(page).toMatch(/GEDI, Ada.*FARAH, Ada/);
    expect(page).toContain('Rule: contact, due 22 August 2026.');
    expect(page).toContain('It stays until a contact is recorded.');
    expect(page).toContain(
      '2 cases rank alike here. This one stands before those that wait longer, because it is at higher risk of being missed: needs an interpreter.',
    );
    expect(page).toContain('2 cases rank alike here. Those at higher risk of being missed stand before this one; then the longest wait');
  });

  it('the order among those can be the longest wait alone, for whoever asks for it, and it never sticks', async () => {
    await givenACallDue('Hale', '2026-08-23', { ...person('Hale'), referredOn: day('2026-07-01') });
    const needs = { language: null, interpreter: false, format: 'braille', adjustments: null, mayBeTexted: false } as const;
    await givenACallDue('Ito', '2026-08-23', { needs });
    expect(await worklist()).toMatch(/ITO, Ada.*HALE, Ada/);
    expect(inWords(await priya.get('/worklist?ties=longest-wait'))).toMatch(/HALE, Ada.*ITO, Ada/);
    expect(await worklist()).toMatch(/ITO, Ada.*HALE, Ada/);
  });
});
