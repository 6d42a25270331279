import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { closed, context, correctedEntry, fact, received } from './case.examples';
import type { CaseEvent } from './events';

const { given } = specFor(caseDecider, context);

const spoke: CaseEvent = {
  type: 'ContactRecorded',
  data: {
    contactId: 'c1',
    on: day('2026-03-18'),
    who: 'patient',
    how: 'phone',
    outcome: 'spoke',
    nextOn: day('2026-04-18'),
    personal: { notes: 'Knee is the same' },
  },
};

describe('a contact', () => {
  const record = {
    type: 'RecordContact',
    on: day('2026-03-18'),
    who: 'patient',
    how: 'phone',
    outcome: 'spoke',
    notes: 'Knee is the same',
    nextOn: day('2026-04-18'),
  } as const;

  it('is recorded with a number within the case', () => {
    given(received).when(record).then(spoke);
    given(received, spoke)
      .when(record)
      .then({ type: 'ContactRecorded', data: { ...spoke.data, contactId: 'c2' } });
  });

  it('needs notes when someone was spoken to', () => {
    given(received)
      .when({ ...record, notes: ' ' })
      .thenRefused('WordsMissing', { what: 'notes, if you spoke to someone' });
  });

  it('needs no notes when nobody answered', () => {
    given(received)
      .when({ ...record, outcome: 'no-answer', notes: '', nextOn: null })
      .then({ type: 'ContactRecorded', data: { ...spoke.data, outcome: 'no-answer', nextOn: null, personal: { notes: '' } } });
  });

  it('happened between the referral and today; the next one is not past', () => {
    given(received)
      .when({ ...record, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(received)
      .when({ ...record, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
    given(received)
      .when({ ...record, nextOn: day('2026-03-19') })
      .thenRefused('DateInPast', { on: '2026-03-19', today: '2026-03-20' });
  });

  it('is not made with a patient who has died, but with the family', () => {
    given(received, fact('died', '2026-03-16')).when(record).thenRefused('PatientDied', { diedOn: '2026-03-16' });
    given(received, fact('died', '2026-03-16'))
      .when({ ...record, who: 'carer' })
      .then({ type: 'ContactRecorded', data: { ...spoke.data, who: 'carer' } });
  });

  it('D5: is made again when the death was an error', () => {
    given(received, fact('died', '2026-03-16'), correctedEntry(2)).when(record).then(spoke);
  });

  it('D5: is not made when one of two records of the death was an error', () => {
    given(received, fact('died', '2026-03-16'), fact('died', '2026-03-17'), correctedEntry(3))
      .when(record)
      .thenRefused('PatientDied', { diedOn: '2026-03-16' });
  });
});

describe('D5: notes that were wrong', () => {
  const correct = { type: 'CorrectContact', contactId: 'c1', notes: 'Knee is worse', reason: 'Mixed up two calls' } as const;
  const corrected: CaseEvent = {
    type: 'ContactCorrected',
    data: { contactId: 'c1', personal: { notes: 'Knee is worse', reason: 'Mixed up two calls' } },
  };

  it('are put right by a later entry, in a closed case too', () => {
    given(received, spoke).when(correct).then(corrected);
    given(received, spoke, closed).when(correct).then(corrected);
  });

  it('belong to a contact of this case, and need a reason', () => {
    given(received).when(correct).thenRefused('ContactNotFound', { contactId: 'c1' });
    given(received, spoke)
      .when({ ...correct, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it is corrected' });
  });
});
