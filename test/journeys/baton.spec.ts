import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
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

const offer = {
  kind: 'guardian-team',
  name: 'Dr Samuel Brandt',
  organisation: 'Guardian team, Southend',
  ...{ 'replyBy-day': '27', 'replyBy-month': '8', 'replyBy-year': '2026' },
  summary: 'Waits for an X-ray, on strong painkillers',
};

async function givenAnOffer() {
  const referral = await guardian.takeIn();
  const saved = await priya.submit(`${referral.address}/baton`, offer);
  expect([saved.status, saved.location]).toEqual([303, `${referral.address}/baton`]);
  return referral;
}

describe('the baton is always held', () => {
  it('by the referrer from the first day', async () => {
    const { address } = await guardian.takeIn();
    expect(inWords(await priya.get(`${address}/baton`))).toContain(
      'Dr Alva Nyman, Carnarvon Medical Centre (practice), since 20 August 2026.',
    );
  });

  it('by the giver while an offer is not answered', async () => {
    const { address, state } = await givenAnOffer();
    expect((await state()).holder?.name).toBe('Dr Alva Nyman');
    const page = inWords(await priya.get(`${address}/baton`));
    expect(page).toContain('Dr Samuel Brandt, Guardian team, Southend, is asked to hold the patient Reply by 27 August 2026.');
    expect(page).toContain('Dr Alva Nyman holds the patient until the answer is yes. Waits for an X-ray, on strong painkillers');
  });

  it('by the new holder from the moment of acceptance', async () => {
    const { address, state } = await givenAnOffer();
    await priya.submit(`${address}/baton`, { acceptedBy: 'Dr Samuel Brandt' }, `${address}/baton/accept`);
    expect((await state()).holder?.name).toBe('Dr Samuel Brandt');
    const page = inWords(await priya.get(`${address}/baton`));
    expect(page).toContain('Saved Dr Samuel Brandt holds the patient now.');
    expect(page).toContain('Accepted by Dr Samuel Brandt.');
  });

  it('by the giver again when it is declined', async () => {
    const { address, state } = await givenAnOffer();
    await priya.submit(`${address}/baton`, { declinedBy: 'Dr Samuel Brandt', reason: 'On leave' }, `${address}/baton/decline`);
    expect(await state()).toMatchObject({ holder: { name: 'Dr Alva Nyman' }, offer: null });
    expect(inWords(await priya.get(`${address}/baton`))).toContain('Declined. Dr Alva Nyman still holds the patient.');
  });

  it('words meant for another patient leave the page, and the offer stands', async () => {
    const referral = await givenAnOffer();
    const entry = (await referral.state()).entries.indexOf('ResponsibilityOffered') + 1;
    await priya.submit(`${referral.address}/corrections/new?entry=${entry}`, { wrong: 'patient', reason: 'Summary of somebody else' });
    const page = inWords(await priya.get(`${referral.address}/baton`));
    expect(page).toContain('is asked to hold the patient');
    expect(page).not.toContain('strong painkillers');
  });

  it('nobody takes what was declined a moment before', async () => {
    const referral = await givenAnOffer();
    const page = await priya.get(`${referral.address}/baton`);
    const hidden = (name: string) => new RegExp(`baton/accept".*?name="${name}" value="([^"]*)"`, 's').exec(page.text)?.[1] ?? '';
    await referral.does({ type: 'DeclineResponsibility', declinedBy: 'Dr Samuel Brandt', reason: 'On leave' });
    const refused = await priya.post(`${referral.address}/baton/accept`, {
      _csrf: hidden('_csrf'),
      commandId: hidden('commandId'),
      revision: hidden('revision'),
      acceptedBy: 'Dr Samuel Brandt',
    });
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('Priya Shah changed this case after you opened it.');
    expect((await referral.state()).holder?.name).toBe('Dr Alva Nyman');
  });
});

describe('a case is assigned', () => {
  it('to the one who takes it, chosen already', async () => {
    const { address, state } = await guardian.takeIn();
    const form = await priya.get(`${address}/assign`);
    expect(form.text).toMatch(new RegExp(`value="${PRIYA}" checked`));
    await priya.submit(`${address}/assign`, { coordinator: PRIYA });
    expect((await state()).coordinator).toEqual({ id: PRIYA, name: 'Priya Shah' });
  });

  it('never to somebody who may not open it', async () => {
    const { address, state } = await guardian.takeIn();
    const refused = await priya.submit(`${address}/assign`, { coordinator: 'demo-coordinator-havering' });
    expect(refused.status).toBe(400);
    expect((await state()).coordinator).toBeNull();
  });

  it('it is handed over with a note', async () => {
    const referral = await guardian.takeIn();
    await referral.does({ type: 'AssignCase', coordinator: { id: 'somebody-who-left', name: 'Noor Haddad' } });
    expect(inWords(await priya.get(`${referral.address}/hand-over`))).toContain('Noor Haddad has this case.');
    await priya.submit(`${referral.address}/hand-over`, { coordinator: PRIYA, note: 'Rings best after 4pm' });
    expect((await referral.state()).coordinator).toEqual({ id: PRIYA, name: 'Priya Shah' });
    expect(inWords(await priya.get(`${referral.address}/timeline`))).toContain(
      'Handed over from Noor Haddad to Priya Shah Rings best after 4pm',
    );
  });
});
