import { advance, type CaseEvent, initialProgress, openHospital } from '@guardian/casework/events';
import { addDays, day, WorkingDays } from '@guardian/kernel';
import { momentOn, nextDueOn, type OpenWork, type Rankable, reasonsFor } from './ranking';
import { caseRow, TODAY } from './lists.examples';

const now = momentOn(TODAY, new WorkingDays()); // Wednesday 18 March 2026
const reasons = (what: OpenWork['what'], daysAgo: number) =>
  reasonsFor({ ...caseRow('calm'), openWork: [{ what, since: addDays(TODAY, -daysAgo) }] } satisfies Rankable, undefined, now);
const rules = (what: OpenWork['what'], daysAgo: number) => reasons(what, daysAgo).map(({ rule, band, dueOn }) => [rule, band, dueOn]);

describe('an appointment without a new date', () => {
  it('is due on the day on which it was lost, and past its date from the next', () => {
    expect(rules('appointment-to-rebook', 0)).toEqual([['appointment-to-rebook', 'due-today', '2026-03-18']]);
    expect(reasons('appointment-to-rebook', 3)).toEqual([
      {
        rule: 'appointment-to-rebook',
        band: 'past-its-date',
        dueOn: '2026-03-15',
        text: 'The hospital appointment was missed or cancelled 3 days ago and has no new date.',
        until: 'a new appointment is recorded, or the patient was seen',
        action: { label: 'Record the new date', path: 'hospital-facts/new?kind=appointment_booked' },
      },
    ]);
  });
});

describe('a referral deferred to provider', () => {
  it('has its own limit of 14 days', () => {
    expect(rules('deferred-to-provider', 6)).toEqual([]);
    expect(rules('deferred-to-provider', 7)).toEqual([['deferred-to-provider', 'due-this-week', '2026-03-25']]);
    expect(rules('deferred-to-provider', 15)).toEqual([['deferred-to-provider', 'past-its-date', '2026-03-17']]);
    expect(reasons('deferred-to-provider', 15)[0]?.text).toBe(
      'Deferred to provider: the hospital has had no slot for 15 days. A slot was due 1 day ago.',
    );
  });
});

describe('a referral that nobody books', () => {
  it.each([
    [119, []],
    [120, [['ers-lapse', 'due-this-week', '2026-03-25']]],
    [149, [['ers-lapse', 'due-this-week', '2026-03-19']]],
    [150, [['ers-lapse', 'past-its-date', '2026-03-18']]],
    [169, [['ers-lapse', 'past-its-date', '2026-02-27']]],
    [170, [['ers-lapse', 'safety', '2026-03-18']]],
    [200, [['ers-lapse', 'safety', '2026-02-16']]],
  ])('is counted down to the day on which e-RS drops it: after %s days', (days, due) => {
    expect(rules('ers-lapse', days)).toEqual(due);
  });

  it('says that day and what moves it down', () => {
    expect(reasons('ers-lapse', 150)).toMatchObject([
      {
        text: 'Sent 150 days ago and not booked: in e-RS it would lapse on 17 April 2026.',
        until: 'the hospital books an appointment or takes the referral on its list',
      },
    ]);
    expect(reasons('ers-lapse', 181)[0]?.text).toBe('Sent 181 days ago and not booked: in e-RS it would have lapsed on 17 March 2026.');
  });

  it('is what comes next where nothing is due', () => {
    const row: Rankable = { ...caseRow('calm'), openWork: [{ what: 'ers-lapse', since: TODAY }] };
    expect(nextDueOn(row, undefined, now)).toBe('2026-07-16');
  });
});

