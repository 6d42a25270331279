import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let samuel: Visitor;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  samuel = guardian.visitor();
  await samuel.logIn(SAMUEL);
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
    because: ['same NHS number', 'same pathway'],
  });
  return { first, second };
}

/** On the page that compares a case with the one it is suspected to repeat. */
const sayTheyAreOne = (who: Visitor, { address }: TestCase): Promise<Answer> =>
  who.submit(`${address}/duplicate`, { answer: 'same', compared: 'yes' }, `${address}/duplicate`);

async function givenTheyAreFollowedAsOne(second: TestCase): Promise<void> {
  await sayTheyAreOne(priya, second);
  await sayTheyAreOne(samuel, second);
}

describe('two cases that may be the same need', () => {
  it('stand side by side, each difference in words', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    expect((await priya.get(second.address)).text).toContain(`href="${second.address}/duplicate"`);
    const page = inWords(await priya.get(`${second.address}/duplicate`));
    expect(page).toContain('These 2 records may be the same person Because: same NHS number, same pathway.');
    expect(page).toContain(`What This case, ${second.reference} ${first.reference} Compared`);
    expect(page).toContain('Born 14 July 1945 14 July 1945 Same');
    expect(page).toContain('Referred on 3 August 2026 20 July 2026 Different');
    expect(page).toContain('Reason Hip pain, getting worse Pain in the right hip Different');
  });

  it('are followed as one once NHS number and date of birth were compared', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    const refused = await priya.submit(`${second.address}/duplicate`, { answer: 'same' }, `${second.address}/duplicate`);
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain('Confirm that you compared the NHS number and the date of birth');
    expect((await sayTheyAreOne(priya, second)).location).toBe(second.address);
    expect((await second.state()).linkedTo).toBe(null);
    const saved = await sayTheyAreOne(samuel, second);
    expect(saved.location).toBe(first.address);
    expect((await second.state()).linkedTo).toBe(first.caseId);
    expect((await first.state()).progress.closed).toBe(false);
  });

  it('stay two until a second person agrees: who proposed it is told so, and others are asked', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await sayTheyAreOne(priya, second);
    await sayTheyAreOne(priya, second);
    expect(await second.state()).toMatchObject({ linkedTo: null, progress: { closed: false } });
    const at = `${second.address}/duplicate`;
    expect(inWords(await priya.get(at))).toContain('You proposed that these two are the same referral. Somebody else has to agree.');
    expect(inWords(await samuel.get(at))).toContain('Priya Shah proposes that these two are the same referral.');
    expect(inWords(await samuel.get('/referrals/duplicates'))).toContain('Asked: a colleague, to agree with Priya Shah');
    expect(inWords(await samuel.get(at))).not.toContain(`The record of ${first.reference} is linked`);
    await samuel.submit(at, { answer: 'new-referral', compared: 'yes' }, at);
    expect(await second.state()).toMatchObject({ linkedTo: null, linkProposed: null, suspicions: [] });
  });

  it('programs need the second person too', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    const revision = (await second.state()).entries.length;
    const headers = { 'idempotency-key': `link-${second.reference}`, 'if-match': `"${revision}"` };
    const link = { type: 'LinkAsDuplicate', otherReference: first.reference };
    const alone = await priya.json('POST', `/api/v1/cases/${second.reference}/commands`, link, headers);
    expect([alone.status, JSON.parse(alone.text)]).toEqual([409, expect.objectContaining({ code: 'SecondPersonNeeded' })]);
  });

  it('the link can be undone', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await givenTheyAreFollowedAsOne(second);
    const page = await priya.get(`${second.address}/duplicate`);
    expect(inWords(page)).toContain(`This case is followed under ${first.reference}.`);
    await priya.submit(`${second.address}/duplicate`, { unlink: 'yes' }, `${second.address}/duplicate/unlink`);
    expect(await second.state()).toMatchObject({ linkedTo: null, progress: { closed: false } });
  });

  it('D4: the one that is followed is not closed while the other hangs on it, and says which', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await givenTheyAreFollowedAsOne(second);
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

    await priya.submit(`${second.address}/duplicate`, { unlink: 'yes' }, `${second.address}/duplicate/unlink`);
    expect((await priya.submit(`${first.address}/close`, closing)).status).toBe(303);
    expect((await second.state()).progress.closed).toBe(false);
  });

  it('are told apart, and nobody is asked again', async () => {
    const { second } = await givenTwoCasesOfOneNeed();
    const saved = await priya.submit(
      `${second.address}/duplicate`,
      { answer: 'different-people', compared: 'yes' },
      `${second.address}/duplicate`,
    );
    expect(saved.location).toBe(second.address);
    expect((await priya.get(second.address)).text).not.toContain(`href="${second.address}/duplicate"`);
    expect(inWords(await priya.get(`${second.address}/duplicate`))).toContain('No possible duplicate');
  });
});

