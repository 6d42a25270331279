// A coordinator offers help while a patient waits; the patient keeps place and clocks.
import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

// Thursday 20 August 2026, 10:00 in London.
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const says = async (address: string) => inWords(await priya.get(address));
const date = (name: string, d: number, m: number, y = 2026) => ({
  [`${name}-day`]: String(d),
  [`${name}-month`]: String(m),
  [`${name}-year`]: String(y),
});
const MSK = 'example-msk';

async function givenAnOffer(): Promise<TestCase & { readonly offer: string }> {
  const referral = await guardian.takeIn();
  const offer = `${referral.address}/offers/${MSK}`;
  const saved = await priya.submit(`${referral.address}/offers`, { service: MSK, ...date('on', 20, 8) }, `${referral.address}/offers`);
  expect([saved.status, saved.location]).toEqual([303, offer]);
  return { ...referral, offer };
}

async function givenItIsTakenUp() {
  const referral = await givenAnOffer();
  const saved = await priya.submit(
    referral.offer,
    { ...date('acceptedOn', 20, 8), ...date('reviewOn', 10, 9) },
    `${referral.offer}/accepted`,
  );
  expect([saved.status, saved.location]).toEqual([303, referral.offer]);
  return referral;
}

describe('the services on offer', () => {
  it('are those of the pathway, the place and the patient, each with its wait, places, day and source', async () => {
    const { address } = await guardian.takeIn();
    const page = await says(`${address}/offers`);
    expect(page).toContain('Community musculoskeletal service (example)');
    expect(page).toContain(
      'Hip and knee pain: assessment, exercise and injections near home. Example community musculoskeletal service. ' +
        '8 in 10 are seen within 6 weeks. 20 places free. As of 1 April 2026. Source: Example of Guardian: no real service.',
    );
  });

  it('the others say why not', async () => {
    const { address } = await guardian.takeIn();
    const page = await says(`${address}/offers`);
    expect(page).toContain('Weight and activity programme (example) It had no place free on 1 April 2026.');
    expect(page).toContain('Knee school (example) It is not agreed for this pathway.');
    const refused = await priya.submit(`${address}/offers`, { service: 'example-weight-and-activity' }, `${address}/offers`);
    expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('It had no place free on 1 April 2026.')]);
  });

  it('one has to be chosen, and no other is taken', async () => {
    const { address, state } = await guardian.takeIn();
    const none = await priya.submit(`${address}/offers`, {}, `${address}/offers`);
    expect([none.status, inWords(none)]).toEqual([422, expect.stringContaining('Select the service that is offered')]);
    const forged = await priya.submit(`${address}/offers`, { service: 'constructor' }, `${address}/offers`);
    expect([forged.status, inWords(forged)]).toEqual([422, expect.stringContaining('Select a service of the list')]);
    expect((await state()).services).toEqual({});
    expect((await priya.get(`${address}/offers/constructor`)).status).toBe(404);
  });
});

describe('the answer of the patient', () => {
  it('is asked for with what it does to each clock, which is nothing', async () => {
    const { offer } = await givenAnOffer();
    const page = await says(offer);
    expect(page).toContain('Place on the list Kept.');
    expect(page).toContain('Guardian clock Goes on from the referral.');
    expect(page).toContain('RTT clock No change.');
    expect(page).not.toContain('Then:');
  });

  it('yes: the community service has the next move, and place and clocks are as they were', async () => {
    const { address, offer } = await givenAnOffer();
    const clocks = async () => (await says(`${address}/clocks`)).replace(/.*Clocks(?= )/, '');
    const before = await clocks();
    await priya.submit(offer, { ...date('acceptedOn', 20, 8), ...date('reviewOn', 10, 9) }, `${offer}/accepted`);
    expect(await clocks()).toBe(before);
    expect(await says(offer)).toContain('The patient has been with it since 20 August 2026. To be reviewed on 10 September 2026.');
    expect(await says(address)).toContain('Community service has the next move');
  });

  it('wants time: the offer stands, and comes to the worklist on the day to ask again', async () => {
    const { address, offer } = await givenAnOffer();
    await priya.submit(offer, date('askAgainOn', 21, 8), `${offer}/time`);
    expect(await says(offer)).toContain('The patient wants time: ask again on 21 August 2026.');
    expect(await says(address)).toContain(
      "Community musculoskeletal service (example) was offered today. The patient's answer is due in 1 day.",
    );
  });

  it('no: nothing else changes, and it may be offered again', async () => {
    const { address, offer, state } = await givenAnOffer();
    await priya.submit(offer, date('declinedOn', 20, 8), `${offer}/declined`);
    expect((await state()).services[MSK]?.status).toBe('declined');
    expect((await priya.submit(`${address}/offers`, { service: MSK, ...date('on', 20, 8) }, `${address}/offers`)).status).toBe(303);
  });

  it('a date that cannot be is refused with what was typed kept', async () => {
    const { offer } = await givenAnOffer();
    const refused = await priya.submit(offer, { ...date('acceptedOn', 20, 8), ...date('reviewOn', 1, 8) }, `${offer}/accepted`);
    expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('The review date must be today or later.')]);
    expect(refused.text).toContain('name="reviewOn-day" type="text" inputmode="numeric" autocomplete="off" value="1"');
  });
});

describe('the review', () => {
  it('comes to the worklist on its day, and again when the patient goes on with it', async () => {
    const { address, offer } = await givenItIsTakenUp();
    await priya.submit(offer, date('nextReviewOn', 25, 8), `${offer}/review`);
    expect(await says(address)).toContain(
      'The patient has been with Community musculoskeletal service (example) since 20 August 2026. A review or the outcome is due in 5 days.',
    );
  });

  it('leads back to the hospital from the same place', async () => {
    const { offer, state } = await givenItIsTakenUp();
    const saved = await priya.submit(offer, { outcome: 'still-needs-hospital', ...date('endedOn', 20, 8) }, `${offer}/outcome`);
    expect(saved.status).toBe(303);
    const after = await state();
    expect([after.services[MSK]?.status, after.progress.withTierTwo, after.progress.closed]).toEqual(['finished', [], false]);
  });

  it('has an outcome that is chosen', async () => {
    const { offer } = await givenItIsTakenUp();
    const refused = await priya.submit(offer, date('endedOn', 20, 8), `${offer}/outcome`);
    expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('Select the outcome')]);
  });
});

it('a program may still offer a service that no directory knows', async () => {
  const { address, does } = await guardian.takeIn();
  await does({ type: 'OfferService', service: 'walking group/Leigh', name: 'Walking group', on: day('2026-08-20') });
  expect(await says(`${address}/offers`)).toContain('Walking group: offered on 20 August 2026, not answered yet.');
  expect(await says(`${address}/offers/walking%20group%2FLeigh`)).toContain('Walking group');
});
