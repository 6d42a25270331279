import type { SignedInUser } from '@guardian/access';
import type { OpenedCase } from '../../pages/case/case-desk';
import type { Known } from '../known';
import { caseCommands, type CaseCommandType } from './case-commands';
import { commandInputFor } from './command-input';
import { enquiryCommands, type EnquiryCommandType } from './enquiry';

const provider = { code: 'X01', name: 'Thorn Bank Hospital' };
const coordinator = { id: 'demo-coordinator-southend', name: 'Priya Shah' };

const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' };
const alva = { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' };

/** A directory in which everything is found. */
const known = {
  provider: () => Promise.resolve(provider),
  coordinator: () => coordinator,
  test: () => Promise.resolve({ name: 'X-ray of the hip', item: 'hip-x-ray' }),
  caseId: () => Promise.resolve('0190-other'),
  notInSafety: () => Promise.resolve(),
  pathway: () => Promise.resolve(),
  practice: () => Promise.resolve({ code: 'F81003', name: 'Carnarvon Medical Centre', pcn: null, place: { code: 'southend' } }),
} as unknown as Known;

const at = { user: {} as SignedInUser, opened: { row: { practiceCode: 'F81003' } } as OpenedCase };

/** What a program sends beside `type`, and the command that follows where it is not the same. */
const samples: Readonly<Record<CaseCommandType, readonly [body: object, command?: object]>> = {
  AcceptReferral: [{}],
  EscalateReturn: [{}],
  ReturnReferral: [{ missing: ['X-ray'], message: 'Please send it', replyBy: '2026-09-01' }],
  ResubmitReferral: [{}, { note: '' }],
  AssignCase: [{ coordinator: 'demo-coordinator-southend' }, { coordinator }],
  HandOverCase: [{ to: 'demo-coordinator-southend' }, { to: coordinator, note: '' }],
  SuspectDuplicate: [
    { otherReference: 'GR-ABC234', because: ['same patient'] },
    { otherReference: 'GR-ABC234', because: ['same patient'], otherCaseId: '0190-other' },
  ],
  DismissDuplicate: [{ otherCaseId: '0190-other' }],
  AskAboutDuplicate: [
    { otherCaseId: '0190-other', who: 'The practice' },
    { otherCaseId: '0190-other', who: 'The practice', question: '' },
  ],
  ProposeLink: [{ otherReference: 'GR-ABC234' }, { otherReference: 'GR-ABC234', otherCaseId: '0190-other' }],
  LinkAsDuplicate: [{ otherReference: 'GR-ABC234' }, { otherReference: 'GR-ABC234', otherCaseId: '0190-other' }],
  UnlinkCase: [{}],
  RequestWorkupItem: [{ item: 'hip-x-ray', from: 'The practice', dueOn: '2026-09-01' }],
  CompleteWorkupItem: [
    { item: 'bmi', evidenceOn: '2026-08-01', source: 'The practice' },
    { item: 'bmi', evidenceOn: '2026-08-01', source: 'The practice', finding: '' },
  ],
  WaiveWorkupItem: [{ item: 'bmi', reason: 'Known', clinician: 'Dr Brandt', expiresOn: '2026-10-01' }],
  ExpireWorkupItem: [{ item: 'bmi' }],
  OrderDiagnostic: [
    { test: 'x-ray-hip', site: 'X01', urgency: 'routine', question: 'Arthritis?', patientTold: true },
    {
      ...{ test: 'x-ray-hip', urgency: 'routine', question: 'Arthritis?', patientTold: true },
      ...{ site: provider, name: 'X-ray of the hip', item: 'hip-x-ray' },
    },
  ],
  BookDiagnostic: [{ testId: 't1', forOn: '2026-09-01' }],
  PerformDiagnostic: [{ testId: 't1', on: '2026-08-19' }],
  MissDiagnostic: [
    { testId: 't1', on: '2026-08-19' },
    { testId: 't1', on: '2026-08-19', reason: '' },
  ],
  CancelDiagnostic: [{ testId: 't1', by: 'provider', stillWanted: true }],
  ReportDiagnostic: [
    { testId: 't1', on: '2026-08-19', outcome: 'normal' },
    { testId: 't1', on: '2026-08-19', outcome: 'normal', summary: '' },
  ],
  AcknowledgeDiagnostic: [
    { testId: 't1', clinician: 'Dr Brandt', nextStep: 'Send on' },
    { testId: 't1', clinician: 'Dr Brandt', nextStep: 'Send on', owner: null, dueOn: null },
  ],
  TellDiagnosticResult: [{ testId: 't1', how: 'By phone' }],
  ReuseExistingResult: [
    { item: 'hip-x-ray', performedOn: '2026-07-01', source: 'The practice' },
    { item: 'hip-x-ray', performedOn: '2026-07-01', source: 'The practice', summary: '' },
  ],
  PassGate: [{}],
  OverrideGate: [{ without: [{ item: 'bmi', reason: 'would-delay' }], clinician: 'Dr Brandt' }],
  TakeGateDefault: [{}],
  BypassForRedFlag: [{ reason: 'Night pain and weight loss' }],
  SendReferral: [
    { to: 'X01', on: '2026-08-20' },
    { to: provider, on: '2026-08-20' },
  ],
  RecordHospitalFact: [
    {
      ...{ kind: 'appointment_booked', on: '2026-08-20', source: 'Call', confidence: 'confirmed' },
      facts: { for_date: '2026-10-01', purpose: 'first' },
    },
  ],
  RecordPriority: [{ scheme: 'P', code: 'P3', on: '2026-08-20' }],
  ChangeProvider: [
    { to: 'X01', on: '2026-08-20' },
    { to: provider, on: '2026-08-20' },
  ],
  RecordContact: [
    { on: '2026-08-20', who: 'patient', how: 'phone', outcome: 'no-answer' },
    { on: '2026-08-20', who: 'patient', how: 'phone', outcome: 'no-answer', notes: '', nextOn: null },
  ],
  CorrectContact: [{ contactId: 'c1', notes: 'Spoke with the daughter', reason: 'Wrong person named' }],
  AskValidation: [{ how: 'letter', replyBy: '2026-09-10' }],
  MarkValidationDue: [{}],
  MarkValidationUnanswered: [{}],
  AnswerValidation: [{ on: '2026-08-20', answer: 'still-needed' }],
  OfferResponsibility: [
    { to: { kind: 'hospital', name: 'Mr Hale', organisation: 'Thorn Bank Hospital' }, replyBy: '2026-09-01' },
    { to: { kind: 'hospital', name: 'Mr Hale', organisation: 'Thorn Bank Hospital' }, replyBy: '2026-09-01', summary: '' },
  ],
  WithdrawResponsibilityOffer: [{ reason: 'Somebody else will be asked' }],
  MarkOfferUnanswered: [{}],
  AcceptResponsibility: [{ acceptedBy: 'Mr Hale' }],
  DeclineResponsibility: [{ declinedBy: 'Mr Hale', reason: 'Not our clinic' }],
  OfferService: [{ service: 'physio', name: 'Community physiotherapy', on: '2026-08-20' }],
  AcceptService: [{ service: 'physio', on: '2026-08-20' }],
  GiveTimeForService: [{ service: 'physio', on: '2026-08-20', askAgainOn: '2026-08-27' }],
  ReviewService: [{ service: 'physio', on: '2026-08-20', reviewOn: '2026-10-01' }],
  DeclineService: [{ service: 'physio', on: '2026-08-20' }],
  RecordServiceOutcome: [{ service: 'physio', on: '2026-08-20', outcome: 'resolved' }],
  SnoozeWork: [{ until: '2026-08-27', reason: 'Away until then' }],
  EndSnooze: [{}],
  PlanCheckIn: [{ dueOn: '2026-09-01' }],
  CompleteCheckIn: [
    { on: '2026-08-20', who: 'patient', answers: [{ question: 'hip-fall', answer: 'no' }] },
    { on: '2026-08-20', who: 'patient', answers: [{ question: 'hip-fall', answer: 'no' }], notes: '', nextOn: null },
  ],
  ActOnCheckIn: [{ checkInId: 'k1', did: 'Called 999' }],
  MarkCheckInMissed: [{}],
  MarkStepQuiet: [{}],
  TellPcnOfSilence: [{}],
  ReportConditionChange: [{ on: '2026-08-20', by: 'carer', what: 'Cannot climb stairs' }],
  TriageConditionChange: [{ changeId: 'n1', outcome: 'same-day', triagedBy: 'Dr Brandt', reason: 'New', told: 'phone' }],
  SendMessage: [
    { from: 'service', by: samuel, to: alva, kind: 'advice', text: 'Is an MRI useful?' },
    { from: 'service', by: samuel, to: alva, kind: 'advice', text: 'Is an MRI useful?', urgent: false, mayRefer: false },
  ],
  AnswerMessage: [{ threadId: 'm1', from: 'others', by: alva, answer: 'advice', text: 'No' }],
  ReadMessage: [{ threadId: 'm1', by: 'Dr Alva Nyman' }],
  CloseMessageThread: [{ threadId: 'm1', outcome: 'answered' }],
  ConvertAdvice: [
    { threadId: 'm1', pathway: 'knee-pain', priority: 'routine', provider: 'X01', reason: 'As advised' },
    {
      ...{ threadId: 'm1', pathwayId: 'knee-pain', priority: 'routine', reason: 'As advised', provider },
      practice: { code: 'F81003', name: 'Carnarvon Medical Centre', pcn: null, place: 'southend' },
    },
  ],
  RaiseEscalation: [
    {
      ...{ to: { name: 'Dr Nyman', role: 'Practice' }, deputy: { name: 'Dr Brandt', role: 'Guardian clinician' } },
      ...{ urgency: 'today', question: 'See her sooner?' },
    },
    {
      ...{ to: { name: 'Dr Nyman', role: 'Practice' }, deputy: { name: 'Dr Brandt', role: 'Guardian clinician' } },
      ...{ urgency: 'today', question: 'See her sooner?', facts: '' },
    },
  ],
  AcknowledgeEscalation: [{ escalationId: 'e1', by: 'Dr Nyman' }],
  ResolveEscalation: [{ escalationId: 'e1', by: 'Dr Nyman', answer: 'Yes' }],
  PassEscalationOn: [{ escalationId: 'e1' }],
  OpenHarmReview: [{ trigger: 'long-wait' }],
  CompleteHarmReview: [
    { trigger: 'long-wait', on: '2026-08-20', grade: 'low', reviewer: 'Dr Brandt', learning: 'Ask about pain at night' },
  ],
  RequestExpedite: [{ criterion: 'new-symptom', to: { name: 'Thorn Bank Hospital', role: 'Hospital' }, grounds: 'Night pain' }],
  AnswerExpedite: [{ expediteId: 'x1', on: '2026-08-20', outcome: 'agreed', answeredBy: 'Booking office', reply: 'In 3 weeks' }],
  TellExpediteAnswer: [{ expediteId: 'x1', who: 'patient', on: '2026-08-20', how: 'phone' }],
  CloseCase: [
    {
      ...{ reason: 'treated', on: '2026-08-20', evidence: 'Letter of 18 August', reviewer: 'Dr Brandt' },
      ...{ patientTold: 'phone', referrerTold: 'letter' },
    },
  ],
  ProposeExit: [
    {
      ...{ reason: 'moved-away', on: '2026-03-19', evidence: 'Letter came back', reviewer: 'Dr Ines Example' },
      ...{ patientTold: 'letter', referrerTold: 'letter' },
    },
  ],
  ConfirmExit: [{}],
  DeclineExit: [{ reason: 'She still lives there' }],
  ReopenCase: [{ reason: 'Closed by mistake' }],
  CorrectEntry: [{ entry: 3, correction: 'It was the left hip', reason: 'Mistyped' }],
  MoveEntryToPatient: [{ entry: 3, reason: 'Another patient of the same name' }],
};

const enquirySamples: Readonly<Record<EnquiryCommandType, readonly [body: object, command?: object]>> = {
  MatchEnquiry: [{ reference: 'GR-ABC234' }, { caseId: '0190-other' }],
  AnswerEnquiry: [{ on: '2026-08-20', how: 'phone', answer: 'Told the date' }],
  PassOnEnquiry: [{ to: 'The hospital', because: 'A question about the operation' }],
  CloseEnquiry: [{ outcome: 'answered' }],
};

describe('a command of a case over JSON', () => {
  it.each(Object.entries(samples))('%s', async (type, [body, command = body]) => {
    const sent = { type, ...body };
    expect(await commandInputFor<object, typeof at>(caseCommands, sent).read(sent, known, at)).toEqual({ type, ...command });
  });

  it.each(Object.entries(samples))('%s with a field too many is refused', async (type, [body]) => {
    const sent = { type, ...body, createdBy: 'somebody' };
    await expect(commandInputFor<object, typeof at>(caseCommands, sent).read(sent, known, at)).rejects.toMatchObject({
      problems: [{ field: 'createdBy', message: 'is not a field that this takes' }],
    });
  });
});

describe('a command of an enquiry over JSON', () => {
  it.each(Object.entries(enquirySamples))('%s', async (type, [body, command = body]) => {
    const sent = { type, ...body };
    const read = await commandInputFor<object, SignedInUser>(enquiryCommands, sent).read(sent, known, at.user);
    expect(read).toEqual({ type, ...command });
  });
});

describe('a command that is refused', () => {
  it.each([
    ['a type that there is not', { type: 'DeleteCase' }, 'type'],
    ['a type of every object', { type: 'constructor' }, 'type'],
    ['no type', {}, 'type'],
    ['a command that opens a case', { type: 'ReceiveReferral' }, 'type'],
    ['a list', [{ type: 'PassGate' }], ''],
    ['nothing', null, ''],
  ])('has %s', (_, body, field) => {
    expect(() => commandInputFor<object, typeof at>(caseCommands, body)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ field })] }),
    );
  });

  it.each([
    [
      'text where an object belongs',
      { type: 'OfferResponsibility', to: 'Mr Hale', replyBy: '2026-09-01' },
      'to',
      'The new holder must be an object',
    ],
    ['no object where one belongs', { type: 'OfferResponsibility', replyBy: '2026-09-01' }, 'to', 'Enter who is asked to hold the patient'],
    [
      'an object with a field missing',
      { type: 'OfferResponsibility', to: { kind: 'hospital', name: 'Mr Hale' }, replyBy: '2026-09-01' },
      'to.organisation',
      'Enter the organisation',
    ],
    [
      'a list with nothing in it',
      { type: 'OverrideGate', without: [], clinician: 'Dr Brandt' },
      'without',
      'What is left out must be a list of 1 to 100 objects',
    ],
    [
      'text for true or false',
      { type: 'CancelDiagnostic', testId: 't1', by: 'provider', stillWanted: 'true' },
      'stillWanted',
      'Whether the test is still wanted must be true or false',
    ],
    [
      'an object among named values',
      { type: 'RecordHospitalFact', kind: 'died', on: '2026-08-20', source: 'a', confidence: 'confirmed', facts: { a: {} } },
      'facts',
      'The details must be an object of up to 20 texts, numbers, true or false',
    ],
    [
      'a fact that there is not',
      { type: 'RecordHospitalFact', kind: 'toString', on: '2026-08-20', source: 'a', confidence: 'confirmed' },
      'kind',
      'Select the kind of fact',
    ],
  ])('has %s', async (_, body, field, message) => {
    await expect(commandInputFor<object, typeof at>(caseCommands, body).read(body, known, at)).rejects.toMatchObject({
      problems: [{ field, message }],
    });
  });
});
