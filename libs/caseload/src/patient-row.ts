import { answerDueOn } from '@guardian/casework/events';
import type { Circumstances, CommunicationNeeds, ContactDetails, PatientEvent, Sex } from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { ignored, type ReadModel, type Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DataRequestRow, newRequest } from './data-request-row';
import { ErasureRow } from './erasure-row';

/** Who a patient is, for the banner, for lists and for the search. Personal data. */
@Entity('caseload_patient')
export class PatientRow {
  @PrimaryColumn('uuid') patientId: string;
  @Column('text', { nullable: true }) nhsNumber: string | null;
  @Column('text') family: string;
  @Column('text') given: string;
  @Column('text', { nullable: true }) title: string | null;
  @Column('date') bornOn: CalendarDay;
  @Column('text') sex: Sex;
  @Column('boolean') restricted: boolean;
  /** Other records of the same person. */
  @Column('text', { array: true }) linkedTo: string[];
  @Column('date', { nullable: true }) diedOn: CalendarDay | null;
  @Column('boolean') legalHold: boolean;
  /** By decision, beyond what the rules say. */
  @Column('date', { nullable: true }) keptUntil: CalendarDay | null;
  @Column('date', { nullable: true }) destructionProposedOn: CalendarDay | null;
  /** By name; a second person has to agree. */
  @Column('text', { nullable: true }) destructionProposedBy: string | null;
  @Column('jsonb', { nullable: true }) details: ContactDetails | null;
  @Column('jsonb', { nullable: true }) needs: CommunicationNeeds | null;
  @Column('jsonb', { nullable: true }) circumstances: Circumstances | null;
}

function change(rows: Rows, more: Partial<PatientRow> | ((row: PatientRow) => Partial<PatientRow>)): void {
  const row = rows.one(PatientRow);
  if (!row) throw new Error('patient event before registration');
  rows.change(PatientRow, row, typeof more === 'function' ? more(row) : more);
}

const NOT_PROPOSED = { destructionProposedOn: null, destructionProposedBy: null };

/** The one that was decided last. */
function changeErasure(rows: Rows, to: Partial<ErasureRow>): void {
  const row = rows.all(ErasureRow).at(-1);
  if (!row) throw new Error('an erasure that nobody decided');
  rows.change(ErasureRow, row, to);
}

function changeRequest(rows: Rows, requestId: string, to: (row: DataRequestRow) => Partial<DataRequestRow>): void {
  const row = rows.all(DataRequestRow).find((one) => one.requestId === requestId);
  if (!row) throw new Error('event of a request that was not received');
  rows.change(DataRequestRow, row, to(row));
}

export const patientRows: ReadModel<PatientEvent> = {
  name: 'caseload-patients',
  category: 'patient',
  version: 2,
  tables: [PatientRow, DataRequestRow, ErasureRow],
  on: {
    PatientRegistered: (rows, { id, data }) =>
      rows.put(PatientRow, {
        patientId: id,
        ...data.personal,
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
      }),
    IdentityCorrected: (rows, { data }) => change(rows, data.personal.identity),
    NumberLeadsElsewhere: ignored,
    ContactDetailsRecorded: (rows, { data }) => change(rows, ({ restricted }) => (restricted ? {} : { details: data.personal })),
    CommunicationNeedsRecorded: (rows, { data }) => change(rows, { needs: data.personal }),
    CircumstancesRecorded: (rows, { data }) => change(rows, { circumstances: data.personal }),
    PracticeRegistrationRecorded: (rows) => change(rows, {}),
    RestrictionPlaced: (rows) => change(rows, { restricted: true, details: null }),
    RestrictionLifted: (rows) => change(rows, { restricted: false }),
    PatientsLinkProposed: ignored,
    PatientsLinked: (rows, { data }) => change(rows, ({ linkedTo }) => ({ linkedTo: [...linkedTo, data.otherPatientId] })),
    PatientsUnlinked: (rows, { data }) =>
      change(rows, ({ linkedTo }) => ({ linkedTo: linkedTo.filter((id) => id !== data.otherPatientId) })),
    DeathRecorded: (rows, { data }) => change(rows, { diedOn: data.on }),
    LegalHoldPlaced: (rows) => change(rows, { legalHold: true, ...NOT_PROPOSED }),
    LegalHoldLifted: (rows) => change(rows, { legalHold: false }),
    RecordKeptLonger: (rows, { data }) => change(rows, { keptUntil: data.until, ...NOT_PROPOSED }),
    DestructionProposed: (rows, { data, metadata }) =>
      change(rows, { destructionProposedOn: londonDay(new Date(metadata.recordedAt)), destructionProposedBy: data.by?.name ?? null }),
    DestructionDeclined: (rows) => change(rows, NOT_PROPOSED),
    ErasureConfirmed: (rows, { id, revision, data: { proposedBy, confirmedBy, ...data }, metadata }) => {
      change(rows, NOT_PROPOSED);
      rows.put(ErasureRow, {
        ...{ patientId: id, decision: revision, rule: data.rule, cases: [...data.cases], enquiries: [...data.enquiries] },
        ...{ proposedBy: proposedBy.name, confirmedBy: confirmedBy.name, confirmedOn: londonDay(new Date(metadata.recordedAt)) },
        ...{ stopped: null, erasedAt: null, keys: null },
      });
    },
    ErasureStopped: (rows, { data }) => changeErasure(rows, { stopped: data.because }),
    PersonalDataErased: (rows, { data, metadata }) => {
      changeErasure(rows, { erasedAt: metadata.recordedAt, keys: data.keys });
      for (const row of rows.all(PatientRow)) rows.remove(PatientRow, row);
      for (const row of rows.all(DataRequestRow)) rows.remove(DataRequestRow, row);
    },
    DataRequestReceived: (rows, { id, data }) => rows.put(DataRequestRow, newRequest(id, data)),
    DataRequestExtended: (rows, { data }) =>
      changeRequest(rows, data.requestId, ({ receivedOn }) => ({ dueOn: answerDueOn({ receivedOn, extended: data.months }) })),
    DisclosureDecided: ignored,
    SeriousHarmReviewed: (rows, { data }) => changeRequest(rows, data.requestId, () => ({ harmReviewed: true })),
    DataPackageMade: ignored,
    RecipientsTold: ignored,
    RecipientsNotTold: ignored,
    EntryDisputed: ignored,
    DataRequestClosed: (rows, { data }) => changeRequest(rows, data.requestId, () => ({ outcome: data.outcome })),
  },
};
