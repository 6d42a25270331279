// Open pathways in the columns of the weekly Waiting List Minimum Data Set (WL-2 to WL-7). What Guardian does not know is left empty.
import { readPatients, type Scope, scopeFilter } from '@guardian/access';
import { type CaseFacts, factsInOrder } from '@guardian/casework/events';
import { subIcbOfPlace } from '@guardian/directory';
import type { CalendarDay, CsvCell } from '@guardian/kernel';
import { clocks, type Fact, type RttClock } from '@guardian/waiting-times';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';

/** Header first. Holds personal data: throws NotAllowed for a scope that may not read patients. */
export class OpenPathways extends Query<CsvCell[][]> {
  constructor(
    readonly scope: Scope,
    readonly asOf: CalendarDay,
  ) {
    super();
  }
}

interface OpenCase {
  readonly caseId: string;
  readonly patientId: string;
  readonly reference: string;
  readonly nhsNumber: string | null;
  readonly bornOn: CalendarDay | null;
  readonly referredOn: CalendarDay;
  readonly specialty: string;
  readonly priority: string;
  readonly suspectedCancer: boolean;
  readonly practiceCode: string;
  readonly placeCode: string;
  readonly providerCode: string | null;
  readonly facts: CaseFacts;
}

interface Pathway extends OpenCase {
  readonly rtt: RttClock;
  readonly known: readonly Fact[];
}

const PRIORITY_TYPE: Readonly<Record<string, string>> = { routine: '1', urgent: '2', 'two-week-wait': '3' };
const ATTENDED: readonly string[] = ['first_attended', 'follow_up_attended'];
const MISSED: readonly string[] = ['dna_first_appointment', 'dna_subsequent', 'dna_admission', 'dna_diagnostic_test'];
const CANCELLED: readonly string[] = ['patient_cancelled', 'provider_cancelled'];

const last = (known: readonly Fact[], ...events: readonly string[]): Fact | undefined =>
  known.findLast(({ event }) => events.includes(event));
const dateOf = (fact: Fact | undefined): string => fact?.date ?? '';
const keyOf = (fact: Fact | undefined, key: string): string => String(fact?.[key] ?? '');
const priorityCode = (known: readonly Fact[], letter: 'P' | 'D'): string =>
  keyOf(
    known.findLast(({ event, code }) => event === 'clinical_priority_recorded' && String(code).startsWith(letter)),
    'code',
  );

/** ORTT and IRTT are RTT pathways before and after a decision to admit; ONON and INON the same outside RTT (WL-9). */
function listType({ rtt }: Pathway): string {
  const onRtt = rtt.clock_state === 'running' || rtt.clock_state === 'running_unknown_start';
  return `${rtt.decision_to_admit ? 'I' : 'O'}${onRtt ? 'RTT' : 'NON'}`;
}

const nothing = (): string => '';

