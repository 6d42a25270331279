import { type CalendarDay, day, DomainError } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { type CaseCommand, caseDecider } from './case';
import { bola, broomfield, chris, closed, context, isSent, practice, received, southend, team, today } from './case.examples';
import { type CaseEvent, type Holder, HARM_TRIGGERS } from './events';
import type { CaseState } from './state';
import { stepOf, STEPS } from './step';

const { given } = specFor(caseDecider, context);

const opening = {
  patientId: 'p1',
  referredOn: day('2026-03-02'),
  practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
  source: { system: 'form', identifier: null },
  reason: 'Knee pain for a year',
  referrer: 'Dr Ines Example',
} as const;
const knee = { id: 'knee-pain', version: 1 };
const close = {
  type: 'CloseCase',
  reason: 'discharged-to-primary-care',
  on: today,
  evidence: 'Patient said so',
  reviewer: 'Dr Ines Example',
  patientTold: 'phone',
  referrerTold: 'letter',
} as const;

const ines = { name: 'Dr Ines Example', role: 'GP', organisation: 'Example Surgery' };
const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' };

/** At least one of every command of a case. */
const COMMANDS: { readonly [T in CaseCommand['type']]: readonly Extract<CaseCommand, { type: T }>[] } = {
  ReceiveReferral: [
    { type: 'ReceiveReferral', ...opening, pathway: knee, priority: 'routine', provider: null },
    { type: 'ReceiveReferral', ...opening, pathway: { id: 'skin-cancer', version: 1 }, priority: 'two-week-wait', provider: southend },
  ],
  TakeOnCase: [{ type: 'TakeOnCase', ...opening, pathway: knee, priority: 'urgent', provider: southend, onListSince: day('2026-03-05') }],
  EraseCase: [{ type: 'EraseCase' }],
  AcceptReferral: [{ type: 'AcceptReferral' }],
  EscalateReturn: [{ type: 'EscalateReturn' }],
  ReturnReferral: [{ type: 'ReturnReferral', missing: ['score'], message: 'Please send it', replyBy: day('2026-06-01') }],
  ResubmitReferral: [{ type: 'ResubmitReferral', note: '' }],
  AssignCase: [{ type: 'AssignCase', coordinator: bola }],
  HandOverCase: [{ type: 'HandOverCase', to: chris, note: '' }],
  SuspectDuplicate: [{ type: 'SuspectDuplicate', otherCaseId: 'c2', otherReference: 'GR-AAAAAA', because: ['Same specialty'] }],
  AskAboutDuplicate: [{ type: 'AskAboutDuplicate', otherCaseId: 'c2', who: 'Practice', question: '' }],
  DismissDuplicate: [{ type: 'DismissDuplicate', otherCaseId: 'c2' }],
  ProposeLink: [{ type: 'ProposeLink', otherCaseId: 'c2', otherReference: 'GR-AAAAAA' }],
  LinkAsDuplicate: [{ type: 'LinkAsDuplicate', otherCaseId: 'c2', otherReference: 'GR-AAAAAA' }],
  UnlinkCase: [{ type: 'UnlinkCase' }],
  RequestWorkupItem: [{ type: 'RequestWorkupItem', item: 'score', from: 'Practice', dueOn: day('2026-06-01') }],
  CompleteWorkupItem: ['xray', 'score', 'wish', 'photo'].map((item) => ({
    type: 'CompleteWorkupItem',
    item,
    evidenceOn: today,
    source: 'Practice',
    finding: '',
  })),
  WaiveWorkupItem: [
    { type: 'WaiveWorkupItem', item: 'wish', reason: 'Urgent', clinician: 'Dr Ines Example', expiresOn: day('2026-06-01') },
  ],
  ExpireWorkupItem: [{ type: 'ExpireWorkupItem', item: 'score' }],
  OrderDiagnostic: [
    {
      type: 'OrderDiagnostic',
      test: 'xray-knee',
      name: 'X-ray of knee',
      item: 'xray',
      site: southend,
      urgency: 'routine',
      question: 'Joint space?',
      patientTold: true,
    },
  ],
  MarkStepQuiet: [{ type: 'MarkStepQuiet' }],
  TellPcnOfSilence: [{ type: 'TellPcnOfSilence' }],
  SnoozeWork: [{ type: 'SnoozeWork', until: day('2026-03-27'), reason: 'Away until then' }],
  EndSnooze: [{ type: 'EndSnooze' }],
  BookDiagnostic: [{ type: 'BookDiagnostic', testId: 't1', forOn: day('2026-06-01') }],
  PerformDiagnostic: [{ type: 'PerformDiagnostic', testId: 't1', on: today }],
  MissDiagnostic: [{ type: 'MissDiagnostic', testId: 't1', on: today, reason: '' }],
  CancelDiagnostic: [{ type: 'CancelDiagnostic', testId: 't1', by: 'patient', stillWanted: true }],
  ReportDiagnostic: [{ type: 'ReportDiagnostic', testId: 't1', on: today, outcome: 'normal', summary: 'Normal' }],
  AcknowledgeDiagnostic: [
    { type: 'AcknowledgeDiagnostic', testId: 't1', clinician: 'Dr Ines Example', nextStep: 'Go on', owner: null, dueOn: null },
  ],
  TellDiagnosticResult: [{ type: 'TellDiagnosticResult', testId: 't1', how: 'phone' }],
  ReuseExistingResult: [{ type: 'ReuseExistingResult', item: 'xray', performedOn: today, source: 'Broomfield', summary: '' }],
  PassGate: [{ type: 'PassGate' }],
  OverrideGate: [
    {
      type: 'OverrideGate',
      without: ['xray', 'score', 'wish', 'photo'].map((item) => ({ item, reason: 'would-delay' })),
      clinician: 'Dr Ines Example',
    },
  ],
  TakeGateDefault: [{ type: 'TakeGateDefault' }],
  BypassForRedFlag: [{ type: 'BypassForRedFlag', reason: 'Night pain' }],
  SendReferral: [{ type: 'SendReferral', to: southend, on: today }],
  RecordHospitalFact: [
    'ers_referral_rejected',
    'appointment_booked',
    'first_attended',
    'decision_to_treat',
    'first_treatment',
    'active_monitoring_started_by_clinician',
    'died',
  ].map((kind) => ({ type: 'RecordHospitalFact', kind, on: today, facts: {}, source: 'Letter', confidence: 'reported' })),
  RecordPriority: [
    { type: 'RecordPriority', scheme: 'P', code: 'P3', on: today },
    { type: 'RecordPriority', scheme: 'urgency', code: 'two-week-wait', on: today },
  ],
  ChangeProvider: [{ type: 'ChangeProvider', to: broomfield, on: today }],
  RecordContact: [
    { type: 'RecordContact', on: today, who: 'patient', how: 'phone', outcome: 'no-answer', notes: '', nextOn: null },
    { type: 'RecordContact', on: today, who: 'carer', how: 'phone', outcome: 'spoke', notes: 'Same', nextOn: null },
  ],
  CorrectContact: [{ type: 'CorrectContact', contactId: 'c1', notes: 'Worse', reason: 'Two calls mixed up' }],
  AskValidation: [{ type: 'AskValidation', how: 'letter', replyBy: day('2026-06-01') }],
  MarkValidationDue: [{ type: 'MarkValidationDue' }],
  MarkValidationUnanswered: [{ type: 'MarkValidationUnanswered' }],
  AnswerValidation: [{ type: 'AnswerValidation', on: today, answer: 'unsure' }],
  OfferResponsibility: [team, practice].map((to) => ({ type: 'OfferResponsibility', to, replyBy: day('2026-06-01'), summary: '' })),
  WithdrawResponsibilityOffer: [{ type: 'WithdrawResponsibilityOffer', reason: 'Somebody else is asked' }],
  MarkOfferUnanswered: [{ type: 'MarkOfferUnanswered' }],
  AcceptResponsibility: [{ type: 'AcceptResponsibility', acceptedBy: 'Bola Example' }],
  DeclineResponsibility: [{ type: 'DeclineResponsibility', declinedBy: 'Bola Example', reason: 'No capacity' }],
  OfferService: [{ type: 'OfferService', service: 'knee-school', name: 'Knee school', on: today }],
  AcceptService: [{ type: 'AcceptService', service: 'knee-school', on: today }],
  GiveTimeForService: [{ type: 'GiveTimeForService', service: 'knee-school', on: today, askAgainOn: day('2026-03-27') }],
  ReviewService: [{ type: 'ReviewService', service: 'knee-school', on: today, reviewOn: day('2026-05-01') }],
  DeclineService: [{ type: 'DeclineService', service: 'knee-school', on: today }],
  RecordServiceOutcome: [{ type: 'RecordServiceOutcome', service: 'knee-school', on: today, outcome: 'resolved' }],
  PlanCheckIn: [{ type: 'PlanCheckIn', dueOn: day('2026-04-10') }],
  CompleteCheckIn: ['same', 'worse'].map((knees) => ({
    type: 'CompleteCheckIn',
    on: today,
    who: 'patient',
    answers: [
      { question: 'knee', answer: knees },
      { question: 'pain', answer: '5' },
      { question: 'fall', answer: 'no' },
      { question: 'work', answer: 'yes' },
    ],
    notes: '',
    nextOn: day('2026-06-01'),
  })),
  ActOnCheckIn: ['k1', 'k2'].map((checkInId) => ({ type: 'ActOnCheckIn', checkInId, did: 'Called the practice' })),
  MarkCheckInMissed: [{ type: 'MarkCheckInMissed' }],
  ReportConditionChange: [{ type: 'ReportConditionChange', on: today, by: 'carer', what: 'Cannot climb stairs' }],
  TriageConditionChange: [
    {
      ...{ type: 'TriageConditionChange', changeId: 'n1', outcome: 'same-day', triagedBy: 'Bola Example' },
      ...{ reason: 'New', told: 'phone' },
    },
  ],
  RaiseEscalation: [
    {
      type: 'RaiseEscalation',
      to: { name: 'Dr Ines Example', role: 'Practice' },
      deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
      urgency: 'now',
      question: 'See her sooner?',
      facts: '',
    },
  ],
  AcknowledgeEscalation: [{ type: 'AcknowledgeEscalation', escalationId: 'e1', by: 'Dr Ines Example' }],
  ResolveEscalation: [{ type: 'ResolveEscalation', escalationId: 'e1', by: 'Dr Ines Example', answer: 'Yes' }],
  PassEscalationOn: [{ type: 'PassEscalationOn', escalationId: 'e1' }],
  OpenHarmReview: HARM_TRIGGERS.map((trigger) => ({ type: 'OpenHarmReview', trigger })),
  CompleteHarmReview: [
    { type: 'CompleteHarmReview', trigger: 'long-wait', on: today, grade: 'none', reviewer: 'Dr Samuel Brandt', learning: 'Nothing' },
  ],
  RequestExpedite: [
    { type: 'RequestExpedite', criterion: 'new-symptom', to: { name: 'Southend Hospital', role: 'Hospital' }, grounds: 'Night pain' },
  ],
  AnswerExpedite: [
    { type: 'AnswerExpedite', expediteId: 'x1', on: today, outcome: 'agreed', answeredBy: 'Booking office', reply: 'In 3 weeks' },
  ],
  TellExpediteAnswer: [{ type: 'TellExpediteAnswer', expediteId: 'x1', who: 'patient', on: today, how: 'phone' }],
  SendMessage: [
    { type: 'SendMessage', from: 'others', by: ines, to: samuel, kind: 'advice', urgent: false, mayRefer: true, text: 'An MRI?' },
    { type: 'SendMessage', from: 'service', by: samuel, to: ines, kind: 'question', urgent: true, mayRefer: false, text: 'Since when?' },
  ],
  AnswerMessage: [
    { type: 'AnswerMessage', threadId: 'm1', from: 'service', by: samuel, answer: 'advice', text: 'No' },
    { type: 'AnswerMessage', threadId: 'm1', from: 'others', by: ines, answer: 'question', text: 'Why not?' },
  ],
  ReadMessage: [{ type: 'ReadMessage', threadId: 'm1', by: 'Dr Ines Example' }],
  CloseMessageThread: [{ type: 'CloseMessageThread', threadId: 'm1', outcome: 'settled-otherwise' }],
  ConvertAdvice: [
    {
      ...{ type: 'ConvertAdvice', threadId: 'm1', pathwayId: 'knee-pain', priority: 'routine', provider: null, reason: 'As advised' },
      practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
    },
  ],
  CloseCase: [close],
  ProposeExit: [{ ...close, type: 'ProposeExit', reason: 'moved-away' }],
  ConfirmExit: [{ type: 'ConfirmExit' }],
  DeclineExit: [{ type: 'DeclineExit', reason: 'She still waits' }],
  ReopenCase: [{ type: 'ReopenCase', reason: 'Pain came back' }],
  CorrectEntry: [3, 5, 8].map((entry) => ({ type: 'CorrectEntry', entry, correction: 'Not so', reason: 'Wrong letter' })),
  MoveEntryToPatient: [2, 4, 6].map((entry) => ({ type: 'MoveEntryToPatient', entry, reason: 'Another patient' })),
};

