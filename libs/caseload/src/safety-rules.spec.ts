import type { CaseEvent, OpenSafety } from '@guardian/casework/events';
import { addDays, type CalendarDay, day, WorkingDays } from '@guardian/kernel';
import { type GivenEvent, readModelSpec } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { caseRows, CaseRow } from './case-row';
import { momentOn, nextDueOn, type Rankable, reasonsFor } from './ranking';
import { caseRow, TODAY } from './lists.examples';

const now = momentOn(TODAY, new WorkingDays());
const reasons = (...openSafety: OpenSafety[]) => reasonsFor({ ...caseRow('calm'), openSafety } satisfies Rankable, undefined, now);
const open = (what: OpenSafety['what'], dueOn: CalendarDay, more: Partial<OpenSafety> = {}): OpenSafety => ({
  ...{ what, id: 'k1', dueOn, who: null, now: false },
  ...more,
});
const rules = (...openSafety: OpenSafety[]) => reasons(...openSafety).map(({ rule, band, dueOn }) => [rule, band, dueOn]);
const yesterday = addDays(TODAY, -1);

describe('what is open about safety', () => {
  it('a red flag that nobody acted on is a matter of safety at once', () => {
    expect(reasons(open('red-flag', TODAY))).toEqual([
      {
        rule: 'red-flag-open',
        band: 'safety',
        dueOn: TODAY,
        text: 'The check-in today raised a red flag or a worse answer. Nobody has written what was done.',
        until: 'what was done is written',
        action: { label: 'Write what you did', path: 'check-ins/stop' },
      },
    ]);
  });

  it('so is a change of condition that nobody has looked at', () => {
    expect(reasons(open('change', yesterday, { id: 'n1', who: 'carer' }))).toEqual([
      {
        rule: 'condition-changed',
        band: 'safety',
        dueOn: yesterday,
        text: 'The carer reported a change of condition 1 day ago. Nobody has decided what follows.',
        until: 'it is decided what follows',
        action: { label: 'Decide what follows', path: 'check-ins/changes/n1' },
      },
    ]);
  });

  it.each<[string, OpenSafety, string | undefined]>([
    ['cannot wait for the day to end', open('escalation', TODAY, { now: true }), 'safety'],
    ['has until the end of today', open('escalation', TODAY), 'due-today'],
    ['has two working days', open('escalation', addDays(TODAY, 2)), 'due-this-week'],
    ['is past its day', open('escalation', yesterday), 'safety'],
    ['went to the deputy', open('escalation-passed-on', TODAY), 'safety'],
  ])('an escalation that nobody acknowledged and that %s', (_what, one, band) => {
    expect(reasons(one).map((reason) => [reason.rule, reason.band])).toEqual([['escalation-not-acknowledged', band]]);
  });

  it('says who has it', () => {
    expect(reasons(open('escalation', TODAY, { who: 'Dr Ines Example' }))[0]?.text).toBe(
      'Dr Ines Example has not acknowledged the escalation. It is due today.',
    );
    expect(reasons(open('escalation-passed-on', TODAY, { who: 'Dr Samuel Brandt' }))[0]?.text).toBe(
      'Nobody acknowledged the escalation in time. Dr Samuel Brandt, the deputy, has it and has not acknowledged it.',
    );
  });

  it('what is acknowledged is due to be answered', () => {
    expect(rules(open('escalation-acknowledged', yesterday))).toEqual([['escalation-not-answered', 'past-its-date', yesterday]]);
  });

  it('a check-in is due on its day, and one that was missed is past it', () => {
    expect(rules(open('check-in', addDays(TODAY, 8)))).toEqual([]);
    expect(rules(open('check-in', addDays(TODAY, 7)))).toEqual([['check-in', 'due-this-week', '2026-03-25']]);
    expect(rules(open('check-in', TODAY))).toEqual([['check-in', 'due-today', TODAY]]);
    expect(reasons(open('check-in-missed', addDays(TODAY, -4)))[0]).toMatchObject({
      band: 'past-its-date',
      text: 'The check-in was missed. It was due 4 days ago.',
    });
  });

  it('a check-in that is not due this week is the next thing that will be', () => {
    const row = { ...caseRow('calm'), openSafety: [open('check-in', day('2026-04-20'))] };
    expect(nextDueOn(row, undefined, now)).toBe('2026-04-20');
  });

  it('a request to move the patient forward is due to be answered, and then to be told', () => {
    expect(reasons(open('expedite', yesterday, { id: 'x1', who: 'Southend Hospital' }))[0]).toMatchObject({
      band: 'past-its-date',
      text: 'Southend Hospital has not answered the request to move the patient forward. The answer was due 1 day ago.',
      action: { path: 'escalations/expedites/x1' },
    });
    expect(rules(open('expedite-to-tell', TODAY, { id: 'x1' }))).toEqual([['expedite-not-told', 'due-today', TODAY]]);
  });

  it('each is told, the most pressing first', () => {
    expect(rules(open('check-in', TODAY), open('check-in', yesterday), open('red-flag', TODAY))).toEqual([
      ['red-flag-open', 'safety', TODAY],
      ['check-in', 'past-its-date', yesterday],
      ['check-in', 'due-today', TODAY],
    ]);
  });
});