describe('evidence that ran out of date', () => {
  it('is to be renewed within 7 days', () => {
    const told = (daysAgo: number) =>
      reasonsFor(
        { ...caseRow('calm'), openWork: [{ what: 'evidence-out-of-date', since: addDays(TODAY, -daysAgo), name: 'Oxford Knee Score' }] },
        undefined,
        now,
      );
    expect(told(0)).toEqual([
      {
        rule: 'evidence-out-of-date',
        band: 'due-this-week',
        dueOn: '2026-03-25',
        text: 'Oxford Knee Score ran out of date today. A new one is due in 7 days.',
        until: 'the item is recorded again, or the hospital has seen the patient',
        action: { label: 'Renew the workup', path: 'workup' },
      },
    ]);
    expect(told(8).map(({ band, dueOn }) => [band, dueOn])).toEqual([['past-its-date', '2026-03-17']]);
  });
});

describe('an offer of the baton', () => {
  it('comes to the team of the giver on the day after the reply date', () => {
    expect(rules('baton-unanswered', 0)).toEqual([]);
    expect(rules('baton-unanswered', -5)).toEqual([]);
    expect(rules('baton-unanswered', 1)).toEqual([['baton-unanswered', 'past-its-date', '2026-03-17']]);
    expect(
      reasonsFor(
        { ...caseRow('calm'), openWork: [{ what: 'baton-unanswered', since: day('2026-03-17'), name: 'Dr Brandt' }] },
        undefined,
        now,
      ),
    ).toMatchObject([
      { text: 'Dr Brandt has not answered the offer of the baton; the answer was due 1 day ago. The giver still holds the patient.' },
    ]);
  });
});

describe('a community service', () => {
  const told = (work: Omit<OpenWork, 'name' | 'service'>) =>
    reasonsFor({ ...caseRow('calm'), openWork: [{ ...work, name: 'Knee school', service: 'knee school' }] }, undefined, now);

  it('is to be answered within 7 days of the offer, or on the day that was agreed', () => {
    expect(rules('service-unanswered', 0)).toEqual([['service-unanswered', 'due-this-week', '2026-03-25']]);
    expect(told({ what: 'service-unanswered', since: day('2026-03-10') })).toEqual([
      {
        rule: 'service-unanswered',
        band: 'past-its-date',
        dueOn: '2026-03-17',
        text: "Knee school was offered 8 days ago. The patient's answer was due 1 day ago.",
        until: 'the patient takes it up, declines it or asks for time',
        action: { label: 'Record the answer', path: 'offers/knee%20school' },
      },
    ]);
    expect(told({ what: 'service-unanswered', since: day('2026-03-10'), lookOn: day('2026-03-18') })).toMatchObject([
      { band: 'due-today', dueOn: '2026-03-18' },
    ]);
  });

  it('is reviewed 42 days after it was taken up, or on the day that was agreed', () => {
    expect(rules('service-review', 34)).toEqual([]);
    expect(rules('service-review', 35)).toEqual([['service-review', 'due-this-week', '2026-03-25']]);
    expect(told({ what: 'service-review', since: day('2026-03-01'), lookOn: day('2026-03-16') })).toMatchObject([
      {
        band: 'past-its-date',
        text: 'The patient has been with Knee school since 1 March 2026. A review or the outcome was due 2 days ago.',
      },
    ]);
  });
});

