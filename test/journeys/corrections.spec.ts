// Rule D5: nothing is deleted, and nothing wrong goes on counting.
import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

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

const on = day('2026-08-20');
const contact = (notes: string) =>
  ({ type: 'RecordContact', on: day('2026-08-19'), who: 'patient', how: 'phone', outcome: 'spoke', notes, nextOn: null }) as const;
const formOf = ({ address }: TestCase, entry: number): string => `${address}/corrections/new?entry=${entry}`;
const rightPatient = ({ address }: TestCase, entry: number): string => `${address}/corrections/${entry}/right-patient`;

describe('an entry that was wrong', () => {
  it('stays, struck through, with what is right and why, and counts no more', async () => {
    const one = await guardian.takeIn(somebody());
    await one.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
    await one.does({ type: 'HandOverCase', to: { id: SAMUEL, name: 'Dr Samuel Brandt' }, note: '' });
    expect(inWords(await priya.get(formOf(one, 3)))).toContain('It is struck through, and it does not count any more.');
    await priya.submit(formOf(one, 3), { wrong: 'content', correction: 'Priya keeps it', reason: 'Wrong case' }, formOf(one, 3));
    expect((await one.state()).coordinator?.name).toBe('Priya Shah');
    const timeline = await priya.get(`${one.address}/timeline`);
    expect(timeline.text).toContain('<s>Handed over from Priya Shah to Dr Samuel Brandt</s>');
    expect(inWords(timeline)).toContain('Right is: Priya keeps it. Because: Wrong case');
  });

  it('whose effect has to stand can be marked all the same, and leads to the right way in one click', async () => {
    const one = await guardian.takeIn(somebody());
    const page = await priya.get(formOf(one, 1));
    expect(inWords(page)).toContain('What it did stands, because later entries build on it.');
    expect(page.text).toContain(`href="${one.address}/close?reason=entered-in-error"`);
    await priya.submit(formOf(one, 1), { wrong: 'content', correction: 'The left hip', reason: 'Typing' }, formOf(one, 1));
    expect((await one.state()).opened).not.toBe(null);
    const timeline = await priya.get(`${one.address}/timeline`);
    expect(timeline.text).toContain('<s>Referral received</s>');
    expect(inWords(timeline)).toContain('Right is: The left hip. Because: Typing. What it did stands');
  });

  it('what was typed stays when something is missing', async () => {
    const one = await guardian.takeIn(somebody());
    const answer = await priya.submit(formOf(one, 1), { wrong: 'content', correction: 'The left hip' }, formOf(one, 1));
    expect(answer.status).toBe(422);
    expect(inWords(answer)).toContain('Enter why it is corrected');
    expect(answer.text).toContain('The left hip');
  });
});

