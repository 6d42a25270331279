import type { NextMover, Step } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import type { TestRow } from './ranking';

/** A case in a list, with its patient. Personal data. */
export interface ListedCase {
  readonly caseId: string;
  readonly reference: string;
  readonly patientId: string;
  readonly family: string;
  readonly given: string;
  readonly title: string | null;
  readonly bornOn: CalendarDay;
  readonly nhsNumber: string | null;
  readonly restricted: boolean;
  readonly interpreter: boolean;
  readonly learningDisability: boolean;
  readonly practiceCode: string;
  readonly pathwayId: string;
  readonly pathwayVersion: number;
  readonly priority: string;
  readonly suspectedCancer: boolean;
  readonly referredOn: CalendarDay;
  readonly step: Step;
  readonly stepSince: CalendarDay;
  readonly nextMover: NextMover;
  /** Who clinically holds the patient. */
  readonly holderName: string;
  readonly coordinatorId: string | null;
  readonly coordinatorName: string | null;
  readonly providerName: string | null;
  readonly appointmentOn: CalendarDay | null;
  readonly lastEventOn: CalendarDay;
  readonly tests: readonly TestRow[];
}

/** Columns of a ListedCase, of `caseload_case c` joined with `caseload_patient p`. */
export const LISTED = `
  c.case_id as "caseId", c.reference, c.patient_id as "patientId", p.family, p.given, p.title, p.born_on as "bornOn",
  p.nhs_number as "nhsNumber", p.restricted, coalesce((p.needs->>'interpreter')::boolean, false) as interpreter,
  coalesce((p.circumstances->>'learningDisability')::boolean, false) as "learningDisability", c.practice_code as "practiceCode",
  c.pathway_id as "pathwayId", c.pathway_version as "pathwayVersion", c.priority, c.suspected_cancer as "suspectedCancer",
  c.referred_on as "referredOn", c.step, c.step_since as "stepSince", c.next_mover as "nextMover", c.holder_name as "holderName", c.coordinator_id as "coordinatorId",
  c.coordinator_name as "coordinatorName", c.provider_name as "providerName", c.appointment_on as "appointmentOn",
  c.last_event_on as "lastEventOn", c.tests`;

export const CASES_WITH_PATIENTS = 'caseload_case c join caseload_patient p on p.patient_id = c.patient_id';
