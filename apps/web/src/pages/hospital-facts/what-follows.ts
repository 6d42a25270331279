import type { ClosureReason } from '@guardian/casework/events';
import type { HospitalFactKind } from '@guardian/waiting-times';

/** Facts after which the case may be over, with the reason that closing begins with. */
const ENDS: Partial<Record<HospitalFactKind, ClosureReason>> = {
  first_treatment: 'treated',
  admitted_for_first_treatment: 'treated',
  cancer_first_treatment: 'treated',
  therapy_started: 'treated',
  device_fitted: 'treated',
  discharged_to_primary_care: 'discharged-to-primary-care',
  died: 'died',
};

/** Facts after which the patient has no date any more (rule D2). */
const NEEDS_NEW_DATE: readonly HospitalFactKind[] = [
  'arrived_late_not_seen',
  'dna_admission',
  'dna_diagnostic_test',
  'dna_first_appointment',
  'dna_subsequent',
  'patient_cancelled',
  'provider_cancelled',
  'sent_home_untreated',
  'treatment_cancelled_after_admission',
];

/** Where recording this fact leads: on to closing, or back to the case, told what has to be done. */
export function whatFollows(kind: HospitalFactKind, closed: boolean): { notice: string; path: string } {
  const reason = ENDS[kind];
  if (reason && !closed) return { notice: 'Saved. If this ends the case, close it here.', path: `/close?reason=${reason}` };
  if (NEEDS_NEW_DATE.includes(kind)) return { notice: 'Saved. The patient needs a new date: ask the hospital for one.', path: '' };
  return { notice: 'The hospital fact is saved.', path: '' };
}
