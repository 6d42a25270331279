// What the hospital's side says about the step: sendings and facts, each on its own day.
import type { CalendarDay } from '@guardian/kernel';
import type { CaseEventOf } from './events';
import type { Progress, Step } from './step';

export type HospitalStep = Extract<
  Step,
  'ready' | 'awaiting-acceptance' | 'awaiting-first-appointment' | 'awaiting-decision' | 'awaiting-treatment' | 'monitoring'
>;

/** A sending or a fact that moves the step. */
export interface HospitalMove {
  readonly entry: number;
  readonly on: CalendarDay;
  readonly to: HospitalStep;
}

/** What a fact says about the step. Kinds that are not here leave the step alone. */
const FACT_MOVES: Readonly<Record<string, HospitalStep>> = {
  ers_ubrn_converted: 'awaiting-first-appointment',
  referral_registered_on_system: 'awaiting-first-appointment',
  added_to_waiting_list_for_appointment: 'awaiting-first-appointment',
  appointment_offered: 'awaiting-first-appointment',
  appointment_offer_accepted: 'awaiting-first-appointment',
  appointment_booked: 'awaiting-first-appointment',
  ers_referral_rejected: 'ready',
  first_attended: 'awaiting-decision',
  decision_to_treat: 'awaiting-treatment',
  decision_to_admit: 'awaiting-treatment',
  added_to_admission_list: 'awaiting-treatment',
  cancer_decision_to_treat: 'awaiting-treatment',
  active_monitoring_ended_decision_to_treat: 'awaiting-treatment',
  active_monitoring_started_by_clinician: 'monitoring',
  active_monitoring_started_by_patient: 'monitoring',
  cancer_active_monitoring_started: 'monitoring',
};

// A fact that only confirms an earlier stage never takes the case back (a booking for a follow-up after the first attendance, say).
const RANK: Readonly<Record<HospitalStep, number>> = {
  ready: 0,
  'awaiting-acceptance': 0,
  'awaiting-first-appointment': 1,
  'awaiting-decision': 2,
  'awaiting-treatment': 3,
  monitoring: 3,
};

const TREATMENT_FACTS: readonly string[] = [
  'first_treatment',
  'admitted_for_first_treatment',
  'cancer_first_treatment',
  'therapy_started',
  'device_fitted',
];

const ENDS_APPOINTMENT: readonly string[] = [
  'first_attended',
  'dna_first_appointment',
  'patient_cancelled',
  'provider_cancelled',
  'arrived_late_not_seen',
];

/** Where the hospital has the case, by the days on which things happened; undefined before it was sent. */
export function hospitalStep({ moves }: Progress): HospitalStep | undefined {
  let at: HospitalStep | undefined;
  for (const { to } of [...moves].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.entry - b.entry))) {
    if (at === undefined || RANK[to] === 0 || RANK[to] >= RANK[at]) at = to;
  }
  return at;
}

export function hospitalFact(
  progress: Progress,
  { kind, on, facts }: CaseEventOf<'HospitalFactRecorded'>['data'],
  entry: number,
): Progress {
  const to = FACT_MOVES[kind];
  const forDate = kind === 'appointment_booked' ? facts['for_date'] : undefined;
  const appointment = typeof forDate === 'string' ? (forDate as CalendarDay) : ENDS_APPOINTMENT.includes(kind) ? null : undefined;
  return {
    ...progress,
    ...(TREATMENT_FACTS.includes(kind) && { treatments: [...progress.treatments, entry] }),
    ...(to && { moves: [...progress.moves, { entry, on, to }] }),
    ...(appointment !== undefined && { appointments: [...progress.appointments, { entry, is: appointment }] }),
  };
}
