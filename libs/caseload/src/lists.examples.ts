// Cases and patients for the specs of the lists, as rows; written out by hand.
import { createHash } from 'node:crypto';
import { initialProgress, initialSafety } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import type { CaseRow } from './case-row';
import type { PatientRow } from './patient-row';

export const TODAY = day('2026-03-18');

export const southend = { kind: 'place', code: 'southend', mayReadPatients: true } as const;
export const southendEast = { kind: 'pcn', code: 'southend-east-pcn', mayReadPatients: true } as const;
export const countsOnly = { kind: 'everywhere', code: '', mayReadPatients: false } as const;

/** The same name, the same uuid: 32 hexadecimal digits are one to PostgreSQL. */
const id = (name: string): string => createHash('md5').update(name).digest('hex');

export const patientRow = (name: string, more: Partial<PatientRow> = {}): PatientRow => ({
  patientId: id(`patient ${name}`),
  nhsNumber: null,
  family: name,
  given: 'Ada',
  title: null,
  bornOn: day('1950-05-05'),
  sex: 'female',
  restricted: false,
  linkedTo: [],
  diedOn: null,
  legalHold: false,
  keptUntil: null,
  destructionProposedOn: null,
  destructionProposedBy: null,
  details: null,
  needs: null,
  circumstances: null,
  ...more,
});

/** An open case of Southend in which nothing is due for a long time: its coordinator has it, and it moved yesterday. */
export const caseRow = (name: string, more: Partial<CaseRow> = {}): CaseRow => ({
  caseId: id(`case ${name}`),
  reference: `GR-${name.toUpperCase().padEnd(6, 'X').slice(0, 6)}`,
  patientId: id(`patient ${name}`),
  pathwayId: 'hip-pain',
  pathwayVersion: 1,
  specialty: '110',
  priority: 'routine',
  suspectedCancer: false,
  referredOn: day('2026-03-01'),
  practiceCode: 'F81086',
  pcnCode: 'southend-east-pcn',
  placeCode: 'southend',
  coordinatorId: 'u1',
  coordinatorName: 'Bola Example',
  holderName: 'Guardian team',
  offer: null,
  services: {},
  providerCode: null,
  providerName: null,
  step: 'awaiting-first-appointment',
  stepSince: day('2026-03-17'),
  nextMover: 'hospital',
  accepted: true,
  gatePassed: true,
  treated: false,
  gateDueOn: null,
  replyBy: null,
  remindOn: null,
  replyEscalatedTo: null,
  appointmentOn: null,
  lastContactOn: null,
  nextContactOn: null,
  unanswered: 0,
  lastEventOn: day('2026-03-17'),
  snoozedUntil: null,
  quietTold: null,
  suspectedDuplicates: [],
  suspicions: [],
  tests: [],
  testEntries: [],
  safety: initialSafety,
  openSafety: [],
  openWork: [],
  evidence: {},
  evidenceUntil: null,
  batonDueOn: null,
  checkInDueOn: null,
  passOnAt: null,
  harmWaitSince: null,
  harmCancerSince: null,
  harmCodeSince: null,
  harmCode: null,
  validationOpen: null,
  validationWays: [],
  validationSince: null,
  validationNextOn: null,
  validationReplyBy: null,
  harmReviews: [],
  progress: initialProgress,
  ...more,
});
