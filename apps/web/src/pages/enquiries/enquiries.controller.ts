import type { SignedInUser } from '@guardian/access';
import { FindCase, OpenEnquiries, type SearchView } from '@guardian/caseload';
import { Directory } from '@guardian/directory';
import { WorkingDays } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { type Choice, choices, namedChoices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { isForTheForm } from '../case/case-desk';
import { threeBoxes } from '../case/three-boxes';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { PatientSearch } from '../search/patient-search';
import { EnquiryDesk, type OpenedEnquiry } from './enquiry-desk';
import { AnswerForm, ASKERS, CHANNELS, CloseForm, FindForm, MatchForm, PassOnForm, ReceiveForm, SAVED } from './enquiry-forms';
import { historyOf, questionOf } from './enquiry-words';

const A_PAGE = 25;

/** Questions that reach the service: received, tied to a case, answered by a promised day or passed on. */
@Controller('enquiries')
@May('work-cases')
export class EnquiriesController {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly desk: EnquiryDesk,
    private readonly lists: ListDesk,
    private readonly patients: PatientSearch,
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Get()
  async inbox(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { today } = this.desk;
    const page = pageIn(query);
    const { enquiries, total, late } = await this.queries.execute(new OpenEnquiries(scope, today, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return new Page('pages/enquiries/inbox.njk', {
      asOf: await this.lists.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf('/enquiries', { page: to }) }),
      late,
      rows: enquiries.map((enquiry) => ({ ...enquiry, askerWords: ASKERS[enquiry.asker], isLate: enquiry.promisedBy < today })),
    });
  }

  @Get('new')
  async form(@CurrentUser() { scope }: SignedInUser): Promise<Page> {
    const { today } = this.desk;
    const promised = this.workingDays.add(today, limitOn('enquiryReplyWorkingDays', today).is);
    const place = scope.kind === 'place' ? scope.code : '';
    return this.receivePage(
      newForm({ asker: 'patient', channel: 'phone', place, ...threeBoxes('on', today), ...threeBoxes('promisedBy', promised) }),
    );
  }

  @Post('new')
  @FormRoute()
  async receive(@Sent() sent: Sent): Promise<Page | SeeOther> {
    const parsed = parseForm(ReceiveForm, sent.body);
    if (!parsed.ok) return this.receivePage(parsed, 422);
    const { place } = parsed.value;
    if (!(await this.places()).some(({ value }) => value === place))
      return this.receivePage(withError(sent.body, 'place', 'Select the place whose team answers'), 422);
    const enquiryId = this.desk.idOf(sent.commandId);
    try {
      await this.desk.do(sent, enquiryId, [{ type: 'ReceiveEnquiry', ...parsed.value }]);
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return this.receivePage(withError(sent.body, error.code === 'PromisedBeforeAsked' ? 'promisedBy' : 'on', error.message), 422);
    }
    return new SeeOther(`/enquiries/${enquiryId}`, 'The enquiry is saved. Find the case that it is about.');
  }

  @Get(':id')
  async enquiry(@CurrentUser() user: SignedInUser, @Param('id') id: string): Promise<Page> {
    return this.enquiryPage(await this.desk.open(user, id), newForm());
  }

  /** The cases found stand on the same page; what was searched for stands in no address. */
  @Post(':id/find')
  @FormRoute()
  async find(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Body() body: FormBody): Promise<Page> {
    const opened = await this.desk.open(user, id);
    const form = parseForm(FindForm, body);
    if (!form.ok) return this.enquiryPage(opened, form, 422);
    const { q } = form.value;
    return this.enquiryPage(opened, newForm({ q }), 200, await this.patients.find(user, q));
  }

  @Post(':id/match')
  @FormRoute()
  async match(@Param('id') id: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.desk.open(sent.user, id);
    const form = parseForm(MatchForm, sent.body);
    const found = form.ok ? await this.queries.execute(new FindCase(sent.user.scope, form.value.reference)) : null;
    if (!found) return this.enquiryPage(opened, withError({}, 'q', 'Select a case of your patients'), 422);
    return this.desk.post(sent, id, {
      shape: MatchForm,
      field: 'q',
      page: (...shown) => this.enquiryPage(...shown),
      commands: () => [{ type: 'MatchEnquiry', caseId: found.row.caseId }],
      to: `/enquiries/${id}`,
      notice: `The enquiry is tied to case ${found.row.reference}.`,
    });
  }

  /** Answered is done: the enquiry leaves the inbox. */
  @Post(':id/answer')
  @FormRoute()
  answer(@Param('id') id: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.desk.post(sent, id, {
      shape: AnswerForm,
      field: 'answer',
      page: (...shown) => this.enquiryPage(...shown),
      commands: ({ answeredOn, how, answer, saved = [] }) => [
        { type: 'AnswerEnquiry', on: answeredOn, how, answer, saved: [saved].flat() },
        { type: 'CloseEnquiry', outcome: 'answered' },
      ],
      to: '/enquiries',
      notice: 'The answer is saved, and the enquiry is done.',
    });
  }

  @Post(':id/pass-on')
  @FormRoute()
  passOn(@Param('id') id: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.desk.post(sent, id, {
      shape: PassOnForm,
      field: 'to',
      page: (...shown) => this.enquiryPage(...shown),
      commands: (value) => [
        { type: 'PassOnEnquiry', ...value },
        { type: 'CloseEnquiry', outcome: 'passed-on' },
      ],
      to: '/enquiries',
      notice: 'The enquiry is passed on. Tell whoever asked who has it now.',
    });
  }

  @Post(':id/not-for-us')
  @FormRoute()
  notForUs(@Param('id') id: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.desk.post(sent, id, {
      shape: CloseForm,
      field: 'outcome',
      page: (...shown) => this.enquiryPage(...shown),
      commands: ({ outcome }) => [{ type: 'CloseEnquiry', outcome }],
      to: '/enquiries',
      notice: 'The enquiry is closed: it was not for this service.',
    });
  }

  /** Places of the directory, each once. */
  private async places(): Promise<Choice[]> {
    const practices = await this.directory.practices(this.desk.today);
    return namedChoices([...new Map(practices.map(({ place }) => [place.code, place])).values()]);
  }

  private async receivePage(form: FormState, status = 200): Promise<Page> {
    const limit = limitOn('enquiryReplyWorkingDays', this.desk.today);
    return new Page(
      'pages/enquiries/receive.njk',
      { form, limit, askers: choices(ASKERS), channels: choices(CHANNELS), places: await this.places() },
      status,
    );
  }

  private enquiryPage({ enquiryId, state, events, reference }: OpenedEnquiry, form: FormState, status = 200, found?: SearchView): Page {
    const question = questionOf(events);
    return new Page(
      'pages/enquiries/enquiry.njk',
      {
        address: `/enquiries/${enquiryId}`,
        form: { ...form, typed: { how: 'phone', ...threeBoxes('answeredOn', this.desk.today), ...form.typed } },
        ...{ question, reference, closed: state.closed, history: historyOf(events), found },
        isLate: !state.closed && question.promisedBy !== null && question.promisedBy < this.desk.today,
        channels: choices(CHANNELS),
        saved: choices(SAVED),
      },
      status,
    );
  }
}
