import { type CalendarDay, day } from '@guardian/kernel';
import fc from 'fast-check';
import { type KeptCase, type KeptPatient, RETENTION_RULES, retentionOf, SHORTEST_RETENTION_YEARS, yearsAfter } from './retention';

const HIP = { specialty: '110', accepted: true } as const;
const closed = (on: string, more: Partial<KeptCase> = {}): KeptCase => ({ ...HIP, closedOn: day(on), ...more });
const patient = (born: string, cases: readonly KeptCase[], died: string | null = null): KeptPatient => ({
  bornOn: day(born),
  diedOn: died === null ? null : day(died),
  cases,
});

describe('how long a record is kept', () => {
  it.each<[string, KeptPatient, string, string]>([
    ['an adult: 8 years after the case ended', patient('1960-07-04', [closed('2020-03-10')]), '2028-03-10', 'adult'],
    ['the last case counts', patient('1960-07-04', [closed('2020-03-10'), closed('2022-01-05')]), '2030-01-05', 'adult'],
    ['it ended on 29 February', patient('1960-07-04', [closed('2020-02-29')]), '2028-02-29', 'adult'],
    ['a child of 4: until 25', patient('2016-05-20', [closed('2020-09-01')]), '2041-05-20', 'child'],
    ['16, on the day before the 17th birthday: until 25', patient('2003-05-20', [closed('2020-05-19')]), '2028-05-20', 'child'],
    ['17 on the day: until 26', patient('2003-05-20', [closed('2020-05-20')]), '2029-05-20', 'child'],
    ['17, the day before 18: until 26', patient('2003-05-20', [closed('2021-05-19')]), '2029-05-20', 'child'],
    ['18 on the day is an adult', patient('2003-05-20', [closed('2021-05-20')]), '2029-05-20', 'adult'],
    ['a child born on 29 February', patient('2016-02-29', [closed('2020-09-01')]), '2041-03-01', 'child'],
    ['mental health: 20 years', patient('1960-07-04', [closed('2020-03-10', { specialty: '710' })]), '2040-03-10', 'mental-health'],
    [
      'mental health, dead: 10 years after death',
      patient('1960-07-04', [closed('2020-03-10', { specialty: '710' })], '2021-01-02'),
      '2031-01-02',
      'mental-health',
    ],
    [
      'mental health, dead long after: the 20 years end first',
      patient('1960-07-04', [closed('2020-03-10', { specialty: '710' })], '2039-01-02'),
      '2040-03-10',
      'mental-health',
    ],
    [
      'mental health, dead at once: no rule is cut below that of every adult',
      patient('1960-07-04', [closed('2020-03-10', { specialty: '710' })], '2015-01-02'),
      '2028-03-10',
      'adult',
    ],
    ['maternity: 25 years', patient('1990-07-04', [closed('2020-03-10', { specialty: '501' })]), '2045-03-10', 'maternity'],
    ['not accepted: 2 years', patient('1960-07-04', [closed('2020-03-10', { accepted: false })]), '2022-03-10', 'not-accepted'],
    [
      'one accepted, one not: the longer',
      patient('1960-07-04', [closed('2020-03-10'), closed('2023-01-01', { accepted: false })]),
      '2028-03-10',
      'adult',
    ],
  ])('%s', (_, of, dueOn, rule) => {
    const kept = retentionOf(of);
    expect([kept?.dueOn, kept?.rule.id]).toEqual([dueOn, rule]);
  });

  it('an open case keeps everything, and so does a record without a case', () => {
    expect(retentionOf(patient('1960-07-04', [closed('2001-01-01'), { ...HIP, closedOn: null }]))).toBeNull();
    expect(retentionOf(patient('1960-07-04', []))).toBeNull();
  });

  it('each figure says where it was read and when', () => {
    for (const { words, source, readOn } of RETENTION_RULES) {
      expect(words).not.toBe('');
      expect(source).toMatch(/Records Management Code/);
      expect(readOn).toMatch(/^20\d\d-/);
    }
  });
});

describe('whatever the record', () => {
  const someDay = (from: string, to: string): fc.Arbitrary<CalendarDay> =>
    fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((at) => day(at.toISOString().slice(0, 10)));
  const someCase: fc.Arbitrary<KeptCase & { closedOn: CalendarDay }> = fc.record({
    closedOn: someDay('2010-01-01', '2026-11-23'),
    specialty: fc.constantFrom('110', '501', '560', '710', '711', '656'),
    accepted: fc.boolean(),
  });
  const somePatient = fc.record({
    bornOn: someDay('1930-01-01', '2009-12-31'),
    diedOn: fc.option(someDay('2010-01-01', '2026-11-23')),
    cases: fc.array(someCase, { minLength: 1, maxLength: 5 }),
  });

  it('it is never due before any single rule lets any single case go', () => {
    fc.assert(
      fc.property(somePatient, (of) => {
        const dueOn = retentionOf(of)?.dueOn ?? '';
        for (const one of of.cases) for (const { until } of RETENTION_RULES) expect(dueOn >= (until(of, one) ?? '')).toBe(true);
      }),
    );
  });

  it('another case never makes it due sooner', () => {
    fc.assert(
      fc.property(somePatient, someCase, (of, more) => {
        const dueOn = retentionOf({ ...of, cases: [...of.cases, more] })?.dueOn ?? '';
        expect(dueOn >= (retentionOf(of)?.dueOn ?? '')).toBe(true);
      }),
    );
  });

  it('it is never due sooner than those who look for it expect', () => {
    fc.assert(
      fc.property(somePatient, (of) => {
        const last =
          of.cases
            .map(({ closedOn }) => closedOn)
            .sort()
            .at(-1) ?? of.bornOn;
        expect((retentionOf(of)?.dueOn ?? '') >= yearsAfter(last, SHORTEST_RETENTION_YEARS)).toBe(true);
      }),
    );
  });
});
