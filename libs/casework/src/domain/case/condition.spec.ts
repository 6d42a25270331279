import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, correctedEntry, fact, inWorkup, today } from './case.examples';
import type { CaseEvent } from './events';
import { openSafety } from './safety';

const { given } = specFor(caseDecider, context);
const openAfter = (...events: CaseEvent[]) =>
  openSafety(events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState).safety);

const report = { type: 'ReportConditionChange', on: today, by: 'carer', what: 'Cannot climb the stairs any more' } as const;
const reported: CaseEvent = {
  type: 'ConditionChangeReported',
  data: { changeId: 'n1', on: today, by: 'carer', personal: { what: 'Cannot climb the stairs any more' } },
};
const triage = {
  type: 'TriageConditionChange',
  changeId: 'n1',
  outcome: 'same-day',
  triagedBy: 'Bola Example',
  reason: 'New since the last talk',
  told: 'phone',
} as const;
const triaged: CaseEvent = {
  type: 'ConditionChangeTriaged',
  data: {
    ...{ changeId: 'n1', on: today, outcome: 'same-day', triagedBy: 'Bola Example', told: 'phone' },
    personal: { reason: 'New since the last talk' },
  },
};

describe('a change of condition', () => {
  it('may be reported at any time', () => {
    given(...inWorkup)
      .when(report)
      .then(reported);
    given(...inWorkup, reported, triaged)
      .when({ ...report, by: 'practice' })
      .then({ type: 'ConditionChangeReported', data: { ...reported.data, changeId: 'n2', by: 'practice' } });
  });

  it('stays open until it is decided what follows and whoever reported it was told, once', () => {
    expect(openAfter(...inWorkup, reported)).toEqual([{ what: 'change', id: 'n1', dueOn: today, who: 'carer', now: false }]);
    given(...inWorkup, reported)
      .when(triage)
      .then(triaged);
    expect(openAfter(...inWorkup, reported, triaged)).toEqual([]);
    given(...inWorkup, reported, triaged)
      .when(triage)
      .thenNothing();
  });

  it('needs words, a day that was, and a patient who lives', () => {
    given(...inWorkup)
      .when({ ...report, what: '' })
      .thenRefused('WordsMissing', { what: 'what has changed' });
    given(...inWorkup)
      .when({ ...report, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...inWorkup, fact('died'))
      .when(report)
      .thenRefused('PatientDied');
  });

  it('is decided by somebody, with a reason, and only where there is one', () => {
    given(...inWorkup, reported)
      .when({ ...triage, triagedBy: '' })
      .thenRefused('WordsMissing', { what: 'who decided what happens next' });
    given(...inWorkup, reported)
      .when({ ...triage, reason: '' })
      .thenRefused('WordsMissing', { what: 'why' });
    given(...inWorkup)
      .when(triage)
      .thenRefused('ConditionChangeNotFound');
  });

  it('D5: a report that was wrong falls with what was decided on it', () => {
    given(...inWorkup, reported, triaged)
      .when({ type: 'CorrectEntry', entry: 3, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(3), correctedEntry(4));
  });

  it('D5: a decision that was wrong opens the report again', () => {
    expect(openAfter(...inWorkup, reported, triaged, correctedEntry(4))).toMatchObject([{ what: 'change', id: 'n1' }]);
  });
});
