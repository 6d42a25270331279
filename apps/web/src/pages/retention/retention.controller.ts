import { EVERY_PATIENT } from '@guardian/access';
import { type KeptRecord, RecordOf, RecordsDue } from '@guardian/caseload';
import type { PatientCommand } from '@guardian/casework';
import { RETENTION_RULES } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { RequestDesk } from '../data-requests/request-desk';

const A_PAGE = 25;
const DAYS_AHEAD = 90;
const DECISIONS = ['hold', 'lift', 'keep', 'destroy'] as const;

class ReviewForm {
  @Choice({ label: 'what you decide', from: DECISIONS, required: 'Select what you decide' })
  decision: (typeof DECISIONS)[number];

  @Day({ label: 'The day until which it is kept' })
  until?: CalendarDay;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  because: string;
}

/** How long records are kept, which of them need not be kept any more, and what somebody decided about each. Nothing is destroyed here: `/privacy/erasures`. */
@Controller('privacy/retention')
@May('protect-privacy')
export class RetentionController {
  constructor(
    private readonly desk: RequestDesk,
    private readonly lists: ListDesk,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { today } = this.desk;
    const due = await this.queries.execute(new RecordsDue(EVERY_PATIENT, addDays(today, DAYS_AHEAD)));
    refusePageBeyond(page, due.length, A_PAGE);
    return new Page('pages/retention/retention.njk', {
      ...{ today, rules: RETENTION_RULES, now: due.filter(({ dueOn }) => dueOn !== null && dueOn <= today).length },
      rows: due.slice((page - 1) * A_PAGE, page * A_PAGE),
      asOf: await this.lists.asOf(),
      list: listView({ total: due.length, page, size: A_PAGE, href: (to) => addressOf('/privacy/retention', { page: to }) }),
    });
  }

  @Get(':patient')
  async record(@Param('patient') patientId: string): Promise<Page> {
    return this.page(await this.open(patientId), newForm());
  }

  @Post(':patient')
  @FormRoute()
  async review(@Param('patient') patientId: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const record = await this.open(patientId);
    const form = parseForm(ReviewForm, sent.body);
    if (!form.ok) return this.page(record, form, 422);
    if (form.value.decision === 'keep' && form.value.until === undefined)
      return this.page(record, withError(sent.body, 'until', 'Enter the day until which it is kept'), 422);
    try {
      await this.desk.do(sent, patientId, commandOf(form.value, record));
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.page(record, withError(sent.body, error.code === 'DateInPast' ? 'until' : 'decision', error.message), 422);
    }
    return new SeeOther(`/privacy/retention/${patientId}`, 'What you decided is saved.');
  }

  private async open(patientId: string): Promise<KeptRecord> {
    const record = isUuid(patientId) ? await this.queries.execute(new RecordOf(EVERY_PATIENT, patientId)) : null;
    if (!record) throw new NotFound();
    return record;
  }

  private page(record: KeptRecord, form: FormState, status = 200): Page {
    const hold = record.legalHold
      ? { value: 'lift', text: 'Lift the legal hold' }
      : { value: 'hold', text: 'Place a legal hold', hint: 'A court, an inquiry or a complaint needs the record' };
    const destroy = {
      ...{ value: 'destroy', text: 'Propose that it is destroyed' },
      hint: 'When it is due, or when the patient asked for erasure. A second person has to agree',
    };
    const decisions = [hold, { value: 'keep', text: 'Keep it for longer' }, destroy];
    return new Page('pages/retention/record.njk', { form, record, decisions, today: this.desk.today }, status);
  }
}

function commandOf({ decision, until, because }: ReviewForm, { retention }: KeptRecord): PatientCommand {
  if (decision === 'hold') return { type: 'PlaceLegalHold', because };
  if (decision === 'lift') return { type: 'LiftLegalHold', because };
  if (decision === 'keep' && until !== undefined) return { type: 'KeepRecordLonger', until, because };
  return { type: 'ProposeDestruction', because, due: retention && { rule: retention.rule.id, dueOn: retention.dueOn } };
}
