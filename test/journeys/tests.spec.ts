import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
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

const order = { site: 'EXAMPLE-CDC', urgency: 'routine', question: 'Osteoarthritis?', patientTold: 'yes' };

async function givenAnAcceptedReferral(): Promise<TestCase> {
  const referral = await guardian.takeIn();
  await referral.does({ type: 'AcceptReferral' });
  return referral;
}

async function givenABookedXray(): Promise<TestCase> {
  const referral = await givenAnAcceptedReferral();
  await priya.submit(`${referral.address}/tests/new?item=xray-hip`, { ...order, test: 'xray-hip' });
  await priya.submit(`${referral.address}/tests/t1/book`, { 'forOn-day': '20', 'forOn-month': '8', 'forOn-year': '2026' });
  return referral;
}

describe('a missed test is rebooked', () => {
  it('in one form, with the reason and the new date', async () => {
    const { address, state } = await givenABookedXray();
    const saved = await priya.submit(`${address}/tests/t1/missed`, {
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      reason: 'The letter came too late',
      ...{ 'rebookedFor-day': '3', 'rebookedFor-month': '9', 'rebookedFor-year': '2026' },
    });
    expect([saved.status, saved.location]).toEqual([303, `${address}/tests`]);
    expect((await state()).tests['t1']).toMatchObject({ status: 'booked', bookedFor: '2026-09-03' });
    expect(inWords(await priya.get(`${address}/timeline`))).toContain(
      'Test missed on 20 August 2026 X-ray of hip and pelvis. The letter came too late',
    );
  });

  it('or later: until then the case asks for a new date', async () => {
    const { address } = await givenABookedXray();
    await priya.submit(`${address}/tests/t1/missed`, {
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      reason: 'Not known',
    });
    expect(inWords(await priya.get(address))).toContain('X-ray of hip and pelvis was missed or cancelled today and has no new date.');
    expect((await priya.get(address)).text).toContain(`href="${address}/tests/t1/book">Rebook the test</a>`);
    await priya.submit(`${address}/tests/t1/book`, { 'forOn-day': '3', 'forOn-month': '9', 'forOn-year': '2026' });
    expect(inWords(await priya.get(address))).not.toContain('has no new date');
  });

  it('and nothing is saved when the new date is in the past', async () => {
    const { address, state } = await givenABookedXray();
    const refused = await priya.submit(`${address}/tests/t1/missed`, {
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      reason: 'Not known',
      ...{ 'rebookedFor-day': '19', 'rebookedFor-month': '8', 'rebookedFor-year': '2026' },
    });
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('There is a problem The new date must be today or later');
    expect((await state()).tests['t1']).toMatchObject({ status: 'booked', bookedFor: '2026-08-20' });
  });
});

