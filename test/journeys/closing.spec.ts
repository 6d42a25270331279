import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const complete = {
  reason: 'discharged-to-primary-care',
  ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
  evidence: 'She said on the phone that the pain has gone',
  reviewer: 'Dr Samuel Brandt',
  patientTold: 'phone',
  referrerTold: 'letter',
};

const isClosed = async (referral: TestCase): Promise<boolean> => (await referral.state()).progress.closed;

describe('closing needs reason, evidence, reviewer and both told', () => {
  it.each([
    ['reason', 'Select the reason for closing'],
    ['evidence', 'Enter the evidence for closing'],
    ['reviewer', 'Enter who reviewed the closing'],
    ['patientTold', 'Select how the patient was told'],
    ['referrerTold', 'Select how the referrer was told'],
  ])('not without %s', async (missing, words) => {
    const referral = await guardian.takeIn();
    const refused = await priya.submit(`${referral.address}/close`, { ...complete, [missing]: '' });
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain(`There is a problem ${words}`);
    expect(await isClosed(referral)).toBe(false);
  });

  it('"nobody to tell" is no answer while there is somebody to tell', async () => {
    const referral = await guardian.takeIn();
    const refused = await priya.submit(`${referral.address}/close`, { ...complete, patientTold: 'not-applicable' });
    expect(inWords(refused)).toContain('Tell the patient before you close the case, and say how.');
    expect(refused.text).toContain('She said on the phone that the pain has gone');
    expect(await isClosed(referral)).toBe(false);
  });

  it('with all of them the case is closed, and says why', async () => {
    const referral = await guardian.takeIn();
    const saved = await priya.submit(`${referral.address}/close`, complete);
    expect([saved.status, saved.location]).toEqual([303, referral.address]);
    expect(await isClosed(referral)).toBe(true);
    expect(inWords(await priya.get(referral.address))).toContain(
      'Case closed: discharged to primary care She said on the phone that the pain has gone. Reviewed by Dr Samuel Brandt.',
    );
  });

  it('an unknown reason in the address is named', async () => {
    const { address } = await guardian.takeIn();
    const answer = await priya.get(`${address}/close?reason=forgotten`);
    expect([answer.status, inWords(answer).includes('Guardian does not know "forgotten" here')]).toEqual([400, true]);
  });
});

describe('closing while something is open', () => {
  async function givenAnUnreadResultAndAnAppointment(): Promise<TestCase> {
    const referral = await guardian.takeIn();
    const site = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };
    await referral.does(
      {
        type: 'OrderDiagnostic',
        test: 'fbc',
        name: 'Full blood count',
        item: null,
        site,
        urgency: 'routine',
        question: 'Anaemia?',
        patientTold: true,
      },
      { type: 'ReportDiagnostic', testId: 't1', on: day('2026-08-20'), outcome: 'abnormal', summary: 'Low' },
      {
        type: 'RecordHospitalFact',
        kind: 'appointment_booked',
        on: day('2026-08-20'),
        facts: { for_date: '2026-09-03' },
        source: 'Letter',
        confidence: 'confirmed',
      },
    );
    return referral;
  }

  it('stops on a page that says what would be left behind', async () => {
    const referral = await givenAnUnreadResultAndAnAppointment();
    const stop = await priya.submit(`${referral.address}/close`, complete);
    expect(inWords(stop)).toContain(
      'You are closing this with something still open a result that nobody has reviewed (Full blood count) a hospital appointment on 3 September 2026',
    );
    expect(await isClosed(referral)).toBe(false);
  });

  it('and closes with everything that was typed once that is confirmed', async () => {
    const referral = await givenAnUnreadResultAndAnAppointment();
    const page = await priya.get(`${referral.address}/close`);
    const token = /name="_csrf" value="([^"]*)"/.exec(page.text.slice(page.text.indexOf('<main')))?.[1] ?? '';
    const stop = await priya.post(`${referral.address}/close`, { ...complete, _csrf: token, commandId: 'closing-1' });
    const hidden = Object.fromEntries(
      [...stop.text.slice(stop.text.indexOf('<main')).matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      ),
    );
    expect((await priya.post(`${referral.address}/close`, hidden)).status).toBe(303);
    expect(await isClosed(referral)).toBe(true);
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain('She said on the phone that the pain has gone');
  });
});

describe('a closed case is reopened', () => {
  it('with a reason, and goes on where it was', async () => {
    const referral = await guardian.takeIn();
    await referral.does({ type: 'AcceptReferral' });
    await priya.submit(`${referral.address}/close`, complete);
    expect((await priya.get(referral.address)).text).toContain(`href="${referral.address}/reopen"`);
    expect((await priya.submit(`${referral.address}/reopen`, {})).status).toBe(422);
    await priya.submit(`${referral.address}/reopen`, { reason: 'The pain is back' });
    expect(await isClosed(referral)).toBe(false);
    expect(inWords(await priya.get(referral.address))).toContain('Case reopened The pain is back');
  });
});
