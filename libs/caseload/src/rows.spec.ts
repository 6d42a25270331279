import type { CaseEventOf } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { type GivenEvent, readModelSpec } from '@guardian/projections';
import type { Identity, PatientEvent } from '@guardian/casework/events';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { caseRows, CaseRow } from './case-row';
import { at, opening, received } from './events.examples';
import { DataRequestRow } from './data-request-row';
import { patientRows, PatientRow } from './patient-row';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

describe('the row of a case', () => {
  const spec = readModelSpec(caseRows, () => database.url);

  const accepted = {
    type: 'ReferralAccepted',
    data: { agreed: [{ code: 'xray', name: 'X-ray of knee', kind: 'test', evidenceDays: 365 }], gateDueOn: day('2026-04-03') },
    ...at('2026-03-05'),
  } as const;
  const ordered = {
    type: 'DiagnosticOrdered',
    data: {
      testId: 't1',
      test: 'xray-knee',
      name: 'X-ray of knee',
      item: 'xray',
      site: { code: 'RAJ01', name: 'Southend Hospital' },
      urgency: 'routine',
      on: day('2026-03-06'),
      patientTold: true,
      personal: { question: 'Joint space?' },
    },
    ...at('2026-03-06'),
  } as const;
  const contact = (outcome: CaseEventOf<'ContactRecorded'>['data']['outcome'], on: string, nextOn: string | null) =>
    ({
      type: 'ContactRecorded',
      data: {
        contactId: on,
        on: day(on),
        who: 'patient',
        how: 'phone',
        outcome,
        nextOn: nextOn === null ? null : day(nextOn),
        personal: { notes: '' },
      },
      ...at(on),
    }) as const;

  it('begins with the referral: with the Guardian team from the day on which it came', () =>
    spec.given(received).expectRows(CaseRow, [
      {
        caseId: spec.streamId,
        reference: 'GR-K7M2QX',
        pathwayId: 'knee-pain',
        priority: 'routine',
        referredOn: day('2026-03-02'),
        practiceCode: 'F81086',
        pcnCode: 'southend-east-pcn',
        placeCode: 'southend',
        coordinatorId: null,
        holderName: 'Dr Ines Example',
        step: 'intake',
        stepSince: day('2026-03-04'),
        nextMover: 'guardian-team',
        lastEventOn: day('2026-03-04'),
      },
    ]));

  it('is set aside until a day, which is no news of it, and anything new brings it back', async () => {
    const snoozed = {
      type: 'WorkSnoozed',
      data: { until: day('2026-03-20'), personal: { reason: 'Away' } },
      ...at('2026-03-10'),
    } as const;
    await spec.given(received, snoozed).expectRows(CaseRow, [{ snoozedUntil: day('2026-03-20'), lastEventOn: day('2026-03-04') }]);
    await spec
      .given(received, snoozed, contact('spoke', '2026-03-12', null))
      .expectRows(CaseRow, [{ snoozedUntil: null, lastEventOn: day('2026-03-12') }]);
  });

  it('keeps until when what was agreed is good, and what ran out, until the hospital has seen the patient', async () => {
    const item = { code: 'score', name: 'Oxford Knee Score', kind: 'item', evidenceDays: 90 } as const;
    const agreed = { ...accepted, data: { ...accepted.data, agreed: [...accepted.data.agreed, item] } } as const;
    const done = {
      type: 'WorkupItemCompleted',
      data: { item: 'score', evidenceOn: day('2026-03-05'), source: 'Practice', personal: { finding: '' } },
      ...at('2026-03-06'),
    } as const;
    const waived = {
      type: 'WorkupItemWaived',
      data: { item: 'xray', clinician: 'Dr Ines Example', expiresOn: day('2026-05-01'), personal: { reason: 'Urgent' } },
      ...at('2026-03-07'),
    } as const;
    const expired = { type: 'WorkupItemExpired', data: { item: 'score' }, ...at('2026-06-04') } as const;
    const wrong = {
      type: 'EntryCorrected',
      data: { entry: 3, personal: { correction: 'None', reason: 'Other patient' } },
      ...at('2026-03-08'),
    } as const;
    const out = [{ what: 'evidence-out-of-date', since: '2026-06-04', name: 'Oxford Knee Score' }];
    await spec.given(received, agreed, done).expectRows(CaseRow, [{ evidenceUntil: day('2026-06-03'), openWork: [] }]);
    await spec.given(received, agreed, done, waived).expectRows(CaseRow, [{ evidenceUntil: day('2026-05-01') }]);
    await spec.given(received, agreed, done, waived, wrong).expectRows(CaseRow, [{ evidenceUntil: day('2026-05-01') }]);
    await spec.given(received, agreed, done, wrong).expectRows(CaseRow, [{ evidenceUntil: null, openWork: [] }]);
    await spec.given(received, agreed, done, expired).expectRows(CaseRow, [{ evidenceUntil: null, openWork: out as CaseRow['openWork'] }]);
    await spec.given(received, agreed, done, expired, done).expectRows(CaseRow, [{ evidenceUntil: day('2026-06-03'), openWork: [] }]);
    const notExpired = { ...wrong, data: { ...wrong.data, entry: 4 } } as const;
    await spec.given(received, agreed, done, expired, notExpired).expectRows(CaseRow, [{ evidenceUntil: day('2026-06-03'), openWork: [] }]);
    const onlyWords = { ...wrong, data: { ...wrong.data, only: 'words' } } as const;
    await spec.given(received, agreed, done, onlyWords).expectRows(CaseRow, [{ evidenceUntil: day('2026-06-03') }]);
    const seen = {
      type: 'HospitalFactRecorded',
      data: { kind: 'first_attended', on: day('2026-06-05'), facts: {}, source: 'Letter', confidence: 'confirmed' },
      ...at('2026-06-06'),
    } as const;
    await spec.given(received, agreed, done, waived, expired, seen).expectRows(CaseRow, [{ evidenceUntil: null, openWork: [] }]);
  });

  it('keeps an open offer of the baton with its reply date', async () => {
    const to = { kind: 'clinician', name: 'Dr Samuel Example', organisation: 'Guardian team' } as const;
    const offered = {
      type: 'ResponsibilityOffered',
      data: { from: opening.holder, to, replyBy: day('2026-03-20'), personal: { summary: '' } },
      ...at('2026-03-10'),
    } as const;
    const unanswered = { type: 'ResponsibilityOfferUnanswered', data: { to, replyBy: day('2026-03-20') }, ...at('2026-03-21') } as const;
    const accepted = { type: 'ResponsibilityAccepted', data: { to, acceptedBy: 'Dr Samuel Example' }, ...at('2026-03-22') } as const;
    const open: CaseRow['openWork'] = [{ what: 'baton-unanswered', since: day('2026-03-20'), name: 'Dr Samuel Example' }];
    await spec
      .given(received, offered)
      .expectRows(CaseRow, [{ batonDueOn: day('2026-03-20'), openWork: open, holderName: 'Dr Ines Example' }]);
    await spec
      .given(received, offered, unanswered)
      .expectRows(CaseRow, [{ batonDueOn: null, openWork: open, lastEventOn: day('2026-03-10'), holderName: 'Dr Ines Example' }]);
    await spec
      .given(received, offered, unanswered, accepted)
      .expectRows(CaseRow, [{ batonDueOn: null, openWork: [], holderName: 'Dr Samuel Example' }]);
  });

  it('keeps when the patient is to be asked whether the appointment is still needed, and until when a reply is awaited', async () => {
    const fellDue = {
      type: 'ValidationFellDue',
      data: { weeks: 12, dueOn: day('2026-05-25'), nextOn: day('2026-08-31') },
      ...at('2026-05-25'),
    } as const;
    const asked = {
      type: 'ValidationAsked',
      data: { on: day('2026-05-27'), how: 'text', replyBy: day('2026-06-17') },
      ...at('2026-05-27'),
    } as const;
    const noReply = { type: 'ValidationUnanswered', data: { replyBy: day('2026-06-17') }, ...at('2026-06-18') } as const;
    await spec
      .given(received)
      .expectRows(CaseRow, [{ validationSince: day('2026-03-02'), validationNextOn: null, validationReplyBy: null, openWork: [] }]);
    await spec.given(received, fellDue).expectRows(CaseRow, [
      {
        ...{ validationSince: null, validationNextOn: day('2026-08-31'), validationReplyBy: null },
        ...{ openWork: [{ what: 'validation-due', since: day('2026-05-25') }], lastEventOn: day('2026-03-04') },
      },
    ]);
    await spec
      .given(received, fellDue, asked)
      .expectRows(CaseRow, [{ validationNextOn: day('2026-08-31'), validationReplyBy: day('2026-06-17'), openWork: [] }]);
    await spec.given(received, fellDue, asked, noReply).expectRows(CaseRow, [
      {
        ...{ validationReplyBy: null, lastEventOn: day('2026-05-27') },
        openWork: [{ what: 'validation-second-way', since: day('2026-06-18') }],
      },
    ]);
    const died = {
      type: 'HospitalFactRecorded',
      data: { kind: 'died', on: day('2026-06-20'), facts: {}, source: 'Letter', confidence: 'confirmed' },
      ...at('2026-06-21'),
    } as const;
    await spec
      .given(received, fellDue, asked, noReply, died)
      .expectRows(CaseRow, [{ validationSince: null, validationNextOn: null, validationReplyBy: null, openWork: [] }]);
  });

  it('keeps whom a silence has reached, which is no news of the case, until somebody does something', async () => {
    const quiet = { type: 'StepWentQuiet', data: { step: 'intake', since: day('2026-03-04') }, ...at('2026-03-10') } as const;
    const pcn = { type: 'SilenceReachedPcn', data: { step: 'intake', since: day('2026-03-04') }, ...at('2026-03-20') } as const;
    await spec.given(received, quiet).expectRows(CaseRow, [{ quietTold: 'team', lastEventOn: day('2026-03-04') }]);
    await spec.given(received, quiet, pcn).expectRows(CaseRow, [{ quietTold: 'pcn', lastEventOn: day('2026-03-04') }]);
    await spec
      .given(received, quiet, pcn, contact('spoke', '2026-03-21', null))
      .expectRows(CaseRow, [{ quietTold: null, lastEventOn: day('2026-03-21') }]);
  });

  it('of a patient who is on a hospital list already waits there since the day on that list', () =>
    spec
      .given({
        type: 'CaseTakenOn',
        data: { ...opening, provider: { code: 'RAJ01', name: 'Southend Hospital' }, onListSince: day('2026-02-20') },
        ...at('2026-03-04'),
      })
      .expectRows(CaseRow, [
        { step: 'awaiting-first-appointment', stepSince: day('2026-02-20'), nextMover: 'hospital', providerCode: 'RAJ01' },
      ]));

  it('follows the gate: accepted, only a test outstanding, sent', () =>
    spec
      .given(received, accepted, { type: 'CaseAssigned', data: { coordinator: { id: 'u1', name: 'Bola Example' } }, ...at('2026-03-05') })
      .expectRows(CaseRow, [
        {
          step: 'diagnostics',
          stepSince: day('2026-03-05'),
          nextMover: 'diagnostics',
          gateDueOn: day('2026-04-03'),
          gatePassed: false,
          coordinatorName: 'Bola Example',
        },
      ]));

  it('carries each test with its latest state', () =>
    spec
      .given(
        received,
        accepted,
        ordered,
        { type: 'DiagnosticBooked', data: { testId: 't1', forOn: day('2026-03-18') }, ...at('2026-03-08') },
        { type: 'DiagnosticPerformed', data: { testId: 't1', on: day('2026-03-18') }, ...at('2026-03-18') },
        {
          type: 'DiagnosticReported',
          data: { testId: 't1', on: day('2026-03-19'), outcome: 'abnormal', personal: { summary: 'Joint space lost' } },
          ...at('2026-03-19'),
        },
      )
      .expectRows(CaseRow, [
        {
          tests: [
            expect.objectContaining({
              testId: 't1',
              name: 'X-ray of knee',
              status: 'reported',
              since: '2026-03-19',
              bookedFor: '2026-03-18',
              outcome: 'abnormal',
            }) as unknown as CaseRow['tests'][number],
          ],
        },
      ]));

  it('counts tries without an answer until somebody spoke with the patient', async () => {
    const twice = [contact('no-answer', '2026-03-06', '2026-03-08'), contact('no-answer', '2026-03-08', '2026-03-10')] as const;
    await spec
      .given(received, ...twice)
      .expectRows(CaseRow, [{ unanswered: 2, lastContactOn: day('2026-03-08'), nextContactOn: day('2026-03-10') }]);
    await spec
      .given(received, ...twice, contact('spoke', '2026-03-10', null))
      .expectRows(CaseRow, [{ unanswered: 0, lastContactOn: day('2026-03-10'), nextContactOn: null }]);
  });

  it('holds a suspected duplicate until the two are told apart', async () => {
    const suspected = {
      type: 'DuplicateSuspected',
      data: { otherCaseId: 'c2', otherReference: 'GR-222222', because: ['Same pathway'] },
    } as const;
    const open = { caseId: 'c2', reference: 'GR-222222', because: ['Same pathway'], since: day('2026-01-05') };
    const asked = {
      type: 'DuplicateAskedAbout',
      data: { otherCaseId: 'c2', who: 'Example Surgery', personal: { question: '' } },
    } as const;
    await spec.given(received, suspected).expectRows(CaseRow, [{ suspectedDuplicates: ['c2'], suspicions: [{ ...open, asked: null }] }]);
    await spec
      .given(received, suspected, asked)
      .expectRows(CaseRow, [{ suspectedDuplicates: ['c2'], suspicions: [{ ...open, asked: 'Example Surgery' }] }]);
    await spec
      .given(received, suspected, { type: 'DuplicateDismissed', data: { otherCaseId: 'c2' } })
      .expectRows(CaseRow, [{ suspectedDuplicates: [], suspicions: [] }]);
  });

  it('stays in its step since the day it came there, however much else is recorded', () =>
    spec
      .given(received, accepted, contact('spoke', '2026-03-20', null))
      .expectRows(CaseRow, [{ step: 'diagnostics', stepSince: day('2026-03-05'), lastEventOn: day('2026-03-20') }]));
});