interface Turn {
  readonly command: CaseCommand;
  readonly on: CalendarDay;
}

const openings = fc.constantFrom<CaseCommand>(...COMMANDS.ReceiveReferral, ...COMMANDS.TakeOnCase);
const turns = fc.array(
  fc.record<Turn>({
    command: fc.constantFrom<CaseCommand>(...Object.values(COMMANDS).flat()),
    on: fc.constantFrom(today, day('2026-04-10')),
  }),
  { maxLength: 60 },
);

/** What the case says yes to; refusals are left behind, as they are in life. */
function live(
  first: CaseCommand,
  rest: readonly Turn[],
  after: (state: CaseState, before: CaseState, events: readonly CaseEvent[]) => void,
) {
  let state = caseDecider.initialState;
  for (const { command, on } of [{ command: first, on: today }, ...rest]) {
    const before = state;
    const events = accepted(command, before, on);
    state = events.reduce((soFar, event) => caseDecider.evolve(soFar, event), before);
    after(state, before, events);
  }
}

function accepted(command: CaseCommand, state: CaseState, on: CalendarDay): readonly CaseEvent[] {
  try {
    return caseDecider.decide(command, state, { ...context, today: on });
  } catch (refusal) {
    if (refusal instanceof DomainError) return [];
    throw refusal;
  }
}

