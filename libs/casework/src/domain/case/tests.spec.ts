import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import {
  acknowledged,
  booked,
  completed,
  context,
  inWorkup,
  isReady,
  ordered,
  performed,
  reported,
  southend,
  today,
  waived,
} from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);

const isOrdered = [...inWorkup, ordered] as const;
const isBooked = [...isOrdered, booked] as const;
const isPerformed = [...isBooked, performed] as const;
const missed: CaseEvent = { type: 'DiagnosticMissed', data: { testId: 't1', on: day('2026-03-18'), personal: { reason: 'No transport' } } };
const withdrawn: CaseEvent = { type: 'DiagnosticCancelled', data: { testId: 't1', on: today, by: 'referrer', stillWanted: false } };
const told: CaseEvent = { type: 'DiagnosticResultTold', data: { testId: 't1', on: today, how: 'phone' } };

describe('ordering a test', () => {
  const order = {
    type: 'OrderDiagnostic',
    test: 'xray-knee',
    name: 'X-ray of knee',
    item: 'xray',
    site: southend,
    urgency: 'routine',
    question: 'Joint space?',
    patientTold: true,
  } as const;
  const first: CaseEvent = { type: 'DiagnosticOrdered', data: { ...ordered.data, on: today } };

  it('gives it a number within the case', () => {
    given(...inWorkup)
      .when(order)
      .then(first);
    given(...isOrdered)
      .when({ ...order, test: 'mri-knee', name: 'MRI of knee', item: null })
      .then({ type: 'DiagnosticOrdered', data: { ...first.data, testId: 't2', test: 'mri-knee', name: 'MRI of knee', item: null } });
  });

  it('is refused while the same test is under way', () => {
    given(...isOrdered)
      .when(order)
      .thenRefused('TestUnderWay', { testId: 't1' });
    given(...isPerformed, reported())
      .when(order)
      .thenRefused('TestUnderWay', { testId: 't1' });
  });

  it('may be done again when the first is not wanted any more, or acknowledged', () => {
    const second: CaseEvent = { type: 'DiagnosticOrdered', data: { ...first.data, testId: 't2' } };
    given(...isOrdered, withdrawn)
      .when(order)
      .then(second);
    given(...isPerformed, reported(), acknowledged)
      .when(order)
      .then(second);
  });

  it('needs a clinical question, and an agreed item if it names one', () => {
    given(...inWorkup)
      .when({ ...order, question: '' })
      .thenRefused('WordsMissing', { what: 'the clinical question' });
    given(...inWorkup)
      .when({ ...order, item: 'mri' })
      .thenRefused('NotAgreed', { item: 'mri' });
  });
});

describe('booking a test', () => {
  const book = { type: 'BookDiagnostic', testId: 't1', forOn: day('2026-03-24') } as const;
  const bookedAgain: CaseEvent = { type: 'DiagnosticBooked', data: { testId: 't1', forOn: day('2026-03-24') } };

  it('gives it a date, or another one', () => {
    given(...isOrdered)
      .when(book)
      .then(bookedAgain);
    given(...isBooked)
      .when(book)
      .then(bookedAgain);
  });

  it('does nothing when it has that date', () => {
    given(...isBooked)
      .when({ ...book, forOn: day('2026-03-18') })
      .thenNothing();
  });

  it('gives it a new date after it was missed, even the same day', () => {
    given(...isBooked, missed)
      .when(book)
      .then(bookedAgain);
    given(...isBooked, missed)
      .when({ ...book, forOn: day('2026-03-18') }, { today: day('2026-03-18') })
      .then(booked);
  });

  it('needs a date that is not past, and a test that waits for one', () => {
    given(...isOrdered)
      .when({ ...book, forOn: day('2026-03-19') })
      .thenRefused('DateInPast');
    given(...isPerformed)
      .when(book)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'performed' });
    given(...isOrdered, withdrawn)
      .when(book)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'withdrawn' });
  });

  it.each(['t2', 'constructor'])('needs a test of this case, not %s', (testId) => {
    given(...isOrdered)
      .when({ ...book, testId })
      .thenRefused('TestNotFound', { testId });
  });
});

