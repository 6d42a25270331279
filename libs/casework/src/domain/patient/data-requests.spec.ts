import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { answerDueOn, withheldFrom } from './data-requests';
import type { Identity } from './identity';
import { type PatientCommand, patientDecider, type PatientEvent } from './patient';

const edith = { id: 'edith', name: 'Edith Nakamura' };
const samuel = { id: 'samuel', name: 'Dr Samuel Brandt' };
const { given } = specFor(patientDecider, { today: day('2026-03-20'), actor: edith });

const registered: PatientEvent = {
  type: 'PatientRegistered',
  data: { personal: { nhsNumber: null, family: 'Example', given: 'Amara', title: null, bornOn: day('1961-07-04'), sex: 'female' } },
};
const requestId = 'r1';
const received: PatientEvent = {
  type: 'DataRequestReceived',
  data: { requestId, kind: 'subject-access', receivedOn: day('2026-03-02'), personal: { asks: 'Everything you hold' } },
};
const extended: PatientEvent = {
  type: 'DataRequestExtended',
  data: { requestId, months: 2, personal: { because: 'Twelve years of records' } },
};
const withheld = { entry: 'case-a:3', disclosed: false, because: 'Her neighbour told us in confidence' };
const disclosed = { entry: 'case-a:4', disclosed: true, because: '' };
const decided: PatientEvent = { type: 'DisclosureDecided', data: { requestId, by: edith, personal: { decisions: [withheld, disclosed] } } };
const reviewed: PatientEvent = {
  type: 'SeriousHarmReviewed',
  data: { requestId, by: samuel, withheld: [], personal: { finding: 'Nothing that could harm' } },
};
const made: PatientEvent = {
  type: 'DataPackageMade',
  data: { requestId, until: '2026-03-20T10:00:00.000Z', digest: 'abc', withheld: 1 },
};
const make: PatientCommand = {
  ...{ type: 'MakeDataPackage', requestId, until: '2026-03-20T10:00:00.000Z', digest: 'abc' },
  aboutOthers: ['case-a:3', 'case-a:4'],
};
const closed: PatientEvent = {
  type: 'DataRequestClosed',
  data: { requestId, outcome: 'answered', personal: { because: 'Sent by post' } },
};
const close: PatientCommand = { type: 'CloseDataRequest', requestId, outcome: 'answered', because: 'Sent by post', recipients: [] };
const extend = { type: 'ExtendDataRequest', requestId, months: 2, because: 'Twelve years of records' } as const;
const receive: PatientCommand = {
  type: 'ReceiveDataRequest',
  ...{ requestId, kind: 'subject-access', receivedOn: day('2026-03-02'), asks: 'Everything you hold' },
};

describe('when an answer is due', () => {
  it.each([
    ['2026-03-02', 0, '2026-04-02'],
    ['2026-01-31', 0, '2026-02-28'],
    ['2028-01-31', 0, '2028-02-29'],
    ['2026-12-15', 0, '2027-01-15'],
    ['2026-11-30', 2, '2027-02-28'],
    ['2026-03-02', 1, '2026-05-02'],
    ['2026-10-31', 1, '2026-12-31'],
  ])('came on %s, %i months more: by %s', (receivedOn, more, due) => {
    expect(answerDueOn({ receivedOn: day(receivedOn), extended: more })).toBe(due);
  });
});

describe('a request of a patient about their data', () => {
  it('is recorded once, with the day on which it came', () => {
    given(registered).when(receive).then(received);
    given(registered, received).when(receive).thenRefused('DataRequestExists');
    given(registered)
      .when({ ...receive, receivedOn: day('2026-03-21') })
      .thenRefused('DateInFuture', { on: '2026-03-21', today: '2026-03-20' });
    given(registered)
      .when({ ...receive, asks: ' ' })
      .thenRefused('WordsMissing');
    given().when(receive).thenRefused('PatientNotFound');
  });

  it('may take up to two months more, once, told within the first month', () => {
    given(registered, received).when(extend).then(extended);
    given(registered, received)
      .when({ ...extend, months: 3 })
      .thenRefused('ExtensionTooLong', { months: 3 });
    given(registered, received, extended).when(extend).thenRefused('ExtendedAlready');
    given(registered, received)
      .when(extend, { today: day('2026-04-02') })
      .then(extended);
    given(registered, received)
      .when(extend, { today: day('2026-04-03') })
      .thenRefused('ExtendedTooLate');
  });

  it('is closed with what the patient was told, and then stays as it is', () => {
    given(registered, received, decided, reviewed, made).when(close).then(closed);
    given(registered, received).when(close).thenRefused('DataPackageMissing');
    given(registered, received, decided, reviewed, made, closed).when(close).thenRefused('DataRequestClosed');
    given(registered).when(close).thenRefused('DataRequestNotFound');
  });
});