describe('job 7: a duplicate is resolved from the list of all of them', () => {
  it('shows pairs with an urgent case first, then the oldest, each with its reasons', async () => {
    const { second } = await givenTwoCasesOfOneNeed();
    const urgent = await guardian.takeIn({ ...somebody(), priority: 'urgent' });
    await urgent.does({
      ...{ type: 'SuspectDuplicate', otherCaseId: second.caseId, otherReference: second.reference },
      because: ['same date of birth, sex and family name', 'same postcode'],
    });
    expect(inWords(await priya.get('/referrals'))).toMatch(/Possible duplicates: \d+/);
    const list = inWords(await priya.get('/referrals/duplicates'));
    expect(list).toContain('Ordered by urgent cases first, then oldest.');
    expect(list).toContain('Blocks an urgent case same date of birth, sex and family name, same postcode');
    expect(list.indexOf(urgent.reference)).toBeLessThan(list.lastIndexOf(second.reference));
    expect((await priya.get('/referrals/duplicates')).text).toContain(`href="${urgent.address}/duplicate?with=${second.reference}"`);
  });

  it('4 clicks from the worklist: compare, the answer, the tick, save', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    await second.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
    const work = await priya.get('/worklist');
    const [compare] = new RegExp(`href="(${second.address}/duplicate)[^"]*"`).exec(work.text) ?? [];
    expect(compare).toBeDefined();
    expect((await sayTheyAreOne(priya, second)).location).toBe(second.address);
    expect((await sayTheyAreOne(samuel, second)).location).toBe(first.address);
  });

  it('not sure: somebody is asked, and the pair stays on the list with who it was', async () => {
    const { second } = await givenTwoCasesOfOneNeed();
    const at = `${second.address}/duplicate`;
    const nobody = await priya.submit(at, { answer: 'ask', compared: 'yes', question: 'Is it the same hip?' }, at);
    expect(nobody.status).toBe(422);
    expect(inWords(nobody)).toContain('Enter who is asked');
    expect(nobody.text).toContain('Is it the same hip?');
    await priya.submit(at, { answer: 'ask', compared: 'yes', who: 'Dr Alva Nyman', question: 'Is it the same hip?' }, at);
    expect(inWords(await priya.get(at))).toContain('Dr Alva Nyman was asked on 20 August 2026. Is it the same hip?');
    expect(inWords(await priya.get('/referrals/duplicates'))).toContain('Asked: Dr Alva Nyman');
  });

  it('the same person with a new referral: the records are linked once a second person agrees, and both cases go on', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    const at = `${second.address}/duplicate`;
    const says = (who: Visitor) => who.submit(at, { answer: 'new-referral', compared: 'yes' }, at);
    const linked = `The record of ${first.reference} is linked with this one.`;
    for (const _time of [1, 2]) await says(priya);
    const waits = inWords(await priya.get(at));
    expect(waits).toContain('You proposed that these two records are of one person. Somebody else has to agree.');
    expect(waits).not.toContain(linked);
    expect(inWords(await samuel.get(at))).toContain('Priya Shah proposes that these two records are of one person.');
    expect(inWords(await samuel.get('/referrals/duplicates'))).toContain('Asked: A colleague');
    await says(samuel);
    expect(await second.state()).toMatchObject({ linkedTo: null, suspicions: [] });
    expect(inWords(await priya.get(at))).toContain(linked);
    expect(inWords(await priya.get(`${first.address}/duplicate`))).toContain(`The record of ${second.reference} is linked with this one.`);
  });

  it('two that nobody suspected and somebody compared stand on the list until a second person agrees', async () => {
    const first = await guardian.takeIn(somebody());
    const second = await guardian.takeIn(somebody());
    const at = `${second.address}/duplicate?with=${first.reference}`;
    await priya.submit(at, { answer: 'new-referral', compared: 'yes' }, `${second.address}/duplicate`);
    expect((await second.state()).suspicions).toHaveLength(1);
    await samuel.submit(at, { answer: 'different-people', compared: 'yes' }, `${second.address}/duplicate`);
    expect(inWords(await samuel.get(at))).not.toContain('proposes that these two records');
  });

  it('the form sent twice does it once', async () => {
    const { second } = await givenTwoCasesOfOneNeed();
    const at = `${second.address}/duplicate`;
    await sayTheyAreOne(priya, second);
    const hidden = Object.fromEntries(
      [...(await samuel.get(at)).text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    for (const _time of [1, 2]) {
      expect((await samuel.post(at, { ...hidden, answer: 'same', compared: 'yes' })).status).toBe(303);
    }
    expect((await second.state()).entries.filter((type) => type === 'CaseLinkedAsDuplicate')).toHaveLength(1);
  });
});

describe('a link can be undone and made again for ever', () => {
  it('link, unlink, link: of the cases and of the records of the person', async () => {
    const { first, second } = await givenTwoCasesOfOneNeed();
    const at = `${second.address}/duplicate`;
    const link = async () => {
      for (const who of [priya, samuel]) {
        const { status } = await who.submit(`${at}?with=${first.reference}`, { answer: 'same', compared: 'yes' }, at);
        expect(status).toBe(303);
      }
    };
    const linked = () => priya.get(at).then((page) => inWords(page).includes(`The record of ${first.reference} is linked with this one.`));
    for (const _time of [1, 2]) {
      await link();
      expect((await second.state()).linkedTo).toBe(first.caseId);
      expect(await linked()).toBe(true);
      await priya.submit(at, { unlink: 'yes' }, `${at}/unlink`);
      await priya.submit(at, { apartFrom: first.reference }, `${at}/records`);
      expect((await second.state()).linkedTo).toBe(null);
      expect(await linked()).toBe(false);
    }
    await link();
    expect(await second.state()).toMatchObject({ linkedTo: first.caseId, progress: { closed: true } });
  });
});

