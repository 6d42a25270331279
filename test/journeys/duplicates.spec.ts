import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const closing = {
  reason: 'treated',
  ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
  evidence: 'Operation note',
  reviewer: 'Dr Samuel Brandt',
  patientTold: 'letter',
  referrerTold: 'letter',
};

async function closeByProgram({ reference }: TestCase): Promise<Answer> {
  const { revision } = JSON.parse((await priya.get(`/api/v1/cases/${reference}`)).text) as { revision: number };
  const { reason, evidence, reviewer, patientTold, referrerTold } = closing;
  return priya.json(
    'POST',
    `/api/v1/cases/${reference}/commands`,
    { type: 'CloseCase', on: '2026-08-20', reason, evidence, reviewer, patientTold, referrerTold },
    { 'idempotency-key': `close-${reference}`, 'if-match': `"${revision}"` },
  );
}

async function givenTwoCasesOfOneNeed(): Promise<{ first: TestCase; second: TestCase }> {
  const first = await guardian.takeIn({ reason: 'Pain in the right hip' });
  const second = await guardian.takeIn({ reason: 'Hip pain, getting worse', referredOn: day('2026-08-03') });
  await second.does({
    type: 'SuspectDuplicate',
    otherCaseId: first.caseId,
    otherReference: first.reference,
    because: ['Same patient', 'Same pathway'],
  });
  return { first, second };
}

describe('two cases that may be the same need', () => {
  it('stand side by side, each difference in words', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    expect((await priya.get(second.address)).text).toContain(`href="${second.address}/duplicate"`);
    const page = inWords(await priya.get(`${second.address}/duplicate`));
    expect(page).toContain('These 2 cases may be the same need Because: same patient, same pathway.');
    expect(page).toContain(`What This case, ${second.reference} ${first.reference} Compared`);
    expect(page).toContain('Born 14 July 1945 14 July 1945 Same');
    expect(page).toContain('Referred on 3 August 2026 20 July 2026 Different');
    expect(page).toContain('Reason Hip pain, getting worse Pain in the right hip Different');
  });

  it('are followed as one once NHS number and date of birth were compared', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    const refused = await priya.submit(`${second.address}/duplicate`, { answer: 'same' });
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('Confirm that you compared the NHS number and the date of birth');
    const saved = await priya.submit(`${second.address}/duplicate`, { answer: 'same', compared: 'yes' });
    expect(saved.location).toBe(first.address);
    expect((await second.state()).linkedTo).toBe(first.caseId);
    expect((await first.state()).progress.closed).toBe(false);
  });

  it('the link can be undone', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await priya.submit(`${second.address}/duplicate`, { answer: 'same', compared: 'yes' });
    const page = await priya.get(`${second.address}/duplicate`);
    expect(inWords(page)).toContain(`This case is followed under ${first.reference}.`);
    await priya.submit(`${second.address}/duplicate`, { unlink: 'yes' });
    expect(await second.state()).toMatchObject({ linkedTo: null, progress: { closed: false } });
  });

  it('D4: the one that is followed is not closed while the other hangs on it, and says which', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await priya.submit(`${second.address}/duplicate`, { answer: 'same', compared: 'yes' });
    const page = await priya.get(`${first.address}/close`);
    expect(inWords(page)).toContain('1 other case of the same need is followed under this one. Nobody would follow it any more.');
    expect(page.text).toContain(`href="${second.address}/duplicate"`);
    expect(inWords(await priya.get(`${first.address}/duplicate`))).toContain(`Followed under this case`);

    const refused = await closeByProgram(first);
    expect(refused.status).toBe(409);
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'OthersFollowedHere',
      detail: `${second.reference} is followed under this case, and nobody would follow it any more. Have it followed by itself again first.`,
      facts: { references: [second.reference] },
    });
    expect((await first.state()).progress.closed).toBe(false);

    await priya.submit(`${second.address}/duplicate`, { unlink: 'yes' });
    expect((await priya.submit(`${first.address}/close`, closing)).status).toBe(303);
    expect((await second.state()).progress.closed).toBe(false);
  });

  it('are told apart, and nobody is asked again', async () => {
    const { second } = await givenTwoCasesOfOneNeed();
    const saved = await priya.submit(`${second.address}/duplicate`, { answer: 'different', compared: 'yes' });
    expect(saved.location).toBe(second.address);
    expect((await priya.get(second.address)).text).not.toContain(`href="${second.address}/duplicate"`);
    expect(inWords(await priya.get(`${second.address}/duplicate`))).toContain('No possible duplicate');
  });
});
