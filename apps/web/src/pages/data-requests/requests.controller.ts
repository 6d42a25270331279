import { EVERY_PATIENT } from '@guardian/access';
import { DATA_REQUEST_LISTS, DataRequests } from '@guardian/caseload';
import { partOf } from '@guardian/casework';
import { DATA_REQUEST_KINDS, type DataRequestKind, type DataRequestOutcome } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, withError } from '../../http/form';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { threeBoxes } from '../case/three-boxes';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { PatientSearch } from '../search/patient-search';
import { type OpenedRequest, RequestDesk } from './request-desk';
import { requestPage } from './request-page';
import { KIND_WORDS, OUTCOME_WORDS } from './request-words';

const A_PAGE = 25;

class NewRequestForm {
  @Text({ label: 'The NHS number or case reference', max: 40, required: 'Enter the NHS number or a case reference' })
  q: string;

  @Day({ label: 'The date of birth', required: 'Enter the date of birth' })
  bornOn: CalendarDay;

  @Choice({ label: 'what is asked', from: DATA_REQUEST_KINDS, required: 'Select what is asked' })
  kind: DataRequestKind;

  @Day({ label: 'The day on which it came', required: 'Enter the day on which it came' })
  receivedOn: CalendarDay;

  @Text({ label: 'What is asked', max: 2_000, required: 'Enter what is asked, in the words of whoever asks' })
  asks: string;
}

class ExtendForm {
  @Choice({ label: 'how many months more', from: ['1', '2'], required: 'Select one or two months' })
  months: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason that the patient was told' })
  because: string;
}

class CloseForm {
  @Choice({ label: 'how it ended', from: Object.keys(OUTCOME_WORDS), required: 'Select how it ended' })
  outcome: DataRequestOutcome;

  @Text({ label: 'What the patient was told', max: 2_000, required: 'Enter what the patient was told' })
  told: string;
}

/** What patients ask about their own data: recorded, answered in time, closed with what they were told. */
@Controller('privacy/requests')
@May('protect-privacy')
export class DataRequestsController {
  constructor(
    private readonly desk: RequestDesk,
    private readonly lists: ListDesk,
    private readonly queries: QueryBus,
    private readonly patients: PatientSearch,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    const { show = 'open' } = readAddress(query, { show: DATA_REQUEST_LISTS });
    const page = pageIn(query);
    const { requests, total } = await this.queries.execute(new DataRequests(EVERY_PATIENT, show, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    const { today } = this.desk;
    return new Page('pages/data-requests/requests.njk', {
      show,
      asOf: await this.lists.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf('/privacy/requests', { show, page: to }) }),
      rows: requests.map((one) => ({
        ...one,
        kindWords: KIND_WORDS[one.kind],
        outcomeWords: one.outcome && OUTCOME_WORDS[one.outcome],
        late: one.outcome === null && one.dueOn < today,
      })),
    });
  }

  @Get('new')
  form(): Page {
    return newPage(newForm(threeBoxes('receivedOn', this.desk.today)));
  }

  /** The patient is found by number and date of birth together: neither alone says whose record this is. */
  @Post('new')
  @FormRoute()
  async record(@Sent() sent: Sent): Promise<Page | SeeOther> {
    const parsed = parseForm(NewRequestForm, sent.body);
    if (!parsed.ok) return newPage(parsed, 422);
    const { q, bornOn, kind, receivedOn, asks } = parsed.value;
    const { cases } = await this.patients.find({ ...sent.user, scope: EVERY_PATIENT }, q);
    const [patientId, ...others] = [...new Set(cases.filter((one) => one.bornOn === bornOn).map((one) => one.patientId))];
    if (patientId === undefined || others.length > 0 || !/\d|^GR-/i.test(q))
      return newPage(withError(sent.body, 'q', 'There is no patient with this number and date of birth. Check both.'), 422);
    const requestId = partOf(sent.commandId, 'data request');
    try {
      await this.desk.do(sent, patientId, { type: 'ReceiveDataRequest', requestId, kind, receivedOn, asks });
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return newPage(withError(sent.body, 'receivedOn', error.message), 422);
    }
    return new SeeOther(`/privacy/requests/${patientId}/${requestId}`, 'The request is recorded.');
  }

  @Get(':patient/:request')
  async request(@Param('patient') patient: string, @Param('request') request: string): Promise<Page> {
    return requestPage(this.desk.today)(await this.desk.open(patient, request), newForm());
  }

  @Post(':patient/:request/more-time')
  @FormRoute()
  async extend(@Param('patient') patient: string, @Param('request') request: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.desk.post(sent, await this.desk.open(patient, request), {
      ...{
        shape: ExtendForm,
        field: 'months',
        page: requestPage(this.desk.today),
        to: ({ address }: OpenedRequest) => address,
        notice: 'The new date is set.',
      },
      command: ({ months, because }) => ({ type: 'ExtendDataRequest', requestId: request, months: Number(months), because }),
    });
  }

  @Post(':patient/:request/close')
  @FormRoute()
  async close(@Param('patient') patient: string, @Param('request') request: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.desk.open(patient, request);
    const recipients = (await this.desk.recipients(opened)).map(({ id }) => id);
    return this.desk.post(sent, opened, {
      ...{
        shape: CloseForm,
        field: 'outcome',
        page: requestPage(this.desk.today),
        to: ({ address }: OpenedRequest) => address,
        notice: 'The request is closed.',
      },
      command: ({ outcome, told }) => ({ type: 'CloseDataRequest', requestId: request, outcome, because: told, recipients }),
    });
  }
}

const newPage = (form: FormState, status = 200): Page =>
  new Page('pages/data-requests/new.njk', { form, kinds: choices(KIND_WORDS) }, status);
