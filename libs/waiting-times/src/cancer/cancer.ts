// The cancer clocks: 28 days to diagnosis or exclusion, 31 days from decision to each treatment, 62 days from referral to first treatment
// (rules CA-1 to CA-11). They run beside the RTT clock and never touch it.
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { Account, act, type Effects, type Fact, knownOn, nothing, type Settings } from '../engine';
import { begun, CancerPathway, type Clock, type ExclusionReason, isExclusion } from './cancer-pathway';

export const CANCER_LIMIT_DAYS = { faster_diagnosis_28: 28, treatment_31: 31, treatment_62: 62 } as const;
export type CancerStandardName = keyof typeof CANCER_LIMIT_DAYS;

/** Days are calendar days; the standard is met on the limit's day and before it (CA-1). */
export type CancerStandard =
  | { readonly state: 'not_applicable' }
  | {
      readonly state: 'running' | 'ended';
      readonly start: CalendarDay;
      readonly end: CalendarDay | null;
      readonly raw_days: number;
      readonly adjustment_days: number;
      readonly adjusted_days: number;
      readonly limit_days: number;
      readonly within_standard: boolean;
    }
  | { readonly state: 'excluded'; readonly exclusion_reason: ExclusionReason; readonly start: CalendarDay; readonly end: CalendarDay }
  | { readonly state: 'ended_no_cancer'; readonly start: CalendarDay; readonly end: CalendarDay }
  | { readonly state: 'ended_treatment_declined'; readonly start: CalendarDay; readonly end: CalendarDay; readonly raw_days: number };

export interface CancerClocks {
  readonly faster_diagnosis_28: CancerStandard;
  /** Of the newest treatment. */
  readonly treatment_31: CancerStandard;
  readonly treatment_62: CancerStandard;
  /** Of the treatments before, oldest first. */
  readonly earlier_treatments_31: readonly CancerStandard[];
  /** 3: the first appointment was missed or came to too late. */
  readonly adjustment_reason_first_seen: '3' | null;
  /** 8: the patient declined an admission date. */
  readonly adjustment_reason_treatment: '8' | null;
}

const REPEATED = 2;

const missedFirst = (cancer: CancerPathway, fact: Fact): void => {
  if (!cancer.diagnosis || cancer.firstSeen || (fact['appointment'] ?? 'first') !== 'first') return;
  cancer.missedFirst = true;
  if (fact.event !== 'arrived_late_not_seen') cancer.missedOrCancelled += 1;
  cancer.because('CA-6', 'The first appointment was missed: the cancer clocks go on.');
};
const counted = (cancer: CancerPathway): void => {
  cancer.missedOrCancelled += 1;
  if (cancer.treatment62) cancer.because('CA-5', 'A later appointment missed, or one cancelled by the patient: nothing comes off.');
};
const treatment = (cancer: CancerPathway, fact: Fact): void => cancer.treat(fact['setting']);
const admissionOffered = (cancer: CancerPathway, fact: Fact): void => {
  cancer.admissionOffered = { forDate: fact['for_date'] as CalendarDay | undefined };
};
const attended = (cancer: CancerPathway): void => {
  cancer.firstSeen = true;
};
const converted = (cancer: CancerPathway, fact: Fact): void => {
  if (cancer.ersTwoWeekWait) cancer.refer(fact, 'An urgent suspected cancer referral was booked in e-RS');
};