describe('D9: a case of somebody else', () => {
  it('is not told of where its duplicate is seen, neither its reference nor why', async () => {
    const practice = { code: 'F81053', name: 'Hawkesbury Road Surgery', pcn: 'canvey-pcn', place: 'castle-point-and-rochford' };
    const elsewhere = await guardian.takeIn({ ...somebody(), practice });
    const here = await guardian.takeIn(somebody());
    await here.does({
      ...{ type: 'SuspectDuplicate', otherCaseId: elsewhere.caseId, otherReference: elsewhere.reference },
      because: ['same NHS number', 'same postcode'],
    });
    const page = inWords(await priya.get(`${here.address}/duplicate`));
    expect(page).toContain('This case may be a duplicate of a case of another team');
    const list = inWords(await priya.get('/referrals/duplicates'));
    expect(list).toContain('A case of another team');
    for (const text of [page, list]) {
      expect(text).not.toContain(elsewhere.reference);
      expect(text).not.toMatch(/same NHS number, same postcode/);
    }
    expect((await priya.get(`${here.address}/duplicate?with=${elsewhere.reference}`)).status).toBe(422);
    const nothere = await priya.get(`${here.address}/duplicate?with=GR-ZZZZZZ`);
    expect(inWords(nothere)).toContain('There is no case GR-ZZZZZZ that you may open');
  });
});

describe('a test that was done for the same person elsewhere', () => {
  const xray = {
    type: 'OrderDiagnostic',
    test: 'xray-hip',
    name: 'X-ray of hip and pelvis',
    item: null,
    site: { code: 'EXAMPLE-CDC', name: 'Example community diagnostic centre' },
    urgency: 'routine',
    question: 'Osteoarthritis?',
    patientTold: true,
  } as const;
  const order = { test: 'xray-hip', site: 'EXAMPLE-CDC', urgency: 'routine', question: 'Osteoarthritis?', patientTold: 'yes' };

  async function givenTwoCasesOfOnePerson(nhsNumber: string): Promise<{ first: TestCase; second: TestCase }> {
    const person = somebody({ nhsNumber });
    const first = await guardian.takeIn({ ...person, pathwayId: 'hip-pain' });
    const second = await guardian.takeIn(person);
    await second.does({ type: 'AcceptReferral' });
    return { first, second };
  }

  it('its result is offered, and used with its date, its place and its case', async () => {
    const { first, second } = await givenTwoCasesOfOnePerson('9990000018');
    await first.does(xray, {
      ...{ type: 'ReportDiagnostic', testId: 't1', on: day('2026-08-10'), outcome: 'normal', summary: 'Joint space kept' },
    });
    const page = await priya.get(`${second.address}/tests`);
    expect(inWords(page)).toContain(
      `X-ray of hip and pelvis of 10 August 2026, Example community diagnostic centre, from ${first.reference}: normal, not reviewed there yet.`,
    );
    const reuse = `${second.address}/workup/xray-hip/reuse`;
    expect(page.text).toContain(`href="${reuse}?from=${first.reference}&amp;test=t1"`);

    const again = await priya.submit(`${second.address}/tests/new`, order);
    expect(again.status).toBe(422);
    expect(inWords(again)).toContain(`There is a result of 10 August 2026, in case ${first.reference}.`);

    const form = await priya.get(`${reuse}?from=${first.reference}&test=t1`);
    expect(form.text).toContain(`value="Example community diagnostic centre, case ${first.reference}"`);
    expect(form.text).toContain('Joint space kept');
    const boxes = { 'performedOn-day': '10', 'performedOn-month': '8', 'performedOn-year': '2026' };
    const source = `Example community diagnostic centre, case ${first.reference}`;
    expect((await priya.submit(reuse, { ...boxes, source, summary: 'Joint space kept' })).status).toBe(303);
    expect((await second.state()).items['xray-hip']).toMatchObject({ status: 'completed', evidenceOn: '2026-08-10' });
  });

  it('is ordered twice only by somebody who says so', async () => {
    const { first, second } = await givenTwoCasesOfOnePerson('9990000026');
    await first.does(xray);
    const refused = await priya.submit(`${second.address}/tests/new`, order);
    expect(refused.status).toBe(422);
    expect(inWords(refused)).toContain(`It was ordered on 20 August 2026, in case ${first.reference}.`);
    expect((await priya.submit(`${second.address}/tests/new`, { ...order, anyway: 'yes' })).status).toBe(303);
    expect((await second.state()).tests['t1']?.status).toBe('ordered');
  });
});
