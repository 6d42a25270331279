import { parseCalendarDay } from '@guardian/kernel';

// The vocabulary of dated hospital and diagnostic happenings that the waiting-time clocks are computed from, with the extra keys that
// each may carry. Source: the national RTT, DM01 and cancer waiting-times guidance, as collected for the clock engine.

/** A list holds the only words that may stand there: a clock depends on them, and another spelling would silently be another clock. */
export type FactKeyShape = 'yes-no' | 'number' | 'date' | 'text' | readonly string[];

const SERVICE = [
  'consultant_led',
  'interface',
  'community_consultant_led',
  'community_non_consultant_led',
  'practitioner_with_extended_role_standalone',
] as const;
const SETTING = ['outpatient', 'interface', 'daycase', 'inpatient', 'ordinary_admission', 'emergency'] as const;
const PRIORITY = ['routine', 'urgent', 'two_week_wait'] as const;

export const HOSPITAL_FACTS = {
  active_monitoring_ended_decision_to_treat: { communicated_to_patient: 'yes-no' },
  active_monitoring_recorded_administratively: { clinical_decision: 'yes-no' },
  active_monitoring_started_by_clinician: {
    communicated_to_patient: 'yes-no',
    agreed_with_patient: 'yes-no',
    clinical_conversation: 'yes-no',
  },
  active_monitoring_started_by_patient: { treatment_offered: 'text', review_in: 'text' },
  added_to_admission_list: {},
  added_to_transplant_list: { matched: 'yes-no', communicated_to_patient: 'yes-no' },
  added_to_waiting_list_for_appointment: {},
  admission_offered: { for_date: 'date' },
  admitted_for_cancer_surgery: { setting: SETTING },
  admitted_for_diagnostic_only: {},
  admitted_for_first_treatment: { provider: 'text', side: 'text', stage: 'text' },
  admitted_for_pre_op_assessment: {},
  advice_given: {},
  advice_request_converted_to_referral: { by: 'text' },
  advice_requested: {},
  appointment_booked: { for_date: 'date', purpose: 'text', test: 'text' },
  appointment_offer_accepted: {},
  appointment_offered: { for_date: 'date', purpose: 'text', alternative_provider: 'yes-no', alternative_team: 'yes-no', test: 'text' },
  arrived_late_not_seen: { appointment: 'text' },
  booked_into_wrong_clinic: {},
  breast_symptomatic_referral_received: {},
  cancer_active_monitoring_started: {},
  cancer_decision_to_treat: { treatment_event: 'text' },
  cancer_first_treatment: { setting: SETTING, modality: 'text', intent: 'text', provider: 'text' },
  cancer_screening_referral_received: { programme: 'text' },
  cancer_treatment: { setting: SETTING, modality: 'text' },
  clinical_priority_recorded: { code: 'text' },
  clinical_review_of_delay: { outcome: 'text' },
  clinically_appropriate_for_second_side: {},
  commissioner_responsibility_moves_to_england: {},
  consultant_to_consultant_referral: { same_condition: 'yes-no', same_provider: 'yes-no', pathway: 'text', within_agreed_plan: 'yes-no' },
  consultant_upgrade: {},
  decision_communicated_to_patient: {},
  decision_not_to_treat: { communicated_to_patient: 'yes-no', by: 'text' },
  decision_to_admit: {},
  decision_to_offer_another_appointment: { by: 'text' },
  decision_to_treat: { treatment: 'text', condition: 'text' },
  device_fitted: {},
  device_measured: {},
  diagnostic_result_reported: { test: 'text' },
  diagnostic_test_done: { test: 'text' },
  diagnostic_test_requested: {
    with_view_to_treatment: 'yes-no',
    test: 'text',
    source: 'text',
    primary_purpose: 'text',
    patient_is_inpatient: 'yes-no',
  },
  died: {},
  direct_access_test_requested: {},
  discharge_attempted_administratively: { dna_conditions_met: 'yes-no' },
  discharged_to_primary_care: {
    communicated_to_patient: 'yes-no',
    dna_conditions_met: 'yes-no',
    decided_by: ['clinician', 'administrator'],
    reason: 'text',
  },
  dna_admission: { appointment_clearly_communicated: 'yes-no' },
  dna_diagnostic_test: { test: 'text' },
  dna_first_appointment: {
    appointment_clearly_communicated: 'yes-no',
    was_not_brought: 'yes-no',
    occurrence: 'number',
    appointment: 'text',
  },
  dna_subsequent: { appointment: 'text', appointment_clearly_communicated: 'yes-no' },
  earliest_clinically_appropriate_date: {},
  emergency_admission: {},
  emergency_attendance: {},
  ers_asi_notification_opened: {},
  ers_asi_worklist_entered: { service: SERVICE, test: 'text' },
  ers_clinical_assessment_service_booked: { service: SERVICE },
  ers_referral_created: { service: SERVICE, test: 'text', priority: PRIORITY },
  ers_referral_rejected: { provider: 'text' },
  ers_second_ubrn_created: { ubrn: 'text' },
  ers_ubrn_converted: { provider: 'text', service: SERVICE, ubrn: 'text', test: 'text' },
  first_attended: { outcome: 'text', service: SERVICE, rtt_status: 'text' },
  first_treatment: { setting: SETTING, treatment: 'text', provider: 'text' },
  fit_and_ready_for_second_side: {},
  follow_up_attended: { rtt_status: 'text' },
  follow_up_due: {},
  follow_up_still_not_booked: {},
  interprovider_opinion_requested: { from_provider: 'text', to_provider: 'text', clinical_responsibility_transfers: 'yes-no' },
  interprovider_transfer: { from_provider: 'text', to_provider: 'text', clinical_responsibility_transfers: 'yes-no' },
  moved_to_active_list: {},
  moved_to_planned_list: { reason: 'text' },
  offer_declined: { for_date: 'date', unavailable_from: 'date', available_from: 'date' },
  onward_referral: { to: 'text' },
  onward_referral_received: { provider: 'text', service: SERVICE, clock_start_known: 'yes-no' },
  opinion_received: { from_provider: 'text' },
  patient_asks_to_proceed: {},
  patient_available_for_second_side: {},
  patient_cancelled: { appointment: 'text', notice_hours: 'number', test: 'text', for_date: 'date' },
  patient_contacts_to_rebook: {},
  patient_declared_unavailable: { until: 'date' },
  patient_declined_all_diagnostics: {},
  patient_declined_treatment: { all_treatment: 'yes-no', by: 'text' },
  patient_informed_cancer_diagnosed: {},
  patient_informed_cancer_ruled_out: {},
  patient_informed_interval_scan_needed: {},
  patient_opts_for_private_diagnostics: {},
  patient_requests_delay: { weeks: 'number' },
  patient_switches_team: { new_gp_referral_needed: 'yes-no' },
  patient_unfit: { expected_weeks: 'number', days: 'number' },
  planned_diagnostic_listed: { due_date: 'date', test: 'text' },
  planned_due_date_reached: { clinically_ready: 'yes-no', treated: 'yes-no', test: 'text' },
  planned_procedure_listed: { due_date: 'date' },
  provider_cancelled: { appointment: 'text', test: 'text' },
  provider_informed_of_death: {},
  re_referral_received: { provider: 'text', same_request: 'yes-no', service: SERVICE },
  re_referred_internally_to_correct_clinic: {},
  referral_letter_written: {},
  referral_received: {
    service: SERVICE,
    provider: 'text',
    form: 'text',
    source: 'text',
    straight_to_test: 'yes-no',
    location: 'text',
    commissioner_country: ['England', 'Scotland', 'Wales', 'Northern Ireland'],
    priority: PRIORITY,
    pathway: 'text',
  },
  referral_registered_on_system: {},
  referral_to_interface_service: { received: 'yes-no' },
  referral_to_referral_management_service: { received: 'yes-no', can_refer_on: 'yes-no' },
  referred_for_specialist_opinion_with_view_to_new_treatment: { same_provider: 'yes-no' },
  referred_for_therapy_as_definitive_treatment: { by: 'text' },
  self_referral_not_ratified: {},
  self_referral_ratified: {},
  self_referral_received: { route_agreed_by_commissioner: 'yes-no', service: SERVICE },
  sent_home_untreated: {},
  substantively_new_treatment_decision: {
    communicated_to_patient: 'yes-no',
    treatment: 'text',
    same_provider: 'yes-no',
    to_provider: 'text',
  },
  surveillance_test_done: { test: 'text', result: 'text' },
  symptom_relief_given: { intended_as_definitive: 'yes-no' },
  therapy_started: {},
  thinking_time_given: { length_days: 'number' },
  treatment_cancelled_after_admission: { by: 'text', reason: 'text' },
  treatment_given: { setting: SETTING },
  treatment_within_agreed_plan: { change: 'text' },
  urgent_suspected_cancer_referral_received: { provider: 'text', service: SERVICE, site: 'text' },
  validation_found_stop: { stop_date: 'date' },
  verbal_referral_made: { service: SERVICE, letter_follows: 'yes-no' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FactKeyShape>>>>;

export type HospitalFactKind = keyof typeof HOSPITAL_FACTS;

export const isHospitalFactKind = (event: string): event is HospitalFactKind => Object.hasOwn(HOSPITAL_FACTS, event);

export const factKeys = (event: HospitalFactKind): Readonly<Record<string, FactKeyShape>> => HOSPITAL_FACTS[event];

export function fitsShape(shape: FactKeyShape, value: unknown): value is string | number | boolean {
  if (typeof shape !== 'string') return typeof value === 'string' && shape.includes(value);
  switch (shape) {
    case 'yes-no':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0;
    case 'date':
      return parseCalendarDay(value) !== undefined;
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
  }
}

const SHAPE_WORDS = {
  'yes-no': 'true or false',
  number: 'a number, 0 or more',
  date: 'a date that exists, as 2025-03-31',
  text: 'some words',
} as const;

/** What a key takes, for "must be …". */
export const shapeWords = (shape: FactKeyShape): string => (typeof shape === 'string' ? SHAPE_WORDS[shape] : `one of ${shape.join(', ')}`);

const WORDS: Readonly<Record<string, string>> = { ers: 'e-RS', asi: 'ASI', dna: 'Did not attend', ubrn: 'UBRN' };

/** `decision_to_treat` → "Decision to treat". */
export function factName(event: string): string {
  const text = event
    .split('_')
    .map((word) => WORDS[word] ?? word)
    .join(' ');
  // e-RS is written with a small e, even where a sentence begins.
  const first = text.startsWith('e-RS') ? 'e' : text.charAt(0).toUpperCase();
  return first + text.slice(1).replaceAll(/(?<=.)Did not/g, 'did not');
}