describe('a test is followed until the patient knows the result', () => {
  it('a result that is not normal needs somebody to act on it by a day', async () => {
    const { address, state } = await givenABookedXray();
    await priya.submit(`${address}/tests/t1/result`, {
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      outcome: 'abnormal',
      summary: 'Joint space lost on the right',
    });
    const samuel = guardian.visitor();
    await samuel.logIn(SAMUEL);
    const form = await samuel.get(`${address}/tests/t1/review`);
    expect(inWords(form)).toContain('Abnormal Joint space lost on the right');
    const review = { clinician: 'Dr Samuel Brandt', nextStep: 'Refer for replacement' };
    const refused = await samuel.submit(`${address}/tests/t1/review`, review);
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('This result is not normal. Enter who acts on it and by when.');
    expect(refused.text).toContain('Refer for replacement');

    const dueOn = { 'dueOn-day': '27', 'dueOn-month': '8', 'dueOn-year': '2026' };
    await samuel.submit(`${address}/tests/t1/review`, { ...review, owner: 'Priya Shah', ...dueOn });
    await priya.submit(`${address}/tests/t1/told`, { how: 'By phone' });
    expect((await state()).tests['t1']).toMatchObject({ status: 'told', performedOn: '2026-08-20' });
    expect((await state()).items['xray-hip']).toMatchObject({ status: 'completed', evidenceOn: '2026-08-20' });
    expect(inWords(await priya.get(`${address}/tests`))).toContain(
      'Patient told Abnormal Joint space lost on the right Dr Samuel Brandt: Refer for replacement Priya Shah acts on it by 27 August 2026.',
    );
  });

  it('a result that was entered wrongly is not shown as one, and the result is awaited again', async () => {
    const referral = await givenABookedXray();
    await priya.submit(`${referral.address}/tests/t1/result`, {
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      outcome: 'abnormal',
      summary: 'Fracture of the left wrist',
    });
    const entry = (await referral.state()).entries.indexOf('DiagnosticReported') + 1;
    await priya.submit(`${referral.address}/corrections/new?entry=${entry}`, { wrong: 'patient', reason: 'Report of somebody else' });
    const page = inWords(await priya.get(`${referral.address}/tests`));
    expect(page).not.toContain('Fracture of the left wrist');
    expect(page).toContain('Done, result awaited No result yet Record the result');
  });

  it('what was reviewed is not reviewed again, and says so', async () => {
    const { address } = await givenABookedXray();
    expect(inWords(await priya.get(`${address}/tests/t1/review`))).toContain('Status: booked. This cannot be recorded now.');
  });

  it('the longest wait comes after what nobody has reviewed', async () => {
    guardian.clock.set(new Date('2026-07-20T09:00:00Z'));
    const referral = await givenAnAcceptedReferral();
    await priya.submit(`${referral.address}/tests/new`, { ...order, test: 'mri-hip', urgency: 'urgent' });
    guardian.clock.set(new Date('2026-09-10T09:00:00Z'));
    await priya.submit(`${referral.address}/tests/new`, { ...order, test: 'fbc' });
    await priya.submit(`${referral.address}/tests/t2/result`, {
      ...{ 'on-day': '10', 'on-month': '9', 'on-year': '2026' },
      outcome: 'normal',
      summary: 'All within range',
    });
    const page = inWords(await priya.get(`${referral.address}/tests`));
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
    expect(page.indexOf('Full blood count')).toBeLessThan(page.indexOf('MRI of hip'));
    expect(page).toContain('52 days 6 weeks or more');
  });
});

describe('a test is ordered', () => {
  it('for the agreed item that its result will complete', async () => {
    const { address, state } = await givenAnAcceptedReferral();
    expect(inWords(await priya.get(`${address}/tests`))).toContain('No tests ordered. The pathway suggests X-ray of hip');
    const saved = await priya.submit(`${address}/tests/new?item=xray-hip`, { ...order, test: 'xray-hip' });
    expect([saved.status, saved.location]).toEqual([303, `${address}/tests`]);
    expect((await state()).tests['t1']).toMatchObject({ test: 'xray-hip', item: 'xray-hip', status: 'ordered', orderedOn: '2026-08-20' });
  });

  it('not twice while it is under way', async () => {
    const { address } = await givenABookedXray();
    const refused = await priya.submit(`${address}/tests/new`, { ...order, test: 'xray-hip' });
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('is under way already, ordered on 20 August 2026.');
  });

  it('not at all when its result is there already', async () => {
    const { address, state } = await givenAnAcceptedReferral();
    expect((await priya.get(`${address}/tests/new`)).text).toContain(`${address}/workup/xray-hip/reuse`);
    const saved = await priya.submit(`${address}/workup/xray-hip/reuse`, {
      ...{ 'performedOn-day': '30', 'performedOn-month': '6', 'performedOn-year': '2026' },
      source: 'Practice record',
    });
    expect([saved.status, saved.location]).toEqual([303, `${address}/workup`]);
    expect((await state()).items['xray-hip']).toMatchObject({ status: 'completed', evidenceOn: day('2026-06-30') });
  });

  it.each(['tests/new?item=nonsense', 'tests/t1/nonsense', 'tests/t9/book', 'workup/nonsense/reuse'])('%s is no page', async (path) => {
    const { address } = await givenAnAcceptedReferral();
    expect((await priya.get(`${address}/${path}`)).status).toBe(path.includes('item=') ? 400 : 404);
  });
});