describe('a test that was done', () => {
  const perform = { type: 'PerformDiagnostic', testId: 't1', on: day('2026-03-18') } as const;

  it('is recorded, booked or not', () => {
    given(...isBooked)
      .when(perform)
      .then(performed);
    given(...isOrdered)
      .when(perform)
      .then(performed);
  });

  it('is recorded once', () => {
    given(...isPerformed)
      .when(perform)
      .thenNothing();
  });

  it('was done between the referral and today', () => {
    given(...isBooked)
      .when({ ...perform, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...isBooked)
      .when({ ...perform, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral', { on: '2026-03-01', referredOn: '2026-03-02' });
  });

  it('is not done again after its result', () => {
    given(...isPerformed, reported())
      .when(perform)
      .thenRefused('TestInOtherState');
  });
});

describe('a test that was missed or cancelled', () => {
  const miss = { type: 'MissDiagnostic', testId: 't1', on: day('2026-03-18'), reason: 'No transport' } as const;
  const cancel = { type: 'CancelDiagnostic', testId: 't1', by: 'provider', stillWanted: true } as const;
  const cancelled: CaseEvent = { type: 'DiagnosticCancelled', data: { testId: 't1', on: today, by: 'provider', stillWanted: true } };

  it('needs a new date', () => {
    given(...isBooked)
      .when(miss)
      .then(missed);
    given(...isBooked)
      .when(cancel)
      .then(cancelled);
  });

  it('is given the day that was cancelled when that turns out to be free again', () => {
    given(...isBooked, cancelled)
      .when({ type: 'BookDiagnostic', testId: 't1', forOn: day('2026-03-18') }, { today: day('2026-03-17') })
      .then(booked);
  });

  it('is missed only when it had a date, in the past', () => {
    given(...isOrdered)
      .when(miss)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'ordered' });
    given(...isBooked)
      .when({ ...miss, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });

  it('is cancelled before it is done', () => {
    given(...isPerformed)
      .when(cancel)
      .thenRefused('TestInOtherState');
  });

  it('is over when nobody wants it any more', () => {
    given(...isBooked)
      .when({ ...cancel, by: 'referrer', stillWanted: false })
      .then(withdrawn);
    given(...isBooked, withdrawn)
      .when(cancel)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'withdrawn' });
  });
});

describe('a result', () => {
  const report = {
    type: 'ReportDiagnostic',
    testId: 't1',
    on: day('2026-03-19'),
    outcome: 'normal',
    summary: 'Joint space kept',
  } as const;

  it('arrives for a test that was done', () => {
    given(...isPerformed)
      .when(report)
      .then(reported());
  });

  it('tells that the test was done when nobody said so', () => {
    given(...isOrdered)
      .when(report)
      .then({ type: 'DiagnosticPerformed', data: { testId: 't1', on: day('2026-03-19') } }, reported());
  });

  it('arrives once', () => {
    given(...isPerformed, reported())
      .when(report)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'reported' });
  });

  it('needs words and a day that is not to come', () => {
    given(...isPerformed)
      .when({ ...report, summary: '' })
      .thenRefused('WordsMissing', { what: 'what the result says' });
    given(...isPerformed)
      .when({ ...report, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });
});

describe('acknowledging a result', () => {
  const acknowledge = {
    type: 'AcknowledgeDiagnostic',
    testId: 't1',
    clinician: 'Dr Ines Example',
    nextStep: 'Go on to the hospital',
    owner: null,
    dueOn: null,
  } as const;
  const acknowledgedToday: CaseEvent = { ...acknowledged, data: { ...acknowledged.data, on: today } };
  const itemDone: CaseEvent = {
    type: 'WorkupItemCompleted',
    data: { item: 'xray', evidenceOn: day('2026-03-18'), source: 'Test t1', personal: { finding: '' } },
  };

  it('completes the agreed item, with the day of the test as its evidence', () => {
    given(...isPerformed, reported())
      .when(acknowledge)
      .then(acknowledgedToday, itemDone);
    given(...isPerformed, reported(), waived('xray'))
      .when(acknowledge)
      .then(acknowledgedToday, itemDone);
  });

  it('completes nothing that is complete', () => {
    given(...isPerformed, reported(), completed('xray'))
      .when(acknowledge)
      .then(acknowledgedToday);
  });

  it.each(['abnormal', 'needs-action'] as const)('needs an owner and a date for a result that is %s', (outcome) => {
    given(...isPerformed, reported(outcome))
      .when(acknowledge)
      .thenRefused('OwnerMissing', { testId: 't1', outcome });
    given(...isPerformed, reported(outcome))
      .when({ ...acknowledge, owner: 'Dr Ines Example' })
      .thenRefused('OwnerMissing');
    given(...isPerformed, reported(outcome))
      .when({ ...acknowledge, owner: 'Dr Ines Example', dueOn: day('2026-03-27') })
      .then(
        {
          type: 'DiagnosticAcknowledged',
          data: {
            testId: 't1',
            on: today,
            clinician: 'Dr Ines Example',
            owner: 'Dr Ines Example',
            dueOn: day('2026-03-27'),
            personal: { nextStep: 'Go on to the hospital' },
          },
        },
        itemDone,
      );
  });

  it('does nothing a second time, nor after the patient was told', () => {
    given(...isPerformed, reported(), acknowledged)
      .when(acknowledge)
      .thenNothing();
    given(...isPerformed, reported(), acknowledged, told)
      .when(acknowledge)
      .thenNothing();
  });

  it('needs a result, a clinician, what happens next, and no date that is past', () => {
    given(...isPerformed)
      .when(acknowledge)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'performed' });
    given(...isPerformed, reported())
      .when({ ...acknowledge, clinician: '' })
      .thenRefused('WordsMissing', { what: 'the clinician who reviewed the result' });
    given(...isPerformed, reported())
      .when({ ...acknowledge, nextStep: '' })
      .thenRefused('WordsMissing', { what: 'what happens next' });
    given(...isPerformed, reported())
      .when({ ...acknowledge, dueOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });
});

describe('telling the patient the result', () => {
  const tell = { type: 'TellDiagnosticResult', testId: 't1', how: 'phone' } as const;

  it('follows the acknowledgement, once', () => {
    given(...isPerformed, reported(), acknowledged)
      .when(tell)
      .then(told);
    given(...isPerformed, reported(), acknowledged, told)
      .when(tell)
      .thenNothing();
  });

  it('is refused before a clinician has read it, and without saying how', () => {
    given(...isPerformed, reported())
      .when(tell)
      .thenRefused('TestInOtherState', { testId: 't1', status: 'reported' });
    given(...isPerformed, reported(), acknowledged)
      .when({ ...tell, how: '' })
      .thenRefused('WordsMissing', { what: 'how the patient was told' });
  });
});

describe('a result that is there already', () => {
  const reuse = {
    type: 'ReuseExistingResult',
    item: 'xray',
    performedOn: day('2025-11-01'),
    source: 'Broomfield Hospital',
    summary: 'Narrow joint space',
  } as const;
  const reused: CaseEvent = {
    type: 'ExistingResultReused',
    data: {
      item: 'xray',
      performedOn: day('2025-11-01'),
      source: 'Broomfield Hospital',
      personal: { summary: 'Narrow joint space' },
    },
  };

  it('serves instead of a new test', () => {
    given(...inWorkup)
      .when(reuse)
      .then(reused);
  });

  it('does nothing when the item is complete', () => {
    given(...isReady)
      .when(reuse)
      .thenNothing();
    given(...inWorkup, reused)
      .when(reuse)
      .thenNothing();
  });

  it('must be agreed, fresh enough, not from tomorrow, and from somewhere', () => {
    given(...inWorkup)
      .when({ ...reuse, item: 'mri' })
      .thenRefused('NotAgreed');
    given(...inWorkup)
      .when({ ...reuse, performedOn: day('2025-03-19') })
      .thenRefused('EvidenceTooOld', { item: 'xray', evidenceOn: '2025-03-19', evidenceDays: 365 });
    given(...inWorkup)
      .when({ ...reuse, performedOn: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...inWorkup)
      .when({ ...reuse, source: '' })
      .thenRefused('WordsMissing', { what: 'where the result comes from' });
  });
});
