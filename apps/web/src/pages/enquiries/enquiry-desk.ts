import { actorOf, scopeCovers, type SignedInUser } from '@guardian/access';
import { FindCase, SearchCases, type SearchView } from '@guardian/caseload';
import { CLOCK, type EnquiryCommand, type EnquiryRecord, HandleEnquiryCommand, partOf, Records } from '@guardian/casework';
import { type CalendarDay, type Clock, today } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { type FormBody, type FormState, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import type { InputClass } from '../../http/strict-input';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';

/** One enquiry as somebody at the desk sees it: folded from its stream just now. */
export interface OpenedEnquiry extends EnquiryRecord {
  /** Of the case that it is about. */
  readonly reference: string | null;
}

interface Sent {
  readonly user: SignedInUser;
  readonly body: FormBody;
  readonly commandId: string;
}

/** One form on an enquiry: how it is shown, what it asks for, and where it leads. */
interface EnquiryForm<T extends object> {
  readonly shape: InputClass<T>;
  readonly field: string;
  readonly page: (form: FormState, status: number) => Page | Promise<Page>;
  readonly commands: (value: T) => readonly EnquiryCommand[];
  readonly to: string;
  readonly notice: string;
}

/** What every page of enquiries does: open one for somebody, and do what its forms ask for. */
@Injectable()
export class EnquiryDesk {
  constructor(
    private readonly records: Records,
    private readonly queries: QueryBus,
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
    const { received, caseId, place } = record.state;
    if (!received) throw new NotFound();
    if (caseId === null) {
      if (place !== null && !scopeCovers(scope, { placeCode: place, pcnCode: null, practiceCode: null })) throw new NotFound();
      return { ...record, reference: null };
    }
    const { opened } = (await this.records.case(caseId)).state;
    const found = opened && (await this.queries.execute(new FindCase(scope, opened.reference)));
    if (!found) throw new NotFound();
    return { ...record, reference: found.row.reference };
  }

  find(user: SignedInUser, text: string): Promise<SearchView> {
    return this.queries.execute(new SearchCases(user.scope, text));
  }

  /** Reads the form and does what it asks for; what is wrong is said on the same page, and what was typed stays. */
  async post<T extends object>({ user, body, commandId }: Sent, enquiryId: string, form: EnquiryForm<T>): Promise<Page | SeeOther> {
    const parsed = parseForm(form.shape, body);
    if (!parsed.ok) return form.page(parsed, 422);
    try {
      for (const [i, command] of form.commands(parsed.value).entries()) {
        const envelope = { actor: actorOf(user), commandId: i === 0 ? commandId : partOf(commandId, String(i + 1)) };
        const { position } = await this.commands.execute(new HandleEnquiryCommand(enquiryId, command, envelope));
        if (position !== undefined) await this.projections.waitUntil('caseload-enquiries', position, 1_000);
      }
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return form.page(withError(body, form.field, error.message), 422);
    }
    return new SeeOther(form.to, form.notice);
  }
}
