import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { type PatientCommand, patientDecider, type PatientEvent } from './patient';

const EDITH = { id: 'edith', name: 'Edith Nakamura' };
const TOBIAS = { id: 'tobias', name: 'Tobias Ferrand' };
const { given } = specFor(patientDecider, { today: day('2034-03-20'), actor: TOBIAS });

const identity = { nhsNumber: null, family: 'Example', given: 'Amara', title: null, bornOn: day('1961-07-04'), sex: 'female' } as const;
const registered: PatientEvent = { type: 'PatientRegistered', data: { personal: identity } };
const personal = { because: 'Nothing is needed any more' };
const proposed: PatientEvent = { type: 'DestructionProposed', data: { rule: 'adult', dueOn: day('2034-03-20'), by: EDITH, personal } };
const confirm: PatientCommand = { type: 'ConfirmErasure', cases: ['c1', 'c2'], enquiries: ['q1'], open: 0 };
const confirmed: PatientEvent = {
  type: 'ErasureConfirmed',
  data: { rule: 'adult', proposedBy: EDITH, confirmedBy: TOBIAS, cases: ['c1', 'c2'], enquiries: ['q1'] },
};
const complete: PatientCommand = { type: 'CompleteErasure', keys: 4 };
const erased: PatientEvent = { type: 'PersonalDataErased', data: { keys: 4 } };
const asked = (kind: 'erasure' | 'subject-access'): PatientEvent => ({
  type: 'DataRequestReceived',
  data: { requestId: kind, kind, receivedOn: day('2034-03-01'), personal: { asks: 'Erase what you have' } },
});
const register: PatientCommand = {
  type: 'RegisterPatient',
  identity,
  practice: { code: 'F81003', pcn: null, place: 'southend' },
  from: day('2034-03-20'),
};

describe('a record', () => {
  it('is erased when one person proposed it and another agrees', () => {
    given(registered, proposed).when(confirm).then(confirmed);
    given(registered, proposed).when(confirm, { actor: EDITH }).thenRefused('SecondPersonNeeded');
    given(registered).when(confirm).thenRefused('ErasureNotProposed');
    given(registered, proposed, confirmed).when(confirm).thenNothing();
  });

  it('of which an earlier release did not say who proposed it has to be proposed again', () => {
    const old: PatientEvent = { type: 'DestructionProposed', data: { rule: 'adult', dueOn: day('2034-03-20'), personal } };
    given(registered, old).when(confirm).thenRefused('ErasureNotProposed');
    given(registered, old)
      .when({ type: 'ProposeDestruction', due: { rule: 'adult', dueOn: day('2034-03-20') }, ...personal }, { actor: EDITH })
      .then(proposed);
  });

  it('stays when the second person does not agree, and says why', () => {
    const declined: PatientEvent = { type: 'DestructionDeclined', data: { personal: { because: 'A claim is expected' } } };
    given(registered, proposed).when({ type: 'DeclineDestruction', because: 'A claim is expected' }).then(declined);
    given(registered, proposed).when({ type: 'DeclineDestruction', because: ' ' }).thenRefused('WordsMissing');
    given(registered, proposed, declined).when(confirm).thenRefused('ErasureNotProposed');
    given(registered).when({ type: 'DeclineDestruction', because: 'x' }).thenRefused('ErasureNotProposed');
  });

  it('stays with an open case, on legal hold, and while something else is asked about it', () => {
    given(registered, proposed)
      .when({ ...confirm, open: 1 })
      .thenRefused('CaseStillOpen', { open: 1 });
    given(registered, proposed, { type: 'LegalHoldPlaced', data: { personal } }).when(confirm).thenRefused('ErasureNotProposed');
    given(registered, asked('subject-access'), proposed).when(confirm).thenRefused('DataRequestOpen');
  });

  it('may go sooner when its patient asked for erasure, whose request is answered by it', () => {
    const propose = { type: 'ProposeDestruction', due: { rule: 'adult', dueOn: day('2040-01-01') }, ...personal } as const;
    const wish: PatientEvent = { type: 'DestructionProposed', data: { rule: 'asked-for', dueOn: day('2034-03-20'), by: TOBIAS, personal } };
    given(registered).when(propose).thenRefused('NotDueForDestruction');
    given(registered, asked('erasure')).when(propose).then(wish);
    given(registered, asked('erasure'))
      .when({ ...propose, due: null })
      .thenRefused('NotDueForDestruction');
    given(registered, asked('erasure'), wish)
      .when(confirm, { actor: EDITH })
      .then(
        {
          type: 'DataRequestClosed',
          data: { requestId: 'erasure', outcome: 'answered', personal: { because: 'The record was erased.' } },
        },
        {
          type: 'ErasureConfirmed',
          data: { rule: 'asked-for', proposedBy: TOBIAS, confirmedBy: EDITH, cases: ['c1', 'c2'], enquiries: ['q1'] },
        },
      );
  });
});

describe('while it is erased', () => {
  it('nothing is added, and nobody with its number is taken in', () => {
    given(registered, proposed, confirmed).when(register).thenRefused('RecordBeingErased');
    given(registered, proposed, confirmed)
      .when({ type: 'RecordDeath', on: day('2034-03-01'), source: 'Practice' })
      .thenRefused('RecordBeingErased');
  });

  it('it can be stopped, after which the record is as it was and has to be proposed anew', () => {
    const stopped: PatientEvent = { type: 'ErasureStopped', data: { because: 'case-open' } };
    given(registered, proposed, confirmed).when({ type: 'StopErasure', because: 'case-open' }).then(stopped);
    given(registered, proposed, confirmed, stopped).when(confirm).thenRefused('ErasureNotProposed');
    given(registered, proposed, confirmed, stopped).when(register).thenNothing();
    given(registered).when({ type: 'StopErasure', because: 'case-open' }).thenNothing();
  });
});

describe('when it is erased', () => {
  it('there is no such patient any more, and whoever comes with the number is somebody new', () => {
    given(registered, proposed, confirmed).when(complete).then(erased);
    given(registered, proposed, confirmed, erased).when({ type: 'LiftRestriction', because: 'x' }).thenRefused('PatientNotFound');
    given(registered, proposed, confirmed, erased)
      .when(register)
      .then(registered, {
        type: 'PracticeRegistrationRecorded',
        data: { practice: { code: 'F81003', pcn: null, place: 'southend' }, from: day('2034-03-20') },
      });
    given(registered).when(complete).thenNothing();
  });
});