const EFFECTS: Partial<Effects<CancerPathway>> = {
  urgent_suspected_cancer_referral_received: (cancer, fact) => cancer.refer(fact, 'An urgent suspected cancer referral was received'),
  breast_symptomatic_referral_received: (cancer, fact) => cancer.refer(fact, 'An urgent breast symptomatic referral was received'),
  cancer_screening_referral_received: (cancer, fact) => cancer.refer(fact, 'An urgent referral from screening was received'),
  referral_received(cancer, fact) {
    if (fact['priority'] === 'two_week_wait') cancer.refer(fact, 'A referral with the priority of a two week wait was received');
  },
  ers_referral_created(cancer, fact) {
    cancer.ersTwoWeekWait = fact['priority'] === 'two_week_wait';
  },
  ers_ubrn_converted: converted,
  ers_asi_worklist_entered: converted,
  consultant_upgrade(cancer, fact) {
    if (cancer.treatment62 || cancer.excluded) return;
    cancer.treatment62 = begun(fact.date);
    cancer.because('CA-4', 'A consultant upgrades the referral: the 62 day clock starts; upgrades are outside the 28 day standard.');
  },

  first_attended: attended,
  dna_first_appointment: missedFirst,
  arrived_late_not_seen: missedFirst,
  dna_subsequent: counted,
  dna_diagnostic_test: counted,
  patient_cancelled: counted,
  patient_contacts_to_rebook: (cancer) => cancer.rebooked(),
  appointment_offer_accepted: (cancer) => cancer.rebooked(),
  appointment_booked(cancer, fact) {
    if (fact['test'] === undefined) cancer.rebooked();
  },

  patient_informed_cancer_diagnosed: (cancer) => cancer.told('CA-2', 'The patient is told of the diagnosis: the 28 day clock ends (01).'),
  patient_informed_interval_scan_needed: (cancer) =>
    cancer.told('CA-2', 'The patient is told that a later scan is needed: the 28 day clock ends (04).'),
  patient_informed_cancer_ruled_out(cancer) {
    cancer.told('CA-2', 'The patient is told that it is not cancer: the 28 day clock ends (02).');
    if (cancer.treatment62?.end !== null) return;
    cancer.end(cancer.treatment62, 'no_cancer');
    cancer.end(cancer.open31, 'no_cancer');
    cancer.because('CA-2', 'Cancer is ruled out: the 62 day clock ends; the RTT clock goes on.');
  },
  diagnostic_result_reported: nothing('CA-2', 'A result ends nothing: the day the patient is told does.'),

  patient_declined_all_diagnostics: (cancer) => cancer.exclude('02', 'The patient declines every test'),
  patient_opts_for_private_diagnostics: (cancer) => cancer.exclude('04', 'The patient has the tests done privately'),
  died(cancer) {
    cancer.exclude('01', 'The patient died');
    cancer.end(cancer.treatment62, '01');
    cancer.end(cancer.open31, '01');
  },
  discharged_to_primary_care(cancer) {
    if (cancer.missedOrCancelled >= REPEATED) cancer.exclude('05', 'Discharged after repeated missed or cancelled appointments');
  },

  cancer_decision_to_treat: (cancer) => cancer.decide('A decision to treat: the 31 day clock starts.'),
  earliest_clinically_appropriate_date(cancer) {
    const open = cancer.open31;
    if (!open || open.start === cancer.diagnosis?.start)
      cancer.decide('The earliest clinically appropriate date: the 31 day clock starts.');
    else {
      open.start = cancer.account.today;
      cancer.because('CA-1', 'The earliest clinically appropriate date comes after the decision: the 31 days count from it.');
    }
  },
  cancer_first_treatment: treatment,
  cancer_treatment: treatment,
  admitted_for_cancer_surgery: (cancer, fact) => cancer.treat(fact['setting'] ?? 'ordinary_admission'),
  cancer_active_monitoring_started: treatment,
  patient_declined_treatment(cancer, fact) {
    if (fact['all_treatment'] === false) return;
    cancer.end(cancer.treatment62, 'declined');
    cancer.end(cancer.open31, 'declined');
    if (cancer.treatment62)
      cancer.because('CA-8', 'The patient declines all treatment: the date of that decision ends the clocks (modality 98).');
  },
  patient_unfit: nothing('CA-7', 'Being unfit takes no days off.'),

  admission_offered: admissionOffered,
  appointment_offered(cancer, fact) {
    if (fact['purpose'] === 'admission') admissionOffered(cancer, fact);
    else cancer.admissionOffered = null;
  },
  offer_declined(cancer, fact) {
    const waits = cancer.open31 ?? cancer.treatment62;
    if (waits?.end !== null || !cancer.admissionOffered || !cancer.account.settings.unconfirmed.declinedAdmissionAdjustment) return;
    const on = (fact['for_date'] ?? cancer.admissionOffered.forDate ?? fact['unavailable_from'] ?? fact.date) as CalendarDay;
    cancer.declinedDate = { on, until: (fact['available_from'] as CalendarDay | undefined) ?? null };
    cancer.because('CA-7', 'An admission date was declined: the days until the patient is available come off when they are admitted.');
  },
};

export function cancerClocks(facts: readonly Fact[], asOf: CalendarDay, settings: Settings): { clocks: CancerClocks; account: Account } {
  const account = new Account('cancer', settings);
  const cancer = new CancerPathway(account);
  for (const fact of knownOn(facts, asOf)) act(EFFECTS, cancer, fact, account, cancer.treatment62 !== null);
  const { treatments31, firstSeenDays } = cancer;
  const of = (clock: Clock | null | undefined, name: CancerStandardName) =>
    standard(clock, CANCER_LIMIT_DAYS[name], name === 'treatment_31' ? 0 : firstSeenDays, asOf);
  return {
    clocks: {
      faster_diagnosis_28: of(cancer.diagnosis, 'faster_diagnosis_28'),
      treatment_31: of(treatments31.at(-1), 'treatment_31'),
      treatment_62: of(cancer.treatment62, 'treatment_62'),
      earlier_treatments_31: treatments31.slice(0, -1).map((clock) => of(clock, 'treatment_31')),
      adjustment_reason_first_seen: firstSeenDays > 0 ? '3' : null,
      adjustment_reason_treatment: [...treatments31, cancer.treatment62].some((clock) => (clock?.declinedDays ?? 0) > 0) ? '8' : null,
    },
    account,
  };
}

function standard(clock: Clock | null | undefined, limit: number, firstSeenDays: number, asOf: CalendarDay): CancerStandard {
  if (!clock) return { state: 'not_applicable' };
  const { start, end, ending } = clock;
  const raw = daysBetween(start, end ?? asOf);
  if (end !== null && ending === 'no_cancer') return { state: 'ended_no_cancer', start, end };
  if (end !== null && ending === 'declined') return { state: 'ended_treatment_declined', start, end, raw_days: raw };
  if (end !== null && ending !== null && isExclusion(ending)) return { state: 'excluded', exclusion_reason: ending, start, end };
  const adjustment = Math.min(raw, firstSeenDays + clock.declinedDays);
  return {
    state: end === null ? 'running' : 'ended',
    start,
    end,
    raw_days: raw,
    adjustment_days: adjustment,
    adjusted_days: raw - adjustment,
    limit_days: limit,
    within_standard: raw - adjustment <= limit,
  };
}