describe('what the hospital owes a patient', () => {
  const fact = (kind: string, on: string): CaseEvent => ({
    type: 'HospitalFactRecorded',
    data: { kind, on: day(on), facts: {}, source: 'Hospital letter', confidence: 'confirmed' },
  });
  const sent: CaseEvent = { type: 'ReferralSent', data: { to: { code: 'RAJ01', name: 'Southend Hospital' }, on: day('2026-03-01') } };
  const corrected = (entry: number): CaseEvent => ({
    type: 'EntryCorrected',
    data: { entry, personal: { correction: 'Not so', reason: 'Wrong letter' } },
  });
  const open = (...events: CaseEvent[]) =>
    openHospital(events.reduce((progress, event, i) => advance(progress, event, i + 1), initialProgress)).map(({ what, since }) => [
      what,
      since,
    ]);
  const booked = fact('appointment_booked', '2026-03-04');
  const rebook = (on: string) => [['appointment-to-rebook', on]];

  it.each([
    'patient_cancelled',
    'provider_cancelled',
    'dna_first_appointment',
    'dna_subsequent',
    'dna_diagnostic_test',
    'dna_admission',
    'arrived_late_not_seen',
  ])('%s asks for a new date at once', (kind) => {
    expect(open(sent, booked, fact(kind, '2026-03-10'))).toEqual(rebook('2026-03-10'));
  });

  it.each(['appointment_booked', 'first_attended', 'decision_to_treat', 'first_treatment', 'ers_referral_rejected', 'follow_up_attended'])(
    '%s takes that down',
    (kind) => {
      expect(open(sent, booked, fact('patient_cancelled', '2026-03-10'), fact(kind, '2026-03-12'))).toEqual([]);
    },
  );

  it('a booking of an earlier day, or an offer, is no new date; two losses count from the first', () => {
    const lost = fact('provider_cancelled', '2026-03-10');
    expect(open(sent, lost, booked)).toEqual(rebook('2026-03-10'));
    expect(open(sent, booked, lost, fact('appointment_offered', '2026-03-11'))).toEqual(rebook('2026-03-10'));
    expect(open(sent, booked, lost, fact('patient_cancelled', '2026-03-12'))).toEqual(rebook('2026-03-10'));
  });

  it('a cancellation that was none leaves nothing to rebook', () => {
    expect(open(sent, booked, fact('patient_cancelled', '2026-03-10'), corrected(3))).toEqual([]);
  });

  it('a referral without a slot waits for one until the hospital books it or takes it on its list', () => {
    const deferred = fact('ers_asi_worklist_entered', '2026-03-05');
    expect(open(sent, deferred)).toEqual([
      ['deferred-to-provider', '2026-03-05'],
      ['ers-lapse', '2026-03-01'],
    ]);
    expect(open(sent, deferred, fact('appointment_booked', '2026-03-20'))).toEqual([]);
    expect(open(sent, deferred, fact('added_to_waiting_list_for_appointment', '2026-03-20'))).toEqual([]);
  });

  it('a referral that was sent again is counted anew', () => {
    const again: CaseEvent = { type: 'ReferralSent', data: { to: { code: 'RAJ12', name: 'Broomfield Hospital' }, on: day('2026-03-09') } };
    expect(open(sent, fact('ers_referral_rejected', '2026-03-07'), again)).toEqual([['ers-lapse', '2026-03-09']]);
  });
});

describe('a patient who is to say whether the appointment is still needed', () => {
  it('is to be asked within 14 days', () => {
    expect(rules('validation-due', 6)).toEqual([]);
    expect(rules('validation-due', 7)).toEqual([['validation-due', 'due-this-week', '2026-03-25']]);
    expect(rules('validation-due', 14)).toEqual([['validation-due', 'due-today', '2026-03-18']]);
    expect(reasons('validation-due', 15)).toMatchObject([
      {
        band: 'past-its-date',
        text: 'The patient has waited for long. To ask whether the appointment is still needed was due 1 day ago.',
        action: { label: 'Ask the patient', path: 'validation' },
      },
    ]);
  });

  it.each([
    ['validation-second-way', 'no reply has come. It was overdue 2 days ago.', 'Ask in another way'],
    ['validation-needs-a-person', 'Somebody has to speak with them.', 'Speak with the patient'],
    ['validation-not-needed', 'said 2 days ago that the appointment is not needed any more', 'Close the case'],
    ['validation-unsure', 'said 2 days ago that they are not sure', 'Speak with the patient'],
  ] as const)('%s: somebody is to act on the same day', (what, text, label) => {
    expect(rules(what, 0)).toEqual([[what, 'due-today', '2026-03-18']]);
    expect(reasons(what, 2)).toMatchObject([{ band: 'past-its-date', text: expect.stringContaining(text) as string, action: { label } }]);
  });
});
