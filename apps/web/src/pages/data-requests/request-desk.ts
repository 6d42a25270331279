import { actorOf, EVERY_PATIENT, ReadAudit, shows, type SignedInUser } from '@guardian/access';
import { type CaseOfPatient, CasesOfPatients, EnquiriesOfCase } from '@guardian/caseload';
import {
  type CaseRecord,
  CLOCK,
  type DataRequest,
  HandlePatientCommand,
  type PatientCommand,
  type PatientRecord,
  Records,
} from '@guardian/casework';
import { type CalendarDay, type Clock, DomainError, today } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { type FormState, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import type { Sent } from '../../http/posted';
import type { InputClass } from '../../http/strict-input';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { withoutWhere } from '../case/restricted';
import { type Recipient, recipientsOf } from './recipients';
import { digestOf, packageOf, type RecordPackage, type WholeRecord } from './record-copy';

/** One request of a patient about their data, folded from the patient's stream just now. */
export interface OpenedRequest {
  readonly patientId: string;
  readonly requestId: string;
  readonly address: string;
  readonly patient: PatientRecord;
  readonly request: DataRequest;
}

interface RequestForm<T extends object> {
  readonly shape: InputClass<T>;
  readonly field: string;
  readonly page: (opened: OpenedRequest, form: FormState, status: number) => Page | Promise<Page>;
  readonly command: (value: T, opened: OpenedRequest) => PatientCommand;
  readonly to: (opened: OpenedRequest) => string;
  readonly notice: string;
}

/** Nobody pages through who looked at a record that is given away whole. */
const ALL_LOOKS = 1_000_000;

/** What every page of data requests does. Who may open one is for the page to ask. */
@Injectable()
export class RequestDesk {
  constructor(
    private readonly records: Records,
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly projections: ProjectionStatus,
    private readonly audit: ReadAudit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): CalendarDay {
    return today(this.clock);
  }

  get now(): Date {
    return this.clock.now();
  }

  /** Throws NotFound. */
  async open(patientId: string, requestId: string): Promise<OpenedRequest> {
    if (!isUuid(patientId)) throw new NotFound();
    const patient = await this.records.patientRecord(patientId);
    const request = Object.hasOwn(patient.state.requests, requestId) ? patient.state.requests[requestId] : undefined;
    if (!request) throw new NotFound();
    shows([patientId]);
    return { patientId, requestId, address: `/privacy/requests/${patientId}/${requestId}`, patient, request };
  }

  /** Cases and enquiries too, wherever they are: a copy that is not whole is no answer. */
  async whole({ patientId, patient }: OpenedRequest): Promise<WholeRecord> {
    const cases = await this.casesOf(patientId);
    const asked = await Promise.all(cases.map(({ caseId }) => this.queries.execute(new EnquiriesOfCase(EVERY_PATIENT, caseId))));
    const enquiries = await Promise.all(asked.flat().map(({ enquiryId }) => this.records.enquiry(enquiryId)));
    const whole = { patient, cases, enquiries };
    return patient.state.restricted ? withoutWhere(whole) : whole;
  }

  /** Who had received what is kept of the patient. */
  async recipients({ patientId, patient }: OpenedRequest): Promise<Recipient[]> {
    return recipientsOf(await this.casesOf(patientId), patient.state.restricted);
  }

  private async casesOf(patientId: string): Promise<CaseRecord[]> {
    const listed = await this.queries.execute(new CasesOfPatients(EVERY_PATIENT, [patientId]));
    return Promise.all(listed.map(({ caseId }) => this.records.case(caseId)));
  }

  /** The package as of an instant; its looks are those before it. */
  async package(opened: OpenedRequest, until: string): Promise<RecordPackage> {
    const { days } = await this.audit.looksAt(opened.patientId, 1, ALL_LOOKS, new Date(until));
    return packageOf(await this.whole(opened), opened.request, until, days);
  }

  /** The package that was made, byte by byte. Throws NotFound when none was, and DataPackageDiffers. */
  async made(opened: OpenedRequest): Promise<RecordPackage> {
    const { package: made } = opened.request;
    if (!made) throw new NotFound();
    const again = await this.package(opened, made.until);
    if (digestOf(again) !== made.digest)
      throw new DomainError(
        'DataPackageDiffers',
        'What was recorded has been hidden or is told in other words since the package was made. Make it again, and send that one.',
      );
    return again;
  }

  /** Reads the form and does what it asks for; what is wrong is said on the same page, and what was typed stays. */
  async post<T extends object>(sent: Sent, opened: OpenedRequest, form: RequestForm<T>): Promise<Page | SeeOther> {
    const parsed = parseForm(form.shape, sent.body);
    if (!parsed.ok) return form.page(opened, parsed, 422);
    try {
      await this.do(sent, opened.patientId, form.command(parsed.value, opened));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return form.page(opened, withError(sent.body, form.field, error.message), 422);
    }
    return new SeeOther(form.to(opened), form.notice);
  }

  /** Goes on when the list shows it, or after a second. */
  async do({ user, commandId }: Pick<Sent, 'user' | 'commandId'>, patientId: string, command: PatientCommand): Promise<void> {
    const envelope = { actor: actorOf(user), commandId };
    const { position } = await this.commands.execute(new HandlePatientCommand(patientId, command, envelope));
    if (position !== undefined) await this.projections.waitUntil('caseload-patients', position, 1_000);
  }

  /** The cases of the patient that this person may open. */
  casesFor({ scope }: SignedInUser, patientId: string): Promise<CaseOfPatient[]> {
    return this.queries.execute(new CasesOfPatients(scope, [patientId]));
  }
}
