import { day } from '@guardian/kernel';
import { clocks, isBad, readCase } from '@guardian/waiting-times';
import { cancerCards, earlierPeriods, rttCard, testCard } from './clock-words';

function read(asOf: string, ...events: readonly object[]) {
  const of = readCase({ id: 'x', as_of: asOf, events });
  if (isBad(of)) throw new Error(of.message);
  return clocks(of.facts, of.asOf);
}

const REFERRED = { date: '2025-03-03', event: 'referral_received', service: 'consultant_led' };
const SUSPECTED = { date: '2025-03-03', event: 'urgent_suspected_cancer_referral_received', service: 'consultant_led' };
const TEST = { date: '2025-03-10', event: 'diagnostic_test_requested', test: 'mri' };

it.each([
  ['2025-07-06', '1 day left', false],
  ['2025-07-07', 'the last day', false],
  ['2025-07-08', 'passed 1 day ago', true],
])('18 weeks, of which the last day is 7 July: on %s %s', (asOf, words, passed) => {
  expect(rttCard(read(asOf, REFERRED).rtt, day(asOf)).limits[0]).toEqual({ name: '18 weeks', last: '2025-07-07', words, passed });
});

it('52 and 65 weeks are over on their 365th and 456th day', () => {
  const { limits } = rttCard(read('2026-03-03', REFERRED).rtt, day('2026-03-03'));
  expect(limits.slice(1)).toEqual([
    { name: '52 weeks', last: '2026-03-02', words: 'passed 1 day ago', passed: true },
    { name: '65 weeks', last: '2026-06-01', words: '90 days left', passed: false },
  ]);
});

it('the last day inside six weeks is the 41st', () => {
  const [test] = read('2025-04-20', REFERRED, TEST).diagnostics;
  expect(test && testCard(test, day('2025-04-20'))).toMatchObject({
    label: 'Test clock: Magnetic resonance imaging',
    state: 'Waiting',
    limits: [{ name: '6 weeks', last: '2025-04-20', words: 'the last day', passed: false }],
  });
});

it('a stopped clock says why, and has no limits ahead', () => {
  const { rtt } = read('2025-08-01', REFERRED, { date: '2025-07-07', event: 'first_treatment', setting: 'outpatient' });
  expect(rttCard(rtt, day('2025-08-01'))).toMatchObject({
    state: 'Stopped',
    rows: [
      { name: 'Started', text: '3 March 2025' },
      { name: 'Stopped', text: '7 July 2025' },
      { name: 'Why it stopped', text: 'First treatment (RTT status 30)' },
      { name: 'Waited', text: '126 days, 18 completed weeks' },
      { name: 'Week band', text: '17-18 weeks' },
      { name: 'Within 18 weeks', text: 'Yes' },
    ],
    limits: [],
  });
});

it('a nullified wait says what that means', () => {
  const missed = { date: '2025-04-28', event: 'dna_first_appointment', appointment_clearly_communicated: true };
  expect(rttCard(read('2025-05-01', REFERRED, missed).rtt, day('2025-05-01'))).toMatchObject({ state: 'Nullified', limits: [] });
  const rebooked = read('2025-05-12', REFERRED, missed, { date: '2025-05-06', event: 'patient_contacts_to_rebook' });
  expect(earlierPeriods(rebooked.rtt)).toEqual([
    {
      state: 'Nullified',
      start: '3 March 2025',
      stop: '28 April 2025',
      reason: 'Did not attend the first appointment (RTT status 33)',
      waited: 'Not counted',
    },
  ]);
});

it('each cancer standard has a label of its own, and what does not apply comes last', () => {
  expect(
    cancerCards(read('2025-03-31', SUSPECTED).cancer, day('2025-03-31')).map(({ label, state, limits }) => [label, state, limits]),
  ).toEqual([
    ['Cancer: 28 days to diagnosis', 'Running', [{ name: '28 days', last: '2025-03-31', words: 'the last day', passed: false }]],
    ['Cancer: 62 days to first treatment', 'Running', [{ name: '62 days', last: '2025-05-04', words: '34 days left', passed: false }]],
    ['Cancer: 31 days to treatment', 'Does not apply', []],
  ]);
});