describe('what was put right', () => {
  const asked: PatientEvent = { type: 'DataRequestReceived', data: { ...received.data, kind: 'rectification' } as never };
  const [practice, hospital] = ['case-a:1:practice', 'case-a:9:hospital'];
  const told: PatientEvent = { type: 'RecipientsTold', data: { requestId, recipients: [practice], on: day('2026-03-19') } };
  const notTold: PatientEvent = {
    type: 'RecipientsNotTold',
    data: { requestId, recipients: [hospital], personal: { because: 'It has closed' } },
  };
  const tell = { type: 'RecordRecipients', requestId, recipients: [practice], on: day('2026-03-19'), because: '' } as const;
  const both = { ...close, recipients: [practice, hospital] } as const;

  it('is told to whoever had received it, or it is said why that is impossible', () => {
    given(registered, asked).when(tell).then(told);
    given(registered, asked)
      .when({ ...tell, recipients: [hospital], on: null, because: 'It has closed' })
      .then(notTold);
    given(registered, asked)
      .when({ ...tell, on: null })
      .thenRefused('DayOrReason');
    given(registered, asked)
      .when({ ...tell, because: 'It has closed' })
      .thenRefused('DayOrReason');
    given(registered, asked)
      .when({ ...tell, recipients: [] })
      .thenRefused('WordsMissing');
    given(registered, asked)
      .when({ ...tell, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(registered, received).when(tell).thenRefused('NotRectification');
  });

  it('is answered when nobody is left to be told; refused and withdrawn at any time', () => {
    given(registered, asked, told).when(both).thenRefused('RecipientsUntold', { untold: 1 });
    given(registered, asked, told, notTold).when(both).then(closed);
    given(registered, asked)
      .when({ ...both, outcome: 'refused' })
      .then({ type: 'DataRequestClosed', data: { requestId, outcome: 'refused', personal: { because: 'Sent by post' } } });
  });

  it('is told once more when more is put right', () => {
    const identity = { ...(registered.data as { personal: Identity }).personal, family: 'Sample' };
    const corrected: PatientEvent = { type: 'IdentityCorrected', data: { personal: { identity, because: 'Passport' } } };
    given(registered, asked, told, notTold, corrected).when(both).thenRefused('RecipientsUntold', { untold: 2 });
    given(registered, corrected, asked, told, notTold).when(both).then(closed);
  });

  it('leaves an entry as it is that the patient takes for wrong, with what they say of it', () => {
    const dispute = { type: 'DisputeEntry', requestId, entry: 'case-a:3', statement: 'I never said that' } as const;
    const data = { requestId, entry: 'case-a:3', personal: { statement: 'I never said that' } };
    given(registered, asked).when(dispute).then({ type: 'EntryDisputed', data });
    given(registered, asked)
      .when({ ...dispute, statement: ' ' })
      .thenRefused('WordsMissing');
    given(registered, asked)
      .when({ ...dispute, entry: '' })
      .thenRefused('WordsMissing');
    given(registered, received).when(dispute).thenRefused('NotRectification');
  });
});

describe('what the patient is given', () => {
  it('is put together when each entry about others is decided and a clinician has looked for serious harm', () => {
    given(registered, received, decided, reviewed).when(make).then(made);
    given(registered, received, decided).when(make).thenRefused('HarmNotReviewed');
    given(registered, received, reviewed).when(make).thenRefused('DisclosureUndecided', { open: 2 });
  });

  it('has to be put together again when a decision changes', () => {
    const again: PatientEvent = { type: 'DisclosureDecided', data: { requestId, by: edith, personal: { decisions: [disclosed] } } };
    given(registered, received, decided, reviewed, made, again).when(close).thenRefused('DataPackageMissing');
    given(registered, received, decided, reviewed, made, reviewed).when(close).thenRefused('DataPackageMissing');
  });

  it('is a copy of the record for a subject access request only', () => {
    const other: PatientEvent = { type: 'DataRequestReceived', data: { ...received.data, kind: 'objection' } as never };
    given(registered, other, decided, reviewed).when(make).thenRefused('NotSubjectAccess');
  });

  it('is withheld in part with a reason only', () => {
    const decide = { type: 'DecideDisclosure', requestId, decisions: [withheld, disclosed] } as const;
    given(registered, received).when(decide).then(decided);
    given(registered, received, decided).when(decide).thenNothing();
    given(registered, received)
      .when({ ...decide, decisions: [{ ...withheld, because: '' }] })
      .thenRefused('WordsMissing');
  });

  it('is looked at for serious harm by somebody who has not decided on its entries', () => {
    const review = { type: 'ReviewSeriousHarm', requestId, withheld: [], finding: 'Nothing that could harm' } as const;
    given(registered, received, decided).when(review).thenRefused('SecondPersonNeeded');
    given(registered, received, decided).when(review, { actor: samuel }).then(reviewed);
  });

  it('lacks what is withheld for others and what would do harm', () => {
    const harm = { by: samuel, withheld: ['case-a:9'], finding: 'Would harm' };
    expect([...withheldFrom({ decisions: { 'case-a:3': withheld, 'case-a:4': disclosed }, harm })]).toEqual(['case-a:3', 'case-a:9']);
  });
});
