import type { PcnCaseloadView } from '@guardian/caseload';
import { findings, practiceFigures, ratePerThousand } from './pcn-figures';

const view: PcnCaseloadView = {
  open: 412,
  medianDays: 80,
  over18Weeks: 58,
  tooQuiet: 3,
  byPractice: [
    { practiceCode: 'F1', open: 300, over18Weeks: 50, medianDays: 90 },
    { practiceCode: 'F9', open: 112, over18Weeks: 8, medianDays: 30 },
  ],
  byStep: [],
  byPathway: [],
  byWait: [],
};
const practices = [
  { code: 'F1', name: 'High Street Surgery', listSize: 12_000 },
  { code: 'F2', name: 'Quiet Practice', listSize: 4_000 },
  { code: 'F3', name: 'New Practice', listSize: null },
];

it('a rate is per 1,000 registered patients, and not available where nobody knows how many those are', () => {
  expect([ratePerThousand(300, 12_000), ratePerThousand(0, 4_000), ratePerThousand(5, null), ratePerThousand(5, 0)]).toEqual([
    25,
    0,
    null,
    null,
  ]);
});

it('shows every practice, also one without patients and one that left the PCN, highest rate first', () => {
  expect(practiceFigures(practices, view.byPractice).map(({ name, open, rate, medianDays }) => [name, open, rate, medianDays])).toEqual([
    ['High Street Surgery', 300, 25, 90],
    ['Quiet Practice', 0, 0, null],
    ['F9', 112, null, 30],
    ['New Practice', 0, null, null],
  ]);
});

it('finds by rule how many wait too long and where the rate is highest', () => {
  expect(findings(view, practiceFigures(practices, view.byPractice), 18)).toEqual([
    '58 of 412 patients have waited over 18 weeks since the referral (14%).',
    'The rate is highest at High Street Surgery: 25 per 1,000 registered patients.',
  ]);
  expect(findings({ ...view, open: 0, over18Weeks: 0 }, [], 18)).toEqual([]);
});