const COLUMNS: Readonly<Record<string, (of: Pathway) => string>> = {
  NHS_NUMBER: ({ nhsNumber }) => nhsNumber ?? '',
  LOCAL_PATIENT_IDENTIFIER: nothing,
  PERSON_BIRTH_DATE: ({ bornOn }) => bornOn ?? '',
  PERSON_STATED_GENDER_CODE: nothing,
  ETHNIC_CATEGORY: nothing,
  Referral_Identifier: ({ reference }) => reference,
  PATIENT_PATHWAY_IDENTIFIER: nothing,
  ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER: nothing,
  Waiting_List_Type: listType,
  ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER: ({ providerCode }) => providerCode ?? '',
  ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT: nothing,
  ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER: ({ placeCode }) => subIcbOfPlace(placeCode) ?? '',
  REFERRING_ORGANISATION_CODE: ({ practiceCode }) => practiceCode,
  CONSULTANT_CODE: nothing,
  MAIN_SPECIALTY_CODE: nothing,
  ACTIVITY_TREATMENT_FUNCTION_CODE: ({ specialty }) => specialty,
  REFERRAL_REQUEST_RECEIVED_DATE: ({ rtt }) => rtt.clock_start ?? '',
  ORIGINAL_REFERRAL_REQUEST_RECEIVED_DATE: ({ referredOn }) => referredOn,
  REFERRAL_TO_TREATMENT_PERIOD_START_DATE: ({ rtt }) => rtt.clock_start ?? '',
  REFERRAL_TO_TREATMENT_PERIOD_END_DATE: ({ rtt }) => rtt.clock_stop ?? '',
  REFERRAL_TO_TREATMENT_PERIOD_STATUS: ({ rtt }) => rtt.rtt_status_code_at_stop ?? (rtt.clock_state === 'running' ? '20' : ''),
  Current_Pathway_Period_Start_Date: ({ rtt }) => rtt.clock_start ?? '',
  SOURCE_OF_REFERRAL: () => '03',
  PRIORITY_TYPE_CODE: ({ priority }) => PRIORITY_TYPE[priority] ?? '',
  First_Activity_Date: ({ known }) => dateOf(known.find(({ event }) => ATTENDED.includes(event))),
  First_Activity_Type: nothing,
  Outpatient_Appointment_Date: ({ known }) => keyOf(last(known, 'appointment_booked'), 'for_date'),
  Outpatient_Future_Appointment_Date: nothing,
  Due_Date: ({ known }) => keyOf(last(known, 'planned_procedure_listed'), 'due_date'),
  Date_Last_Attended: ({ known }) => dateOf(last(known, ...ATTENDED)),
  Last_DNA_Date: ({ known }) => dateOf(last(known, ...MISSED)),
  CANCELLATION_DATE: ({ known }) => dateOf(last(known, ...CANCELLED)),
  OUTCOME_OF_ATTENDANCE_CODE: nothing,
  DECISION_TO_ADMIT_DATE: ({ known }) => dateOf(last(known, 'decision_to_admit', 'added_to_admission_list')),
  Decision_To_Treat_Date: ({ known }) => dateOf(last(known, 'decision_to_treat', 'cancer_decision_to_treat')),
  TCI_Date: ({ known }) => keyOf(last(known, 'admission_offered'), 'for_date'),
  INTENDED_MANAGEMENT_CODE: nothing,
  Proposed_Procedure_OPCS_Code: nothing,
  ADMISSION_METHOD_CODE: nothing,
  Procedure_Priority_Code: ({ known }) => priorityCode(known, 'P'),
  Diagnostic_Priority_Code: ({ known }) => priorityCode(known, 'D'),
  Outpatient_Priority_Code: nothing,
  Date_Of_Last_Priority_Review: ({ known }) => dateOf(last(known, 'clinical_priority_recorded')),
  Last_PAS_Validation_Date: nothing,
  Inclusion_On_Cancer_PTL: ({ suspectedCancer }) => (suspectedCancer ? 'Y' : 'N'),
  Transfer_Status: nothing,
  Mutual_Aid_Accepting_Provider: nothing,
  Preliminary_Screening_And_Risk_Assessment_Date: nothing,
};

@QueryHandler(OpenPathways)
export class OpenPathwaysHandler implements IQueryHandler<OpenPathways> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, asOf }: OpenPathways): Promise<CsvCell[][]> {
    const filter = scopeFilter(scope);
    const open = await readPatients<OpenCase>(
      this.database,
      scope,
      `select c.case_id as "caseId", c.patient_id as "patientId", c.reference, p.nhs_number as "nhsNumber", p.born_on as "bornOn", p.restricted, c.referred_on as "referredOn", c.specialty,
              c.priority, c.suspected_cancer as "suspectedCancer", c.practice_code as "practiceCode", c.place_code as "placeCode", c.provider_code as "providerCode", c.facts
         from oversight_clock_case c left join caseload_patient p on p.patient_id = c.patient_id
        where c.closed_on is null ${filter ? `and c.${filter.column} = $1` : ''} order by c.reference`,
      filter ? [filter.value] : [],
    );
    const pathways = open.map((row): Pathway => {
      const known = factsInOrder(row.facts)
        .map(({ fact }) => fact)
        .filter(({ date }) => date <= asOf);
      return { ...row, known, rtt: clocks(known, asOf).rtt };
    });
    return [Object.keys(COLUMNS), ...pathways.map((pathway) => Object.values(COLUMNS).map((column) => column(pathway)))];
  }
}
