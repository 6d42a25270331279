import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { closed, completed, context, correctedEntry, fact, inWorkup, isSent, movedEntry, received } from './case.examples';
import type { CaseEvent, ClosureReason } from './events';

const { given } = specFor(caseDecider, context);

describe('D4: closing a case', () => {
  const close = {
    type: 'CloseCase',
    reason: 'no-longer-needed',
    on: day('2026-03-19'),
    evidence: 'Patient said so on the phone',
    reviewer: 'Dr Ines Example',
    patientTold: 'phone',
    referrerTold: 'letter',
  } as const;

  it('keeps reason, evidence, reviewer, and how both sides were told', () => {
    given(received).when(close).then(closed);
  });

  it('is refused without evidence', () => {
    given(received)
      .when({ ...close, evidence: ' ' })
      .thenRefused('WordsMissing', { what: 'the evidence for closing' });
  });

  it('is refused without a reviewer', () => {
    given(received)
      .when({ ...close, reviewer: '' })
      .thenRefused('WordsMissing', { what: 'who reviewed the closing' });
  });

  it.each<ClosureReason>(['treated', 'discharged-to-primary-care', 'no-longer-needed', 'treated-elsewhere', 'moved-away'])(
    '%s is refused while the patient or the referrer is not told',
    (reason) => {
      given(received)
        .when({ ...close, reason, patientTold: 'not-applicable' })
        .thenRefused('PatientNotTold', { reason });
      given(received)
        .when({ ...close, reason, referrerTold: 'not-applicable' })
        .thenRefused('ReferrerNotTold', { reason });
    },
  );

  it('tells the referrer of a death, and nobody of a case that was never right', () => {
    given(received)
      .when({ ...close, reason: 'died', patientTold: 'not-applicable', referrerTold: 'not-applicable' })
      .thenRefused('ReferrerNotTold', { reason: 'died' });
    given(received)
      .when({ ...close, reason: 'died', patientTold: 'not-applicable' })
      .then({ type: 'CaseClosed', data: { ...closed.data, reason: 'died', patientTold: 'not-applicable' } });
    given(received)
      .when({ ...close, reason: 'entered-in-error', patientTold: 'not-applicable', referrerTold: 'not-applicable' })
      .then({
        type: 'CaseClosed',
        data: { ...closed.data, reason: 'entered-in-error', patientTold: 'not-applicable', referrerTold: 'not-applicable' },
      });
  });

  it('happened between the referral and today', () => {
    given(received)
      .when({ ...close, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(received)
      .when({ ...close, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
  });

  it('happens once', () => {
    given(received, closed).when(close).thenRefused('CaseClosed', { reference: 'GR-K7M2QX' });
  });
});

describe('reopening a case', () => {
  const reopen = { type: 'ReopenCase', reason: 'Pain came back' } as const;
  const reopened: CaseEvent = { type: 'CaseReopened', data: { reason: 'Pain came back' } };

  it('brings it back, with a reason', () => {
    given(received, closed).when(reopen).then(reopened);
    given(received, closed)
      .when({ ...reopen, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it is reopened' });
  });

  it('does nothing when it is open', () => {
    given(received).when(reopen).thenNothing();
    given(received, closed, reopened).when(reopen).thenNothing();
  });
});

describe('D5: an entry that was wrong', () => {
  const correct = { type: 'CorrectEntry', entry: 8, correction: 'Not yet', reason: 'Wrong letter' } as const;
  const attended = [...isSent, fact('first_attended')] as const;

  it('is corrected by a later entry; both are kept', () => {
    given(...attended)
      .when(correct)
      .then(correctedEntry(8));
    given(...attended, correctedEntry(8))
      .when(correct)
      .then(correctedEntry(8));
  });

  it('is corrected in a closed case too', () => {
    given(...attended, closed)
      .when(correct)
      .then(correctedEntry(8));
  });

  it('is an entry of this case', () => {
    given(...isSent)
      .when(correct)
      .thenRefused('EntryNotFound', { entry: 8 });
    given(...isSent)
      .when({ ...correct, entry: 0 })
      .thenRefused('EntryNotFound', { entry: 0 });
  });

  it('is not the entry that opened or closed the case, nor a correction', () => {
    given(...attended)
      .when({ ...correct, entry: 1 })
      .thenRefused('EntryNotCorrectable', { entry: 1, type: 'ReferralReceived' });
    given(received, closed)
      .when({ ...correct, entry: 2 })
      .thenRefused('EntryNotCorrectable', { entry: 2, type: 'CaseClosed' });
    given(...attended, correctedEntry(8))
      .when({ ...correct, entry: 9 })
      .thenRefused('EntryNotCorrectable', { entry: 9, type: 'EntryCorrected' });
  });

  it('needs what is right, and why', () => {
    given(...attended)
      .when({ ...correct, correction: '' })
      .thenRefused('WordsMissing', { what: 'what is right' });
    given(...attended)
      .when({ ...correct, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it is corrected' });
  });
});

describe('D5: an entry of another patient', () => {
  const move = { type: 'MoveEntryToPatient', entry: 8, reason: 'Letter of another patient' } as const;
  const attended = [...isSent, fact('first_attended')] as const;

  it('is moved away from this case, once', () => {
    given(...attended)
      .when(move)
      .then(movedEntry(8));
    given(...attended, movedEntry(8))
      .when(move)
      .thenNothing();
  });

  it('can not be corrected here any more', () => {
    given(...attended, movedEntry(8))
      .when({ type: 'CorrectEntry', entry: 8, correction: 'Not yet', reason: 'Wrong letter' })
      .thenRefused('EntryMoved', { entry: 8 });
  });

  it('needs an entry that can be moved, and a reason', () => {
    given(...attended)
      .when({ ...move, entry: 9 })
      .thenRefused('EntryNotFound');
    given(...attended)
      .when({ ...move, entry: 1 })
      .thenRefused('EntryNotCorrectable');
    given(...attended)
      .when({ ...move, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it does not belong to this patient' });
  });

  it('does not stand as evidence at the gate of this one', () => {
    const complete = [...inWorkup, completed('xray'), completed('score'), completed('wish')] as const;
    given(...complete, movedEntry(4))
      .when({ type: 'PassGate' })
      .thenRefused('WorkupOutstanding', { missing: ['score'] });
    given(...complete, movedEntry(4), completed('score'))
      .when({ type: 'PassGate' })
      .then({
        type: 'GatePassed',
        data: {
          evidence: [
            { item: 'xray', how: 'completed' },
            { item: 'score', how: 'completed' },
            { item: 'wish', how: 'completed' },
          ],
        },
      });
  });
});