describe('the row of a case', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.drop());
  const spec = readModelSpec(caseRows, () => database.url);

  const received: GivenEvent<CaseEvent> = {
    type: 'ReferralReceived',
    data: {
      ...{ reference: 'GR-K7M2QX', patientId: '5bec0000-0000-4000-8000-000000000002', pathway: { id: 'knee-pain', version: 1 } },
      ...{ specialty: '110', priority: 'routine', suspectedCancer: false, referredOn: day('2026-03-02') },
      practice: { code: 'F81086', pcn: 'southend-east-pcn', place: 'southend' },
      holder: { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' },
      source: { system: 'form', identifier: null },
      personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
    },
  };
  const planned: GivenEvent<CaseEvent> = {
    type: 'CheckInPlanned',
    data: { checkInId: 'k1', dueOn: day('2026-03-20'), questions: ['knee'] },
  };
  const flagged: GivenEvent<CaseEvent> = {
    type: 'CheckInCompleted',
    data: {
      ...{ checkInId: 'k1', on: day('2026-03-20'), who: 'patient', answers: [{ question: 'knee', answer: 'worse' }] },
      ...{ compared: 'worse', redFlags: [], personal: { notes: '' } },
    },
  };
  const raised: GivenEvent<CaseEvent> = {
    type: 'EscalationRaised',
    data: {
      escalationId: 'e1',
      to: { name: 'Dr Ines Example', role: 'Practice' },
      deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
      urgency: 'today',
      acknowledgeBy: '2026-03-20T13:00:00.000Z',
      personal: { question: 'See her sooner?', facts: '' },
    },
  };

  it('keeps the day of the next check-in', () =>
    spec.given(received, planned).expectRows(CaseRow, [
      {
        openSafety: [open('check-in', day('2026-03-20'))],
        checkInDueOn: day('2026-03-20'),
        passOnAt: null,
      },
    ]));

  it('keeps a worse answer open, and forgets it when the answers are taken back', async () => {
    await spec
      .given(received, planned, flagged)
      .expectRows(CaseRow, [{ openSafety: [open('red-flag', day('2026-03-20'))], checkInDueOn: null }]);
    await spec
      .given(received, planned, flagged, {
        type: 'EntryCorrected',
        data: { entry: 3, personal: { correction: 'Other knee', reason: 'Mixed up' } },
      })
      .expectRows(CaseRow, [{ openSafety: [open('check-in', day('2026-03-20'))], checkInDueOn: day('2026-03-20') }]);
  });

  it('a check-in that is planned or missed breaks no silence; one that is done does', async () => {
    const at = (on: string) => ({ metadata: { recordedAt: `${on}T12:00:00.000Z` } });
    const missed: GivenEvent<CaseEvent> = { type: 'CheckInMissed', data: { checkInId: 'k1', dueOn: day('2026-03-20') } };
    const came = { ...received, ...at('2026-03-04') };
    await spec
      .given(came, { ...planned, ...at('2026-03-05') }, { ...missed, ...at('2026-03-24') })
      .expectRows(CaseRow, [{ lastEventOn: day('2026-03-04') }]);
    await spec
      .given(came, { ...planned, ...at('2026-03-05') }, { ...flagged, ...at('2026-03-20') })
      .expectRows(CaseRow, [{ lastEventOn: day('2026-03-20') }]);
  });

  it('keeps the moment at which an escalation goes to its deputy, until somebody has it', async () => {
    await spec.given(received, raised).expectRows(CaseRow, [{ passOnAt: '2026-03-20T13:00:00.000Z' }]);
    await spec
      .given(received, raised, { type: 'EscalationAcknowledged', data: { escalationId: 'e1', by: 'Dr Ines Example' } })
      .expectRows(CaseRow, [
        { openSafety: [open('escalation-acknowledged', day('2026-03-20'), { id: 'e1', who: 'Dr Ines Example' })], passOnAt: null },
      ]);
  });

  it('keeps since when each wait lasts that is watched, and the reviews themselves when the case is closed', async () => {
    const since = day('2026-03-02');
    const priority: GivenEvent<CaseEvent> = { type: 'PriorityRecorded', data: { scheme: 'P', code: 'P2', on: day('2026-03-10') } };
    const reviewed: GivenEvent<CaseEvent> = {
      type: 'HarmReviewOpened',
      data: { trigger: 'long-wait', since, days: 364, code: null, dueOn: day('2027-03-30') },
    };
    const closed: GivenEvent<CaseEvent> = {
      type: 'CaseClosed',
      data: {
        ...{ reason: 'treated', on: day('2027-04-01'), reviewer: 'Dr Ines Example', patientTold: 'phone', referrerTold: 'letter' },
        personal: { evidence: 'Letter' },
      },
    };
    await spec
      .given(received, priority)
      .expectRows(CaseRow, [
        { harmWaitSince: since, harmCancerSince: null, harmCodeSince: day('2026-03-10'), harmCode: 'P2', harmReviews: [] },
      ]);
    await spec.given(received, priority, reviewed, closed).expectRows(CaseRow, [
      {
        harmWaitSince: null,
        harmCodeSince: null,
        harmCode: null,
        harmReviews: [{ id: 'long-wait', since, days: 364, code: null, dueOn: day('2027-03-30'), on: null, grade: null, reviewer: null }],
      },
    ]);
  });
});
