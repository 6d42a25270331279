// What changes no RTT clock, and why: rules RTT-X1 to RTT-X8 and their neighbours; and what later rules need to remember of such facts.
import type { CalendarDay } from '@guardian/kernel';
import { type Effects, type Fact, nothing } from '../engine';
import type { Pathway } from './pathway';

const THINKING_DAYS = 14;
const REVIEW_AFTER_WEEKS = 6;

function attended(pathway: Pathway): void {
  if (pathway.nullified) {
    pathway.account.warn(
      'The patient was seen after a missed first appointment: record the contact or the decision that started the new clock.',
    );
  }
  pathway.attended = true;
  pathway.missedOn = null;
  pathway.startedByCall = false;
  if (pathway.running) pathway.because('RTT-X1', 'Attended, and no treatment given: the clock goes on.');
  else pathway.admission = null;
}

function transfer(pathway: Pathway, fact: Fact, responsibilityMoves: boolean): void {
  const to = fact['to_provider'];
  const from = fact['from_provider'];
  pathway.opinionOnly = !responsibilityMoves;
  if (typeof from === 'string') pathway.provider ??= from;
  if (!pathway.running) return;
  if (!responsibilityMoves)
    pathway.because('RTT-T2', 'Another provider gives an opinion: the sender keeps responsibility and reports the wait.');
  else {
    if (typeof to === 'string') pathway.provider = to;
    pathway.because('RTT-T1', 'Responsibility moves to another provider, which reports the wait from now on; the start stays.');
  }
}

export const UNCHANGED = {
  first_attended: attended,
  follow_up_attended: attended,
  appointment_offered: (pathway, fact) => pathway.takeOffer(fact),
  admission_offered: (pathway, fact) => pathway.takeOffer(fact),
  offer_declined: (pathway, fact) => pathway.decline(fact['for_date'] as CalendarDay | undefined),
  thinking_time_given(pathway, fact) {
    if (!pathway.running) return;
    pathway.because('RTT-AM7', 'Time to think: the clock goes on.');
    if (Number(fact['length_days'] ?? 0) > THINKING_DAYS) {
      pathway.account.warn('More than 14 days to think without a next step: speak with the patient (RTT-AM7).');
    }
  },
  patient_requests_delay(pathway, fact) {
    if (!pathway.running) return;
    pathway.because('RTT-X4', 'The patient asks to wait: the clock goes on.');
    if (Number(fact['weeks'] ?? 0) > REVIEW_AFTER_WEEKS)
      pathway.account.warn('A delay of more than six weeks needs a clinical review (RTT-AM5).');
  },
  interprovider_transfer: (pathway, fact) => transfer(pathway, fact, fact['clinical_responsibility_transfers'] !== false),
  interprovider_opinion_requested: (pathway, fact) => transfer(pathway, fact, fact['clinical_responsibility_transfers'] === true),
  admitted_for_diagnostic_only(pathway, fact) {
    if (!pathway.running) return;
    pathway.admittedForTestOn = fact.date;
    pathway.because('RTT-X1', 'An admission for a test only does not stop the clock.');
  },
  surveillance_test_done(pathway, fact) {
    pathway.abnormalCheck = fact['result'] === 'abnormal';
    pathway.because('RTT-AM8', 'A surveillance test starts nothing: a decision to treat after it does.');
  },
  opinion_received(pathway) {
    pathway.opinionOnly = false;
    if (pathway.running) pathway.because('RTT-X6', 'An opinion from elsewhere changes nothing.');
  },
  direct_access_test_requested(pathway) {
    pathway.hadReferralWithoutClock = true;
    pathway.because('RTT-P5', 'A test ordered by the GP, who keeps responsibility, starts no RTT clock.');
  },
  emergency_attendance: nothing('RTT-S13', 'An emergency attendance is outside RTT.'),
  emergency_admission: nothing('RTT-S13', 'An emergency admission is outside RTT.'),

  added_to_waiting_list_for_appointment: nothing('RTT-X1', 'Being listed for an appointment changes nothing.'),
  admitted_for_pre_op_assessment: nothing('RTT-X1', 'An assessment before an operation does not stop the clock.'),
  advice_given: nothing('RTT-S16', 'Advice changes nothing.'),
  arrived_late_not_seen: nothing('RTT-W7', 'The patient came, too late to be seen: this is no missed appointment, the clock goes on.'),
  booked_into_wrong_clinic: nothing('RTT-S11', 'A booking into the wrong clinic changes nothing.'),
  re_referred_internally_to_correct_clinic: nothing('RTT-S11', 'Moving the patient to the right clinic changes nothing.'),
  clinical_priority_recorded: nothing('RTT-X4', 'A priority orders the queue and touches no clock (PR-1).'),
  clinical_review_of_delay: nothing('RTT-AM5', 'A review of a delay changes nothing.'),
  consultant_upgrade: nothing('CA-4', 'An upgrade to suspected cancer leaves the RTT clock as it is.'),
  device_measured: nothing('RTT-E3', 'Measuring for a device is not fitting it: the clock goes on.'),
  diagnostic_result_reported: nothing('RTT-X1', 'A result changes nothing.'),
  diagnostic_test_done: nothing('RTT-X1', 'A test does not stop the clock.'),
  follow_up_due: nothing('RTT-P3', 'An overdue follow-up starts no clock.'),
  follow_up_still_not_booked: nothing('RTT-P3', 'An overdue follow-up starts no clock.'),
  moved_to_planned_list: nothing('RTT-X7', 'Moving an unfit patient to a planned list is not allowed: the clock goes on.'),
  onward_referral: nothing('RTT-S8', 'Referred on: the clock goes on from the first receipt.'),
  patient_cancelled: nothing('RTT-X3', 'A cancellation by the patient, however short the notice: the clock goes on.'),
  provider_cancelled: nothing('RTT-X3', 'A cancellation by the provider: the clock goes on.'),
  patient_declared_unavailable: nothing('RTT-X4', 'The patient is not available: the clock goes on.'),
  patient_declined_all_diagnostics: nothing(
    'RTT-X4',
    'Declining tests is not declining treatment: a clinician decides, the clock goes on.',
  ),
  patient_opts_for_private_diagnostics: nothing('RTT-X1', 'A private test does not stop the clock.'),
  patient_switches_team: nothing(
    'RTT-X6',
    'Another team: the clock goes on, unless a new referral is needed, when it stops at the discharge.',
  ),
  patient_unfit: nothing('RTT-X4', 'Being unfit: the clock goes on.'),
  referral_letter_written: nothing('RTT-S3', 'The date of the letter starts nothing: its receipt does.'),
  referral_registered_on_system: nothing('RTT-S3', 'Registration starts nothing: the day of receipt does.'),
  treatment_within_agreed_plan: nothing('RTT-N4', 'Treatment within the agreed plan starts no new clock.'),
  patient_informed_cancer_diagnosed: nothing('CA-10', 'Being told of the diagnosis leaves the RTT clock as it is.'),
  patient_informed_cancer_ruled_out: nothing('CA-10', 'Cancer is ruled out: the RTT clock goes on.'),
  patient_informed_interval_scan_needed: nothing('CA-10', 'A later scan is needed: the RTT clock goes on.'),
  earliest_clinically_appropriate_date: null,
  planned_diagnostic_listed: nothing('RTT-P3', 'A planned test is outside RTT.'),
} satisfies Partial<Effects<Pathway>>;
