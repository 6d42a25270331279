import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';

jest.setTimeout(120_000);

let guardian: TestGuardian;
beforeAll(async () => {
  guardian = await startTestGuardian();
}, 60_000);
afterAll(() => guardian.close());

const noAnswer = { who: 'patient', how: 'phone', outcome: 'no-answer' } as const;

describe('whoever saves sees it', () => {
  it('500 times in a row: the list that is read with the position of the writing shows it', async () => {
    const referral = await guardian.takeIn();
    for (let i = 1; i <= 500; i++) {
      await referral.does({ type: 'RecordContact', on: day('2026-08-19'), ...noAnswer, notes: '', nextOn: null });
      const { rows } = await guardian.database.pool.query<{ unanswered: number }>(
        'select unanswered from caseload_case where case_id = $1',
        [referral.caseId],
      );
      expect(rows).toEqual([{ unanswered: i }]);
    }
  });
});

describe('when nobody folds the lists', () => {
  it('the page says that it is saved, and that lists will follow; the case page shows it at once', async () => {
    const referral = await guardian.takeIn();
    const priya = guardian.visitor();
    await priya.logIn(PRIYA);
    await guardian.stopFolding();
    const saved = await priya.submit(`${referral.address}/contacts/new`, {
      ...noAnswer,
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026' },
      notes: 'Rang twice',
    });
    expect(saved.status).toBe(303);
    const page = inWords(await priya.get(referral.address));
    expect(page).toContain('Contact saved. It is saved; lists will show it in a few seconds.');
    expect(page).toContain('Rang twice');
  });
});
