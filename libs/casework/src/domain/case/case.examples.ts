// What happened to Amara Example's knee: given events and the surroundings for the specs of the case. Written out by hand.
import { day } from '@guardian/kernel';
import type { CaseEvent, CaseEventOf, Coordinator, Holder, ProviderRef } from './events';
import type { CaseContext, Route } from './state';

export const today = day('2026-03-20');

export const southend: ProviderRef = { code: 'RAJ01', name: 'Southend Hospital' };
export const broomfield: ProviderRef = { code: 'RAJ12', name: 'Broomfield Hospital' };

export const practice: Holder = { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' };
export const team: Holder = { kind: 'guardian-team', name: 'Guardian team', organisation: 'Example PCN' };

export const bola: Coordinator = { id: 'u1', name: 'Bola Example' };
export const chris: Coordinator = { id: 'u2', name: 'Chris Example' };

export const kneePain: Route = {
  id: 'knee-pain',
  version: 1,
  suspectedCancer: false,
  gateHoldDays: 14,
  specialty: { code: '110' },
  workup: [
    { code: 'xray', name: 'X-ray of knee', kind: 'test', evidenceDays: 365 },
    { code: 'score', name: 'Oxford Knee Score', kind: 'item', evidenceDays: 90 },
    { code: 'wish', name: 'Wish for surgery', kind: 'item', evidenceDays: null },
  ],
  steps: { intake: { quietDays: 2 }, workup: { quietDays: 7, pcnQuietDays: 10 }, 'awaiting-acceptance': { quietWorkingDays: 5 } },
  checkIn: {
    questions: [
      { code: 'knee', text: 'Is your knee better, the same or worse?', kind: 'better-same-worse' },
      { code: 'pain', text: 'How bad is the pain, from 0 to 10?', kind: 'scale-0-10', redFlag: { when: '>= 9' } },
      { code: 'fall', text: 'Have you had a fall?', kind: 'yes-no', redFlag: { when: 'yes' } },
      { code: 'work', text: 'Can you work?', kind: 'yes-no' },
    ],
  },
};

export const suspectedSkinCancer: Route = {
  id: 'skin-cancer',
  version: 1,
  suspectedCancer: true,
  gateHoldDays: 0,
  specialty: { code: '330' },
  workup: [{ code: 'photo', name: 'Photograph of the lesion', kind: 'item', evidenceDays: 30 }],
  steps: {},
  checkIn: { questions: [] },
};

export const context: CaseContext = {
  today,
  now: '2026-03-20T09:00:00.000Z',
  newReference: 'GR-K7M2QX',
  actor: bola,
  route: ({ id }) => (id === 'skin-cancer' ? suspectedSkinCancer : kneePain),
  limit: (name) =>
    ({
      snoozeDays: 14,
      returnReminderDays: 4,
      pcnQuietTimes: 2,
      exitTalkDays: 28,
      checkInGraceDays: 3,
      checkInWorsePoints: 2,
      escalationNowMinutes: 30,
      escalationTodayMinutes: 240,
      escalationSoonWorkingDays: 2,
      expediteAnswerWorkingDays: 2,
      messageReplyWorkingDays: 2,
      messageUrgentReplyHours: 4,
      harmP1aDays: 1,
      harmP1bDays: 3,
      harmP2Days: 28,
      harmP3Days: 91,
      harmWaitWeeks: 52,
      harmCancerDays: 104,
      harmReviewDays: 28,
      validationFirstWeeks: 12,
      validationSecondWeeks: 26,
      validationThirdWeeks: 52,
      validationAgainWeeks: 26,
    })[name],
  heard: null,
  other: null,
};

const opening = {
  reference: 'GR-K7M2QX',
  patientId: 'p1',
  pathway: { id: 'knee-pain', version: 1 },
  specialty: '110',
  priority: 'routine',
  suspectedCancer: false,
  referredOn: day('2026-03-02'),
  practice: { code: 'F81001', pcn: 'U00001', place: 'South East' },
  holder: practice,
  source: { system: 'form', identifier: null },
  personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
} as const;

export const received: CaseEventOf<'ReferralReceived'> = { type: 'ReferralReceived', data: opening };

export const takenOn: CaseEventOf<'CaseTakenOn'> = {
  type: 'CaseTakenOn',
  data: { ...opening, provider: southend, onListSince: day('2026-03-05') },
};

export const accepted: CaseEventOf<'ReferralAccepted'> = {
  type: 'ReferralAccepted',
  data: { agreed: kneePain.workup, gateDueOn: day('2026-04-03') },
};

export const returned: CaseEventOf<'ReferralReturned'> = {
  type: 'ReferralReturned',
  data: {
    missing: ['score'],
    replyBy: day('2026-03-30'),
    remindOn: day('2026-03-26'),
    escalateTo: 'The practice manager',
    gateDueOn: day('2026-04-03'),
    personal: { message: 'Please send the score' },
  },
};

export const escalated: CaseEventOf<'ReturnEscalated'> = {
  type: 'ReturnEscalated',
  data: { replyBy: day('2026-03-30'), to: 'The practice manager' },
};

export const resubmitted: CaseEventOf<'ReferralResubmitted'> = { type: 'ReferralResubmitted', data: { personal: { note: 'Here it is' } } };

export const assigned: CaseEventOf<'CaseAssigned'> = { type: 'CaseAssigned', data: { coordinator: bola } };

export const completed = (item: string, evidenceOn = '2026-03-10'): CaseEventOf<'WorkupItemCompleted'> => ({
  type: 'WorkupItemCompleted',
  data: { item, evidenceOn: day(evidenceOn), source: 'Practice', personal: { finding: 'As sent' } },
});

export const waived = (item: string, expiresOn = '2026-06-20'): CaseEventOf<'WorkupItemWaived'> => ({
  type: 'WorkupItemWaived',
  data: { item, clinician: 'Dr Ines Example', expiresOn: day(expiresOn), personal: { reason: 'Clinically urgent' } },
});

export const ordered: CaseEventOf<'DiagnosticOrdered'> = {
  type: 'DiagnosticOrdered',
  data: {
    testId: 't1',
    test: 'xray-knee',
    name: 'X-ray of knee',
    item: 'xray',
    site: southend,
    urgency: 'routine',
    on: day('2026-03-06'),
    patientTold: true,
    personal: { question: 'Joint space?' },
  },
};

export const booked: CaseEventOf<'DiagnosticBooked'> = { type: 'DiagnosticBooked', data: { testId: 't1', forOn: day('2026-03-18') } };

export const performed: CaseEventOf<'DiagnosticPerformed'> = {
  type: 'DiagnosticPerformed',
  data: { testId: 't1', on: day('2026-03-18') },
};

export const reported = (outcome: 'normal' | 'abnormal' | 'needs-action' = 'normal'): CaseEventOf<'DiagnosticReported'> => ({
  type: 'DiagnosticReported',
  data: { testId: 't1', on: day('2026-03-19'), outcome, personal: { summary: 'Joint space kept' } },
});

export const acknowledged: CaseEventOf<'DiagnosticAcknowledged'> = {
  type: 'DiagnosticAcknowledged',
  data: {
    testId: 't1',
    on: day('2026-03-19'),
    clinician: 'Dr Ines Example',
    owner: null,
    dueOn: null,
    personal: { nextStep: 'Go on to the hospital' },
  },
};

export const gatePassed: CaseEventOf<'GatePassed'> = {
  type: 'GatePassed',
  data: {
    evidence: [
      { item: 'xray', how: 'completed' },
      { item: 'score', how: 'completed' },
      { item: 'wish', how: 'completed' },
    ],
  },
};

export const bypassed: CaseEventOf<'RedFlagBypassed'> = { type: 'RedFlagBypassed', data: { personal: { reason: 'Suspected cancer' } } };

export const sent: CaseEventOf<'ReferralSent'> = { type: 'ReferralSent', data: { to: southend, on: day('2026-03-12') } };

export const fact = (kind: string, on = '2026-03-15'): CaseEventOf<'HospitalFactRecorded'> => ({
  type: 'HospitalFactRecorded',
  data: { kind, on: day(on), facts: {}, source: 'Hospital letter', confidence: 'confirmed' },
});

export const offered: CaseEventOf<'ResponsibilityOffered'> = {
  type: 'ResponsibilityOffered',
  data: { from: practice, to: team, replyBy: day('2026-03-25'), personal: { summary: 'Stable, waiting' } },
};

export const serviceOffered: CaseEventOf<'ServiceOffered'> = {
  type: 'ServiceOffered',
  data: { service: 'knee-school', name: 'Knee school', on: day('2026-03-10') },
};

export const serviceAccepted: CaseEventOf<'ServiceAccepted'> = {
  type: 'ServiceAccepted',
  data: { service: 'knee-school', on: day('2026-03-12') },
};

export const closed: CaseEventOf<'CaseClosed'> = {
  type: 'CaseClosed',
  data: {
    reason: 'discharged-to-primary-care',
    on: day('2026-03-19'),
    reviewer: 'Dr Ines Example',
    patientTold: 'phone',
    referrerTold: 'letter',
    personal: { evidence: 'Patient said so on the phone' },
  },
};

export const correctedEntry = (entry: number): CaseEventOf<'EntryCorrected'> => ({
  type: 'EntryCorrected',
  data: { entry, personal: { correction: 'Not yet', reason: 'Wrong letter' } },
});

export const movedEntry = (entry: number): CaseEventOf<'EntryMovedToPatient'> => ({
  type: 'EntryMovedToPatient',
  data: { entry, personal: { reason: 'Letter of another patient' } },
});

/** Accepted, with three agreed items outstanding. */
export const inWorkup: readonly CaseEvent[] = [received, accepted];
/** Accepted, complete, gate passed: not sent on yet. */
export const isReady: readonly CaseEvent[] = [...inWorkup, completed('xray'), completed('score'), completed('wish'), gatePassed];
/** With the hospital, no answer yet; the sending is entry 7. */
export const isSent: readonly CaseEvent[] = [...isReady, sent];
/** A suspected cancer, as it is from its first minute. */
export const isSuspectedCancer: readonly CaseEvent[] = [
  { ...received, data: { ...opening, pathway: { id: 'skin-cancer', version: 1 }, specialty: '330', suspectedCancer: true } },
  { type: 'ReferralAccepted', data: { agreed: suspectedSkinCancer.workup, gateDueOn: today } },
  bypassed,
];

export const close = {
  type: 'CloseCase',
  reason: 'discharged-to-primary-care',
  on: day('2026-03-19'),
  evidence: 'Patient said so on the phone',
  reviewer: 'Dr Ines Example',
  patientTold: 'phone',
  referrerTold: 'letter',
} as const;
