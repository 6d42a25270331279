import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import { type Answer, formIn, type Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const raj = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };

const givenAPatientOnAHospitalList = (): Promise<TestCase> => guardian.takeIn({ provider: raj, onListSince: day('2026-07-20') });

/** Through the page that says what it does to the clocks, which comes before it is saved. */
async function records(referral: TestCase, kind: string, on: string, details: Record<string, string> = {}): Promise<Answer> {
  const effect = await checks(referral, kind, on, details);
  if (effect.status !== 200) return effect;
  const { action, hidden } = formIn(effect.text);
  return priya.post(action, hidden);
}

function checks({ address }: TestCase, kind: string, on: string, details: Record<string, string> = {}): Promise<Answer> {
  const [year = '', month = '', date = ''] = on.split('-');
  return priya.submit(`${address}/hospital-facts/new?kind=${kind}`, {
    ...{ 'happenedOn-day': date, 'happenedOn-month': month, 'happenedOn-year': year },
    knownFrom: 'Hospital letter',
    confidence: 'confirmed',
    ...details,
  });
}

const stepOf = async ({ address }: TestCase): Promise<string> => {
  const [, step = ''] = /<strong class="nhsuk-tag[^>]*>([^<]*)</.exec((await priya.get(address)).text.split('<h1')[1] ?? '') ?? [];
  return step;
};

describe('a hospital fact is recorded', () => {
  it('in two steps: which one, then when and from where', async () => {
    const referral = await givenAPatientOnAHospitalList();
    const choose = await priya.get(`${referral.address}/hospital-facts/new`);
    expect(choose.text).toContain(`href="${referral.address}/hospital-facts/new?kind=first_attended">First attended</a>`);
    const saved = await records(referral, 'first_attended', '2026-08-18', { 'detail-outcome': 'Seen by the surgeon' });
    expect([saved.status, saved.location]).toEqual([303, referral.address]);
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain(
      'Tuesday 18 August 2026 First attended Outcome: Seen by the surgeon. Source: Hospital letter, confirmed.',
    );
    expect(await stepOf(referral)).toBe('Waiting for decision');
  });

  it('after its effect on each clock was shown, and nothing saved by that', async () => {
    const referral = await givenAPatientOnAHospitalList();
    const effect = await checks(referral, 'first_treatment', '2026-08-18', { 'detail-setting': 'outpatient' });
    expect(inWords(effect)).toContain('It changes 1 clock.');
    expect(inWords(effect)).toContain(
      'RTT clock Now: Running. Started 20 July 2026. Waited 31 days, 4 completed weeks. With this fact: Stopped. Started 20 July 2026. Stopped 18 August 2026.',
    );
    expect(inWords(effect)).toContain('First definitive treatment starts: the clock stops. RTT-E1');
    expect((await referral.state()).entries).toEqual(['CaseTakenOn']);
    const { hidden } = formIn(effect.text);
    const back = await priya.post(`${referral.address}/hospital-facts/change?kind=first_treatment`, hidden);
    expect(back.text).toContain('value="Hospital letter"');
    expect((await priya.post(`${referral.address}/hospital-facts/new?kind=first_treatment`, hidden)).status).toBe(303);
    expect((await referral.state()).entries).toEqual(['CaseTakenOn', 'HospitalFactRecorded']);
  });

  it('also when it changes no clock', async () => {
    const effect = await checks(await givenAPatientOnAHospitalList(), 'first_attended', '2026-08-18');
    expect(inWords(effect)).toContain('It changes no clock.');
    expect(inWords(effect)).toContain('Attended, and no treatment given: the clock goes on. RTT-X1');
  });

  it('and not for a day that has not come', async () => {
    const effect = await checks(await givenAPatientOnAHospitalList(), 'first_attended', '2026-09-18');
    expect(effect.status).toBe(422);
    expect(inWords(effect)).toContain('First attended must be today or in the past.');
  });

  it('nor for a day before the referral, which is said before it is saved', async () => {
    const effect = await checks(await givenAPatientOnAHospitalList(), 'first_attended', '2020-01-15');
    expect(effect.status).toBe(422);
    expect(inWords(effect)).toMatch(/First attended must not be before the referral on \d+ \w+ 202\d\./);
  });

  it('with details of its own kind only, each in its shape', async () => {
    const referral = await givenAPatientOnAHospitalList();
    const wrong = await records(referral, 'appointment_booked', '2026-08-18', {
      ...{ 'detail-for_date-day': '31', 'detail-for_date-month': '9', 'detail-for_date-year': '2026' },
      'detail-side': 'left',
    });
    expect(wrong.status).toBe(422);
    expect(inWords(wrong)).toContain('For date must be a real date, like 27 8 2026');
    expect((await referral.state()).entries).toEqual(['CaseTakenOn']);
    await records(referral, 'appointment_booked', '2026-08-18', {
      ...{ 'detail-for_date-day': '30', 'detail-for_date-month': '9', 'detail-for_date-year': '2026' },
      'detail-purpose': 'First appointment',
    });
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain('For date: 30 September 2026. Purpose: First appointment.');
  });

  it('never before the referral, never in the future', async () => {
    const referral = await givenAPatientOnAHospitalList();
    expect(inWords(await records(referral, 'decision_to_treat', '2026-07-19'))).toContain(
      'must not be before the referral on 20 July 2026.',
    );
    expect(inWords(await records(referral, 'decision_to_treat', '2026-08-21'))).toContain('must be today or in the past.');
  });

  it('after a treatment it goes on to closing, with the reason chosen', async () => {
    const referral = await givenAPatientOnAHospitalList();
    const saved = await records(referral, 'admitted_for_first_treatment', '2026-08-19');
    expect(saved.location).toBe(`${referral.address}/close?reason=treated`);
    expect((await priya.get(saved.location ?? '')).text).toMatch(/value="treated" checked/);
  });

  it('after a missed appointment it says that a new date is needed', async () => {
    const referral = await givenAPatientOnAHospitalList();
    const saved = await records(referral, 'dna_first_appointment', '2026-08-19', {
      'detail-appointment_clearly_communicated': 'no',
      'detail-occurrence': '1',
    });
    expect(inWords(await priya.get(saved.location ?? ''))).toContain('Saved. The patient needs a new date: ask the hospital for one.');
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain(
      'Did not attend first appointment Appointment clearly communicated: no. Occurrence: 1.',
    );
  });

  it.each(['nonsense', '__proto__', 'constructor'])('"%s" is no fact', async (kind) => {
    const { address } = await givenAPatientOnAHospitalList();
    const answer = await priya.get(`${address}/hospital-facts/new?kind=${kind}`);
    expect(answer.status).toBe(400);
    expect(inWords(answer)).toContain(`Guardian does not know "${kind}" here`);
  });
});

