import { PRIYA, startTestGuardian, type TestGuardian } from '../../../../../test/support/guardian';
import type { Visitor } from '../../../../../test/support/web';

let guardian: TestGuardian;
let priya: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 120_000);
afterAll(() => guardian?.close());

const date = (name: string, day: string, month: string, year: string) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});

/** The check page of a referral without fault, as it is posted. Today is 20 August 2026. */
const whole = {
  at: 'check',
  noNumber: 'yes',
  family: 'Okonkwo',
  given: 'Margaret',
  ...date('bornOn', '14', '7', '1945'),
  sex: 'female',
  practice: 'F81003',
  pathway: 'hip-pain',
  priority: 'routine',
  ...date('referredOn', '17', '8', '2026'),
  referrer: 'Dr Alva Nyman',
  reason: 'Pain in the right hip for two years',
};

describe('a referral that a rule refuses', () => {
  it.each([
    ['Who is the patient?', '#bornOn', 'Date of birth must be today or in the past', date('bornOn', '21', '8', '2026')],
    ['Who is the patient?', '#bornOn', 'Check the date of birth', date('bornOn', '14', '7', '1895')],
    ['step 2 of 3', '#referredOn', 'must be today or in the past', date('referredOn', '21', '8', '2026')],
    [
      'step 2 of 3',
      '#onListSince',
      'The date on the hospital list must not be before the referral',
      { provider: 'RAJ', ...date('onListSince', '16', '8', '2026') },
    ],
  ])('shows %s again with a link to %s: %s', async (page, link, words, wrong) => {
    const answer = await priya.submit('/referrals/new', { ...whole, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(page);
    expect(answer.text).toMatch(new RegExp(`href="${link}[^"]*">[^<]*${words}`));
  });
});