describe('the row of a patient', () => {
  const spec = readModelSpec(patientRows, () => database.url);
  const registered: GivenEvent<PatientEvent> = {
    type: 'PatientRegistered',
    data: {
      personal: {
        nhsNumber: '9990000018',
        family: 'Okonkwo',
        given: 'Margaret',
        title: 'Mrs',
        bornOn: day('1945-07-14'),
        sex: 'female',
      },
    },
  };
  const restricted: GivenEvent<PatientEvent> = { type: 'RestrictionPlaced', data: { personal: { because: 'Address must not be known' } } };

  it('says who it is', () =>
    spec.given(registered).expectRows(PatientRow, [
      {
        patientId: spec.streamId,
        nhsNumber: '9990000018',
        family: 'Okonkwo',
        given: 'Margaret',
        title: 'Mrs',
        bornOn: day('1945-07-14'),
        sex: 'female',
        restricted: false,
        diedOn: null,
        details: null,
        needs: null,
      },
    ]));

  it('keeps the last contact details and needs, and the day of death', () => {
    const phone = (mobilePhone: string): GivenEvent<PatientEvent> => ({
      type: 'ContactDetailsRecorded',
      data: { personal: { address: null, postcode: null, homePhone: null, mobilePhone, email: null } },
    });
    return spec
      .given(registered, phone('07700 900001'), phone('07700 900002'), {
        type: 'DeathRecorded',
        data: { on: day('2026-03-01'), source: 'Practice' },
      })
      .expectRows(PatientRow, [
        {
          details: { address: null, postcode: null, homePhone: null, mobilePhone: '07700 900002', email: null },
          diedOn: day('2026-03-01'),
        },
      ]);
  });

  it('is who they are since that was put right, with what else is known of them', () => {
    const identity: Identity = {
      ...{ nhsNumber: '9990000034', family: 'Featherwick', given: 'Amara', title: null },
      ...{ bornOn: day('1961-07-05'), sex: 'not-known' },
    };
    const corrected: GivenEvent<PatientEvent> = {
      type: 'IdentityCorrected',
      data: { personal: { identity, because: 'Birth certificate' } },
    };
    return spec.given(registered, restricted, corrected).expectRows(PatientRow, [{ ...identity, restricted: true }]);
  });

  it('is linked with other records of the same person until they are told apart', async () => {
    const linked: GivenEvent<PatientEvent> = { type: 'PatientsLinked', data: { otherPatientId: 'p2' } };
    await spec.given(registered, linked).expectRows(PatientRow, [{ linkedTo: ['p2'] }]);
    await spec
      .given(registered, linked, { type: 'PatientsUnlinked', data: { otherPatientId: 'p2' } })
      .expectRows(PatientRow, [{ linkedTo: [] }]);
  });

  it('has what it asked about its data, with the day on which the answer is due', async () => {
    const received: GivenEvent<PatientEvent> = {
      type: 'DataRequestReceived',
      data: { requestId: 'r1', kind: 'subject-access', receivedOn: day('2026-01-31'), personal: { asks: 'All of it' } },
    };
    const open = { requestId: 'r1', kind: 'subject-access', harmReviewed: false, outcome: null } as const;
    await spec.given(registered, received).expectRows(DataRequestRow, [{ ...open, dueOn: day('2026-02-28') }]);
    await spec
      .given(
        registered,
        received,
        { type: 'DataRequestExtended', data: { requestId: 'r1', months: 2, personal: { because: 'Long' } } },
        {
          type: 'SeriousHarmReviewed',
          data: { requestId: 'r1', by: { id: 'samuel', name: 'Dr Samuel Brandt' }, withheld: [], personal: { finding: 'None' } },
        },
        { type: 'DataRequestClosed', data: { requestId: 'r1', outcome: 'refused', personal: { because: 'Told by letter' } } },
      )
      .expectRows(DataRequestRow, [{ ...open, dueOn: day('2026-04-30'), harmReviewed: true, outcome: 'refused' }]);
  });

  it('is restricted until the restriction is lifted', async () => {
    await spec.given(registered, restricted).expectRows(PatientRow, [{ restricted: true }]);
    await spec
      .given(registered, restricted, { type: 'RestrictionLifted', data: { personal: { because: 'No longer needed' } } })
      .expectRows(PatientRow, [{ restricted: false }]);
  });
});