describe('whatever happens to a case', () => {
  it('leaves it in exactly one known step, and no history is refused', () => {
    fc.assert(
      fc.property(openings, turns, (first, rest) => {
        live(first, rest, (state) => {
          expect(STEPS).toContain(stepOf(state.progress));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('D3: leaves exactly one holder, who only ever changes by accepting', () => {
    fc.assert(
      fc.property(openings, turns, (first, rest) => {
        let holder: Holder = practice;
        live(first, rest, (state, before, events) => {
          if (events.some((event) => event.type === 'ResponsibilityAccepted')) holder = before.offer?.to ?? practice;
          expect(state.holder).toEqual(holder);
          expect([holder.name, holder.organisation]).not.toContain('');
        });
      }),
      { numRuns: 500 },
    );
  });

  it('D1: never holds nor returns a suspected cancer', () => {
    fc.assert(
      fc.property(turns, (rest) => {
        live(COMMANDS.ReceiveReferral[1]!, rest, ({ progress }) => {
          expect(['intake', 'workup', 'diagnostics', 'returned']).not.toContain(stepOf(progress));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('D4: takes nobody off the list but by closing or linking', () => {
    fc.assert(
      fc.property(openings, turns, (first, rest) => {
        live(first, rest, (state, before, events) => {
          const left = state.progress.closed && !before.progress.closed;
          expect(left).toBe(events.some((event) => event.type === 'CaseClosed' || event.type === 'CaseLinkedAsDuplicate'));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('D5: keeps every entry, those that were corrected too', () => {
    fc.assert(
      fc.property(openings, turns, (first, rest) => {
        live(first, rest, (state, before, events) => {
          expect(state.entries).toEqual([...before.entries, ...events.map((event) => event.type)]);
        });
      }),
    );
  });
});

const oneOfEach = Object.values(COMMANDS).flatMap((some: readonly CaseCommand[]) => some.slice(0, 1));
const opens = ['ReceiveReferral', 'TakeOnCase'];
const stillSaid = [
  'ReopenCase',
  'CorrectEntry',
  'MoveEntryToPatient',
  'CorrectContact',
  'UnlinkCase',
  'RecordHospitalFact',
  'HandOverCase',
  'AnswerMessage',
  'ReadMessage',
  'CloseMessageThread',
  'CompleteHarmReview',
  'EraseCase',
];

describe('a case that does not exist', () => {
  it.each(oneOfEach.filter(({ type }) => !opens.includes(type)))('refuses $type', (command) => {
    given().when(command).thenRefused('CaseNotFound');
  });
});

describe('a closed case', () => {
  it.each(oneOfEach.filter(({ type }) => !stillSaid.includes(type) && !opens.includes(type)))('refuses $type', (command) => {
    given(received, closed).when(command).thenRefused('CaseClosed', { reference: 'GR-K7M2QX' });
  });

  it.each(oneOfEach.filter(({ type }) => stillSaid.includes(type)))('may still be told $type', (command) => {
    const state = [...isSent, closed].reduce<CaseState>((soFar, event) => caseDecider.evolve(soFar, event), caseDecider.initialState);
    let code = 'none';
    try {
      caseDecider.decide(command, state, context);
    } catch (refusal) {
      code = (refusal as DomainError).code;
    }
    expect(code).not.toBe('CaseClosed');
  });
});
