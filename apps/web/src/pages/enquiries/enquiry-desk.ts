import { actorOf, scopeCovers, shows, type SignedInUser } from '@guardian/access';
import { CLOCK, type EnquiryCommand, type EnquiryRecord, HandleEnquiryCommand, partOf, Records } from '@guardian/casework';
import { type CalendarDay, type Clock, today } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { type FormState, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import type { Sent } from '../../http/posted';
import type { InputClass } from '../../http/strict-input';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';

/** One enquiry as somebody at the desk sees it: folded from its stream just now. */
export interface OpenedEnquiry extends EnquiryRecord {
  /** Of the case that it is about. */
  readonly reference: string | null;
}

/** One form on an enquiry: how it is shown, what it asks for, and where it leads. */
interface EnquiryForm<T extends object> {
  readonly shape: InputClass<T>;
  readonly field: string;
  readonly page: (opened: OpenedEnquiry, form: FormState, status: number) => Page;
  readonly commands: (value: T) => readonly EnquiryCommand[];
  readonly to: string;
  readonly notice: string;
}

/** What every page of enquiries does: open one for somebody, and do what its forms ask for. */
@Injectable()
export class EnquiryDesk {
  constructor(
    private readonly records: Records,
    private readonly commands: CommandBus,
    private readonly projections: ProjectionStatus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): CalendarDay {
    return today(this.clock);
  }

  /** The same form sent again means the same enquiry. */
  idOf = (commandId: string): string => partOf(commandId, 'enquiry');

  /** Throws NotFound for an enquiry that is not there, and in the same words for one that is not this user's. */
  async open({ scope }: SignedInUser, enquiryId: string): Promise<OpenedEnquiry> {
    if (!isUuid(enquiryId)) throw new NotFound();
    const record = await this.records.enquiry(enquiryId);
    const { received, caseId, place: team } = record.state;
    if (!received) throw new NotFound();
    if (caseId === null) {
      if (team !== null && !scopeCovers(scope, { placeCode: team, pcnCode: null, practiceCode: null })) throw new NotFound();
      shows([]);
      return { ...record, reference: null };
    }
    const { opened } = (await this.records.case(caseId)).state;
    if (!opened) throw new NotFound();
    const { place, pcn, code } = opened.practice;
    if (!scopeCovers(scope, { placeCode: place, pcnCode: pcn, practiceCode: code })) throw new NotFound();
    shows([opened.patientId]);
    return { ...record, reference: opened.reference };
  }

  /** Reads the form and does what it asks for; what is wrong is said on the same page, and what was typed stays. */
  async post<T extends object>(sent: Sent, enquiryId: string, form: EnquiryForm<T>): Promise<Page | SeeOther> {
    const parsed = parseForm(form.shape, sent.body);
    const opened = await this.open(sent.user, enquiryId);
    if (!parsed.ok) return form.page(opened, parsed, 422);
    try {
      await this.do(sent, enquiryId, form.commands(parsed.value));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return form.page(opened, withError(sent.body, form.field, error.message), 422);
    }
    return new SeeOther(form.to, form.notice);
  }

  /** Several are done in turn, each once. Goes on when the inbox shows what was done, or after a second. */
  async do({ user, commandId }: Omit<Sent, 'body'>, enquiryId: string, commands: readonly EnquiryCommand[]): Promise<void> {
    for (const [i, command] of commands.entries()) {
      const envelope = { actor: actorOf(user), commandId: i === 0 ? commandId : partOf(commandId, String(i + 1)) };
      const { position } = await this.commands.execute(new HandleEnquiryCommand(enquiryId, command, envelope));
      if (position !== undefined) await this.projections.waitUntil('caseload-enquiries', position, 1_000);
    }
  }
}
