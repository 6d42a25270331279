import type { Browser } from 'playwright-core';
import { day } from '@guardian/kernel';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

jest.setTimeout(120_000);

let guardian: TestGuardian;
let browser: Browser;
let priya: Visitor;
let busy: TestCase;
let fresh: TestCase;
let worse: TestCase;
let waited: TestCase;
let leaving: TestCase;

beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  fresh = await guardian.takeIn();
  // A name with the longest word that a page has to find room for.
  busy = await guardian.takeIn({
    identity: {
      ...{ nhsNumber: null, family: 'Featherstonehaugh-Okonkwo', given: 'Margaret', title: 'Mrs' },
      ...{ bornOn: day('1945-07-14'), sex: 'female' },
    },
  });
  await busy.does(
    { type: 'AcceptReferral' },
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'RequestWorkupItem', item: 'oxford-hip-score', from: 'The practice', dueOn: day('2026-08-27') },
    { type: 'CompleteWorkupItem', item: 'bmi-and-blood-pressure', evidenceOn: day('2026-08-01'), source: 'Practice record', finding: '' },
    {
      type: 'RecordContact',
      on: day('2026-08-19'),
      who: 'patient',
      how: 'phone',
      outcome: 'no-answer',
      notes: '',
      nextOn: day('2026-08-20'),
    },
  );
  waited = await guardian.takeIn({ referredOn: day('2025-07-14') });
  await waited.does({ type: 'OpenHarmReview', trigger: 'long-wait' });
  leaving = await guardian.takeIn();
  await leaving.does({
    ...{ type: 'ProposeExit', reason: 'moved-away', on: day('2026-08-19'), evidence: 'The letter came back', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  });
  worse = await guardian.takeIn();
  await worse.does({ type: 'AcceptReferral' }, { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' });
  const on = day('2026-08-20');
  const expedite = {
    type: 'RequestExpedite',
    criterion: 'new-symptom',
    to: { name: 'Southend Hospital', role: 'Booking office' },
    grounds: 'Wakes each night since a week',
  } as const;
  const answers = ['hip-fall', 'hip-infection', 'hip-cauda-equina', 'hip-work-or-care'].map((asked) => ({ question: asked, answer: 'no' }));
  await worse.does({
    type: 'OfferResponsibility',
    to: { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend' },
    ...{ replyBy: day('2026-08-27'), summary: 'Waits for an X-ray' },
  });
  await worse.does(
    ...(['4', '9'] as const).map((pain) => ({
      type: 'CompleteCheckIn' as const,
      ...{ on, who: 'patient' as const, notes: '', nextOn: day('2026-10-01') },
      answers: [
        ...answers,
        { question: 'hip-overall', answer: pain === '9' ? 'worse' : 'same' },
        { question: 'hip-pain-night', answer: pain },
      ],
    })),
    { type: 'OfferService', service: 'example-msk', name: 'Community musculoskeletal service (example)', on },
    { type: 'ReportConditionChange', on, by: 'carer', what: 'Cannot climb the stairs any more' },
    {
      type: 'RaiseEscalation',
      to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
      deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
      ...{ urgency: 'today', question: 'Does she need to be seen sooner?', facts: 'Pain 9 of 10 at night\nCannot climb the stairs' },
    },
    expedite,
    { type: 'AnswerExpedite', expediteId: 'x1', on, outcome: 'declined', answeredBy: 'Ms Hale', reply: 'No slot before October' },
    { type: 'TellExpediteAnswer', expediteId: 'x1', who: 'patient', on, how: 'phone' },
    expedite,
    {
      type: 'SendMessage',
      ...{ from: 'others', kind: 'advice', urgent: true, mayRefer: true, text: 'Is an MRI useful?' },
      by: { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' },
      to: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
    {
      ...{ type: 'AnswerMessage', threadId: 'm1', from: 'service', answer: 'advice', text: 'No, refer her for the knee too' },
      by: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
  );
});
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

const PAGES: [string, () => string][] = [
  ['a busy case', () => busy.address],
  ['a case that just came', () => fresh.address],
  ['timeline', () => `${busy.address}/timeline`],
  ['timeline of a kind that is empty', () => `${busy.address}/timeline?show=hospital`],
  ['who has looked', () => `${busy.address}/looked-at`],
  ['contacts', () => `${busy.address}/contacts`],
  ['no contacts yet', () => `${fresh.address}/contacts`],
  ['record contact', () => `${busy.address}/contacts/new`],
  ['workup', () => `${busy.address}/workup`],
  ['nothing agreed yet', () => `${fresh.address}/workup`],
  ['record a workup item', () => `${busy.address}/workup/oxford-hip-score/done`],
  ['ask for a workup item', () => `${busy.address}/workup/oxford-hip-score/request`],
  ['go on without a workup item', () => `${busy.address}/workup/oxford-hip-score/waive`],
  ['how the gate was decided', () => `${worse.address}/workup/verdict`],
  ['gate not decided', () => `${fresh.address}/workup/verdict`],
  ['decide the gate', () => `${busy.address}/workup/decide`],
  ['accept or return', () => `${fresh.address}/workup/decide`],
  ['return to referrer', () => `${busy.address}/workup/return`],
  ['go ahead without', () => `${busy.address}/workup/go-ahead`],
  ['red flag', () => `${busy.address}/workup/red-flag`],
  ['send before the gate', () => `${busy.address}/send`],
  ['snooze', () => `${fresh.address}/snooze`],
  ['cases that are set aside', () => '/worklist/snoozed'],
  ['check-ins', () => `${worse.address}/check-ins`],
  ['no check-in yet', () => `${fresh.address}/check-ins`],
  ['check in', () => `${worse.address}/check-ins/new`],
  ['stop: act on this now', () => `${worse.address}/check-ins/stop`],
  ['report a change of condition', () => `${fresh.address}/check-ins/changes/new`],
  ['what follows from a change of condition', () => `${worse.address}/check-ins/changes/n1`],
  ['escalations', () => `${worse.address}/escalations`],
  ['no escalation yet', () => `${fresh.address}/escalations`],
  ['escalate', () => `${worse.address}/escalations/new?after=k1`],
  ['an escalation', () => `${worse.address}/escalations/e1`],
  ['offer a community service', () => `${fresh.address}/offers`],
  ['an offered service', () => `${worse.address}/offers/example-msk`],
  ['ask to move the patient forward', () => `${fresh.address}/escalations/expedites/new`],
  ['a request to move the patient forward', () => `${worse.address}/escalations/expedites/x2`],
  ['a reply to be told', () => `${worse.address}/escalations/expedites/x1`],
  ['who holds the patient', () => `${fresh.address}/baton`],
  ['an offer of the baton', () => `${worse.address}/baton`],
  ['messages', () => `${worse.address}/messages`],
  ['no message yet', () => `${fresh.address}/messages`],
  ['an exit to review', () => `${leaving.address}/exit`],
  ['no exit to review', () => `${fresh.address}/exit`],
  ['asked whether it is still needed', () => `${waited.address}/validation`],
  ['not asked whether it is still needed', () => `${fresh.address}/validation`],
  ['harm reviews', () => `${waited.address}/harm-reviews`],
  ['no harm review yet', () => `${fresh.address}/harm-reviews`],
  ['a harm review', () => `${waited.address}/harm-reviews/long-wait`],
  ['write a message', () => `${fresh.address}/messages/new`],
  ['a thread', () => `${worse.address}/messages/m1`],
  ['advice becomes a referral', () => `${worse.address}/messages/m1/referral`],
  ['messages that need us', () => '/messages'],
  ['no message waits', () => '/messages?box=waiting'],
  ['what is new', () => '/messages/digest'],
  ['a case with all of it open', () => worse.address],
  ['receive a referral', () => '/referrals/new'],
];

describe.each([1280, 320])('at %d px', (width) => {
  it.each(PAGES)('%s: nothing for axe to find, nothing to scroll sideways', async (_, address) => {
    const page = await openPage(browser, `${guardian.address}${address()}`, { width, as: priya });
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.context().close();
  });

  it.each([
    ['record contact', () => `${busy.address}/contacts/new`],
    ['return to referrer', () => `${busy.address}/workup/red-flag`],
    ['go ahead without', () => `${busy.address}/workup/go-ahead`],
    ['check in', () => `${worse.address}/check-ins/new`],
    ['stop: act on this now', () => `${worse.address}/check-ins/stop`],
    ['escalate', () => `${fresh.address}/escalations/new`],
    ['receive a referral', () => '/referrals/new'],
  ])('%s with errors: each is linked to its field, and the title says so', async (_, address) => {
    const page = await openPage(browser, `${guardian.address}${address()}`, { width, as: priya });
    await page.locator('main form button').last().click();
    await page.locator('.nhsuk-error-summary').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    for (const link of await page.locator('.nhsuk-error-summary a').all()) {
      expect(await page.locator(String(await link.getAttribute('href'))).count()).toBe(1);
    }
    expect(await axe(page)).toEqual([]);
    await page.context().close();
  });
});