describe('a wrong hospital fact is corrected and the step goes back', () => {
  async function givenAWrongDecisionToTreat(): Promise<TestCase> {
    const referral = await givenAPatientOnAHospitalList();
    await records(referral, 'first_attended', '2026-08-10');
    await records(referral, 'decision_to_treat', '2026-08-12');
    expect(await stepOf(referral)).toBe('Waiting for treatment');
    return referral;
  }

  it('both entries are kept, and the wrong one is struck through', async () => {
    const referral = await givenAWrongDecisionToTreat();
    expect((await priya.get(`${referral.address}/timeline`)).text).toContain(`href="${referral.address}/corrections/new?entry=3">correct<`);
    const saved = await priya.submit(`${referral.address}/corrections/new?entry=3`, {
      wrong: 'content',
      correction: 'No decision yet',
      reason: 'Letter of another clinic',
    });
    expect([saved.status, saved.location]).toEqual([303, `${referral.address}/timeline`]);
    expect(await stepOf(referral)).toBe('Waiting for decision');
    const timeline = await priya.get(`${referral.address}/timeline`);
    expect(timeline.text).toContain('<s>Decision to treat</s>');
    expect(inWords(timeline)).toContain('Letter of another clinic');
    expect(timeline.text).not.toContain('?entry=3"');
  });

  it('one that belongs to another patient is hidden at once', async () => {
    const referral = await givenAWrongDecisionToTreat();
    await priya.submit(`${referral.address}/corrections/new?entry=3`, { wrong: 'patient', reason: 'Letter of somebody else' });
    expect(await stepOf(referral)).toBe('Waiting for decision');
    expect((await priya.get(`${referral.address}/timeline`)).text).not.toContain('Decision to treat');
    expect((await priya.get(`${referral.address}/corrections/new?entry=3`)).status).toBe(404);
  });

  it('asks what is right, and why', async () => {
    const referral = await givenAWrongDecisionToTreat();
    const page = `${referral.address}/corrections/new?entry=3`;
    expect(inWords(await priya.submit(page, {}))).toContain('Select what is wrong Enter why it is corrected');
    const refused = await priya.submit(page, { wrong: 'content', reason: 'Wrong clinic' });
    expect([refused.status, inWords(refused).includes('Enter what is right.')]).toEqual([422, true]);
    expect(await stepOf(referral)).toBe('Waiting for treatment');
  });

  it.each(['0', '99', 'x', ''])('entry "%s" is none that can be corrected', async (entry) => {
    const { address } = await givenAPatientOnAHospitalList();
    expect((await priya.get(`${address}/corrections/new?entry=${entry}`)).status).toBe(404);
  });
});

describe('a priority is recorded', () => {
  it('as the code that the hospital gave', async () => {
    const referral = await givenAPatientOnAHospitalList();
    await priya.submit(`${referral.address}/priority`, { code: 'P3', ...{ 'on-day': '19', 'on-month': '8', 'on-year': '2026' } });
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain('Wednesday 19 August 2026 Priority recorded: P3');
  });

  it('a suspicion of cancer lets a held referral go on at once', async () => {
    const referral = await guardian.takeIn();
    await priya.submit(`${referral.address}/priority`, {
      code: 'two-week-wait',
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
    });
    expect((await referral.state()).priority).toBe('two-week-wait');
    expect((await referral.state()).progress.gatePassed).toBe(true);
  });
});
