// What the hospital's side says about the step: sendings and facts, each on its own day.
import type { CalendarDay } from '@guardian/kernel';
import type { CaseEventOf } from './events';
import type { Progress, Step } from './step';

export type HospitalStep = Extract<
  Step,
  'ready' | 'awaiting-acceptance' | 'awaiting-first-appointment' | 'awaiting-decision' | 'awaiting-treatment' | 'monitoring'
>;

/** A sending, or a fact that moves the step or says something of the next appointment. */
export interface HospitalMove {
  readonly entry: number;
  readonly on: CalendarDay;
  readonly to?: HospitalStep;
  readonly appointment?: AppointmentNews;
}

/** `lost`: it needs a new date. `no-slot`: deferred to provider. `settled`: there is a date, or none is needed. */
export type AppointmentNews = 'lost' | 'no-slot' | 'settled';

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

/** Other facts that say where the next appointment is; every step from the first attendance on settles it too. */
const APPOINTMENT_FACTS: Readonly<Record<string, AppointmentNews>> = {
  patient_cancelled: 'lost',
  provider_cancelled: 'lost',
  dna_first_appointment: 'lost',
  dna_subsequent: 'lost',
  dna_diagnostic_test: 'lost',
  dna_admission: 'lost',
  arrived_late_not_seen: 'lost',
  ers_asi_worklist_entered: 'no-slot',
  appointment_booked: 'settled',
  ers_ubrn_converted: 'settled',
  ers_referral_rejected: 'settled',
  follow_up_attended: 'settled',
  diagnostic_test_done: 'settled',
  discharged_to_primary_care: 'settled',
};

const TREATMENT_FACTS: readonly string[] = [
  'first_treatment',
  'admitted_for_first_treatment',
  'cancer_first_treatment',
  'therapy_started',
  'device_fitted',
];

/** Where the hospital has the case, by the days on which things happened; undefined before it was sent. */
export function hospitalStep({ moves }: Progress): HospitalStep | undefined {
  let at: HospitalStep | undefined;
  for (const { to } of inOrder(moves)) {
    if (to && (at === undefined || RANK[to] === 0 || RANK[to] >= RANK[at])) at = to;
  }
  return at;
}

const inOrder = (moves: readonly HospitalMove[]): HospitalMove[] =>
  moves.length < 2 ? [...moves] : [...moves].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.entry - b.entry));

/** Something that the hospital's side owes the patient, since a day. */
export interface OpenHospital {
  readonly what: 'appointment-to-rebook' | 'deferred-to-provider' | 'ers-lapse';
  readonly since: CalendarDay;
}

/**
 * A lost appointment until a new one or a move on; a referral without a slot until the hospital has one or takes it on its list; and, because
 * e-RS drops what nobody books, every referral from its sending until then.
 */
export function openHospital({ moves }: Progress): OpenHospital[] {
  const since: Record<OpenHospital['what'], CalendarDay | null> = {
    'appointment-to-rebook': null,
    'deferred-to-provider': null,
    'ers-lapse': null,
  };
  for (const { on, to, appointment } of inOrder(moves)) {
    const settled = appointment === 'settled' || (to !== undefined && to !== 'awaiting-first-appointment');
    if (appointment === 'lost') since['appointment-to-rebook'] ??= on;
    else if (settled) since['appointment-to-rebook'] = null;
    if (appointment === 'no-slot') since['deferred-to-provider'] ??= on;
    else if (settled || to) since['deferred-to-provider'] = null;
    if (to === 'awaiting-acceptance') since['ers-lapse'] = on;
    else if (settled || to) since['ers-lapse'] = null;
  }
  return Object.entries(since).flatMap(([what, on]) => (on === null ? [] : [{ what: what as OpenHospital['what'], since: on }]));
}

export function hospitalFact(
  progress: Progress,
  { kind, on, facts }: CaseEventOf<'HospitalFactRecorded'>['data'],
  entry: number,
): Progress {
  const to = FACT_MOVES[kind];
  const treated = TREATMENT_FACTS.includes(kind);
  const news = treated ? 'settled' : APPOINTMENT_FACTS[kind];
  const forDate = kind === 'appointment_booked' ? facts['for_date'] : undefined;
  const appointment =
    typeof forDate === 'string' ? (forDate as CalendarDay) : news === 'lost' || kind === 'first_attended' ? null : undefined;
  return {
    ...progress,
    ...(treated && { treatments: [...progress.treatments, entry] }),
    ...((to ?? news) && { moves: [...progress.moves, { entry, on, ...(to && { to }), ...(news && { appointment: news }) }] }),
    ...(appointment !== undefined && { appointments: [...progress.appointments, { entry, is: appointment }] }),
  };
}