describe('an entry of another patient', () => {
  async function givenTheWrongChart(): Promise<{ wrong: TestCase; right: TestCase }> {
    const wrong = await guardian.takeIn(somebody());
    const right = await guardian.takeIn(somebody({ family: 'Adeyemi', given: 'Tunde', bornOn: day('1951-02-03') }));
    await wrong.does(contact('Fell on Sunday, cannot climb stairs'));
    return { wrong, right };
  }
  const move = (wrong: TestCase, rightCase = '') =>
    priya.submit(formOf(wrong, 2), { wrong: 'patient', reason: 'Call of another patient', rightCase }, formOf(wrong, 2));

  it('is hidden here at once, and recorded for the right patient once a second person confirms that', async () => {
    const { wrong, right } = await givenTheWrongChart();
    const hidden = await move(wrong, right.reference);
    expect(hidden.location).toBe(`${rightPatient(wrong, 2)}?case=${right.reference}`);
    expect(inWords(await priya.get(`${wrong.address}/timeline`))).not.toContain('Fell on Sunday');

    const alone = inWords(await priya.get(hidden.location ?? ''));
    expect(alone).toContain(`ask a colleague to open this page and to confirm ${right.reference}.`);
    const confirm = inWords(await samuel.get(hidden.location ?? ''));
    expect(confirm).toContain(`Is this the right patient? Case ${right.reference} Name ADEYEMI, Tunde`);
    expect(confirm).toContain('Born 3 February 1951');
    const unconfirmed = await samuel.submit(hidden.location ?? '', {}, rightPatient(wrong, 2));
    expect(unconfirmed.status).toBe(422);
    const saved = await samuel.submit(hidden.location ?? '', { confirmed: 'yes' }, rightPatient(wrong, 2));
    expect(saved.location).toBe(`${right.address}/timeline`);

    const there = inWords(await priya.get(`${right.address}/timeline`));
    expect(there).toContain('Wednesday 19 August 2026 Call with the patient: spoke Fell on Sunday, cannot climb stairs');
    expect(there).toContain('Moved here from the chart of another patient');
    expect(there).not.toContain(wrong.reference);
    expect((await right.state()).contacts).toHaveLength(1);
    expect((await wrong.state()).contacts).toEqual([]);
  });

  it('is not recorded there by who hid it here', async () => {
    const { wrong, right } = await givenTheWrongChart();
    await move(wrong);
    const hidden = await priya.get(rightPatient(wrong, 2));
    const token = /name="_csrf" value="([^"]*)"/.exec(hidden.text)?.[1] ?? '';
    const fields = { _csrf: token, commandId: 'forged', rightCase: right.reference, confirmed: 'yes' };
    const answer = await priya.post(rightPatient(wrong, 2), fields);
    expect(answer.status).toBe(422);
    expect(inWords(answer)).toContain('Somebody else has to agree whose it is.');
    expect((await right.state()).contacts).toEqual([]);
  });

  it('is recorded there once, however often it is sent, and can still be recorded after an interruption', async () => {
    const { wrong, right } = await givenTheWrongChart();
    await move(wrong);
    expect((await priya.get(`${wrong.address}/timeline`)).text).toContain(`href="${rightPatient(wrong, 2)}"`);
    for (const _time of [1, 2]) {
      const sent = await samuel.submit(`${rightPatient(wrong, 2)}?case=${right.reference}`, { confirmed: 'yes' }, rightPatient(wrong, 2));
      expect(sent.status).toBe(303);
    }
    expect((await right.state()).entries).toEqual(['ReferralReceived', 'ContactRecorded']);
  });

  it('that the other case refuses stays hidden here, and says so, with the way to try again', async () => {
    const { wrong, right } = await givenTheWrongChart();
    await right.does({
      ...{ type: 'CloseCase', reason: 'treated', on, evidence: 'Letter', reviewer: 'Dr Samuel Brandt' },
      ...{ patientTold: 'letter', referrerTold: 'letter' },
    });
    await move(wrong);
    const refused = await samuel.submit(`${rightPatient(wrong, 2)}?case=${right.reference}`, { confirmed: 'yes' }, rightPatient(wrong, 2));
    expect(refused.status).toBe(422);
    const words = inWords(refused);
    expect(words).toContain('It is hidden here, and not recorded there yet: This case is closed. Reopen it first.');
    expect(words).toContain('Fell on Sunday, cannot climb stairs');
    await right.does({ type: 'ReopenCase', reason: 'To record a call' });
    const again = await samuel.submit(`${rightPatient(wrong, 2)}?case=${right.reference}`, { confirmed: 'yes' }, rightPatient(wrong, 2));
    expect(again.status).toBe(303);
    expect((await right.state()).contacts).toHaveLength(1);
  });

  it('that has no meaning in another case is only hidden, and the page says so', async () => {
    const wrong = await guardian.takeIn(somebody());
    await wrong.does({ type: 'SnoozeWork', until: day('2026-08-27'), reason: 'On holiday' });
    await move(wrong);
    expect(inWords(await priya.get(`${wrong.address}/timeline`))).not.toContain('On holiday');
    expect(inWords(await priya.get(rightPatient(wrong, 2)))).toContain('has no meaning in another case, so it is only hidden');
  });

  it('goes to no case that this person may not open', async () => {
    const { wrong } = await givenTheWrongChart();
    const practice = { code: 'F81053', name: 'Hawkesbury Road Surgery', pcn: 'canvey-pcn', place: 'castle-point-and-rochford' };
    const elsewhere = await guardian.takeIn({ ...somebody(), practice });
    await move(wrong);
    const answer = await priya.get(`${rightPatient(wrong, 2)}?case=${elsewhere.reference}`);
    expect(answer.status).toBe(422);
    expect(inWords(answer)).toContain(`There is no case ${elsewhere.reference} that you may open`);
    expect((await priya.get(rightPatient(wrong, 1))).status).toBe(404);
  });
});
