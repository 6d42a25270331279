import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { completed, context, inWorkup, today, waived } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);

describe('asking for an agreed item', () => {
  const ask = { type: 'RequestWorkupItem', item: 'score', from: 'Example Surgery', dueOn: day('2026-03-27') } as const;
  const asked: CaseEvent = { type: 'WorkupItemRequested', data: { item: 'score', from: 'Example Surgery', dueOn: day('2026-03-27') } };

  it('says who was asked and by when', () => {
    given(...inWorkup)
      .when(ask)
      .then(asked);
  });

  it('may be done again', () => {
    given(...inWorkup, asked)
      .when(ask)
      .then(asked);
  });

  it('does nothing when the item is there', () => {
    given(...inWorkup, completed('score'))
      .when(ask)
      .thenNothing();
  });

  it('needs an item that is agreed', () => {
    given(...inWorkup)
      .when({ ...ask, item: 'mri' })
      .thenRefused('NotAgreed', { item: 'mri' });
    given(...inWorkup)
      .when({ ...ask, item: 'constructor' })
      .thenRefused('NotAgreed', { item: 'constructor' });
  });

  it('needs someone to ask', () => {
    given(...inWorkup)
      .when({ ...ask, from: '' })
      .thenRefused('WordsMissing', { what: 'who was asked' });
  });

  it('needs a date that is not past', () => {
    given(...inWorkup)
      .when({ ...ask, dueOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });
});

describe('completing an agreed item', () => {
  const complete = {
    type: 'CompleteWorkupItem',
    item: 'score',
    evidenceOn: day('2026-03-10'),
    source: 'Practice',
    finding: 'As sent',
  } as const;

  it('keeps the day of the evidence and where it comes from', () => {
    given(...inWorkup)
      .when(complete)
      .then(completed('score'));
  });

  it('does nothing when it is complete', () => {
    given(...inWorkup, completed('score'))
      .when(complete)
      .thenNothing();
  });

  it('takes evidence that arrives for an item that was waived', () => {
    given(...inWorkup, waived('score'))
      .when(complete)
      .then(completed('score'));
  });

  it('takes evidence from before the referral, up to the age that the pathway allows', () => {
    given(...inWorkup)
      .when({ ...complete, evidenceOn: day('2025-12-20') })
      .then(completed('score', '2025-12-20'));
    given(...inWorkup)
      .when({ ...complete, evidenceOn: day('2025-12-19') })
      .thenRefused('EvidenceTooOld', { item: 'score', evidenceOn: '2025-12-19', evidenceDays: 90 });
  });

  it('takes evidence of any age where it does not age', () => {
    given(...inWorkup)
      .when({ ...complete, item: 'wish', evidenceOn: day('2019-01-01') })
      .then(completed('wish', '2019-01-01'));
  });

  it('refuses evidence from tomorrow', () => {
    given(...inWorkup)
      .when({ ...complete, evidenceOn: day('2026-03-21') })
      .thenRefused('DateInFuture', { on: '2026-03-21', today: '2026-03-20' });
  });

  it('needs a source and an agreed item', () => {
    given(...inWorkup)
      .when({ ...complete, source: '' })
      .thenRefused('WordsMissing', { what: 'where the evidence comes from' });
    given(...inWorkup)
      .when({ ...complete, item: 'mri' })
      .thenRefused('NotAgreed');
  });
});

describe('going on without one item', () => {
  const waive = {
    type: 'WaiveWorkupItem',
    item: 'score',
    reason: 'Clinically urgent',
    clinician: 'Dr Ines Example',
    expiresOn: day('2026-06-20'),
  } as const;

  it('is a decision of a clinician, with a reason and an end', () => {
    given(...inWorkup)
      .when(waive)
      .then(waived('score'));
  });

  it('does nothing when the item is there or was waived', () => {
    given(...inWorkup, completed('score'))
      .when(waive)
      .thenNothing();
    given(...inWorkup, waived('score'))
      .when(waive)
      .thenNothing();
  });

  it('needs a reason, a clinician, an end that is not past and an agreed item', () => {
    given(...inWorkup)
      .when({ ...waive, reason: '' })
      .thenRefused('WordsMissing', { what: 'the reason for going on without it' });
    given(...inWorkup)
      .when({ ...waive, clinician: ' ' })
      .thenRefused('WordsMissing', { what: 'the name of the deciding clinician' });
    given(...inWorkup)
      .when({ ...waive, expiresOn: day('2026-03-19') })
      .thenRefused('DateInPast');
    given(...inWorkup)
      .when({ ...waive, item: 'mri' })
      .thenRefused('NotAgreed');
  });
});

describe('evidence that grows too old', () => {
  const expire = { type: 'ExpireWorkupItem', item: 'score' } as const;
  const expired: CaseEvent = { type: 'WorkupItemExpired', data: { item: 'score' } };

  it('is good up to its last day, and outstanding on the day after', () => {
    given(...inWorkup, completed('score'))
      .when(expire, { today: day('2026-06-08') })
      .thenRefused('StillGood', { item: 'score', goodUntil: '2026-06-08' });
    given(...inWorkup, completed('score'))
      .when(expire, { today: day('2026-06-09') })
      .then(expired);
  });

  it('a waiver runs out in the same way', () => {
    given(...inWorkup, waived('score'))
      .when(expire, { today: day('2026-06-20') })
      .thenRefused('StillGood');
    given(...inWorkup, waived('score'))
      .when(expire, { today: day('2026-06-21') })
      .then(expired);
  });

  it('never happens to evidence that does not age', () => {
    given(...inWorkup, completed('wish'))
      .when({ type: 'ExpireWorkupItem', item: 'wish' }, { today: day('2030-01-01') })
      .thenRefused('StillGood', { item: 'wish', goodUntil: null });
  });

  it('happens once', () => {
    given(...inWorkup, completed('score'), expired)
      .when(expire, { today: day('2026-06-09') })
      .thenNothing();
  });

  it('is asked for again', () => {
    given(...inWorkup, completed('score'), expired)
      .when({ type: 'CompleteWorkupItem', item: 'score', evidenceOn: today, source: 'Practice', finding: 'As sent' })
      .then(completed('score', '2026-03-20'));
  });

  it('belongs to an agreed item', () => {
    given(...inWorkup)
      .when({ type: 'ExpireWorkupItem', item: 'mri' })
      .thenRefused('NotAgreed');
  });
});
