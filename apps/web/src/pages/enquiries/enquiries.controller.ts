import type { SignedInUser } from '@guardian/access';
import { FindCase, OpenEnquiries, type SearchView } from '@guardian/caseload';
import { Directory } from '@guardian/directory';
import { WorkingDays } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CommandId } from '../../http/command-id';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { type Choice, choices, namedChoices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { threeBoxes } from '../case/three-boxes';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
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
  async receive(@CurrentUser() user: SignedInUser, @CommandId() commandId: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const { place } = body;
    const known = (await this.places()).some(({ value }) => value === place);
    if (typeof place === 'string' && place !== '' && !known)
      return this.receivePage(withError(body, 'place', 'Select the place whose team answers'), 422);
    const enquiryId = this.desk.idOf(commandId);
    return this.desk.post({ user, body, commandId }, enquiryId, {
      shape: ReceiveForm,
      field: 'on',
      page: (form, status) => this.receivePage(form, status),
      commands: (value) => [{ type: 'ReceiveEnquiry', ...value }],
      to: `/enquiries/${enquiryId}`,
      notice: 'The enquiry is saved. Find the case that it is about.',
    });
  }

  @Get(':id')
  async enquiry(@CurrentUser() user: SignedInUser, @Param('id') id: string): Promise<Page> {
    return this.enquiryPage(await this.desk.open(user, id), newForm(this.answeredToday()));
  }

  /** The cases found stand on the same page; what was searched for stands in no address. */
  @Post(':id/find')
  @FormRoute()
  async find(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Body() body: FormBody): Promise<Page> {
    const opened = await this.desk.open(user, id);
    const form = parseForm(FindForm, body);
    if (!form.ok) return this.enquiryPage(opened, { ...form, typed: { ...this.answeredToday(), ...form.typed } }, 422);
    const found = await this.desk.find(user, form.value.q);
    return this.enquiryPage(opened, newForm({ ...this.answeredToday(), q: form.value.q }), 200, found);
  }

  @Post(':id/match')
  @FormRoute()
  async match(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @CommandId() commandId: string,
    @Body() body: FormBody,
  ): Promise<Page | SeeOther> {
    const opened = await this.desk.open(user, id);
    const reference = typeof body['reference'] === 'string' ? body['reference'] : '';
    const found = await this.queries.execute(new FindCase(user.scope, reference));
    if (!found) return this.enquiryPage(opened, withError({ ...this.answeredToday() }, 'q', 'Select a case of your patients'), 422);
    return this.desk.post({ user, body, commandId }, id, {
      shape: MatchForm,
      field: 'reference',
      page: (form, status) => this.enquiryPage(opened, form, status),
      commands: () => [{ type: 'MatchEnquiry', caseId: found.row.caseId }],
      to: `/enquiries/${id}`,
      notice: `The enquiry is tied to case ${reference}.`,
    });
  }

  /** Answered is done: the enquiry leaves the inbox. */
  @Post(':id/answer')
  @FormRoute()
  async answer(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @CommandId() commandId: string,
    @Body() body: FormBody,
  ): Promise<Page | SeeOther> {
    const opened = await this.desk.open(user, id);
    return this.desk.post({ user, body, commandId }, id, {
      shape: AnswerForm,
      field: 'answer',
      page: (form, status) => this.enquiryPage(opened, form, status),
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
  async passOn(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @CommandId() commandId: string,
    @Body() body: FormBody,
  ): Promise<Page | SeeOther> {
    const opened = await this.desk.open(user, id);
    return this.desk.post({ user, body, commandId }, id, {
      shape: PassOnForm,
      field: 'to',
      page: (form, status) => this.enquiryPage(opened, { ...form, typed: { ...this.answeredToday(), ...form.typed } }, status),
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
  async notForUs(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @CommandId() commandId: string,
    @Body() body: FormBody,
  ): Promise<Page | SeeOther> {
    const opened = await this.desk.open(user, id);
    return this.desk.post({ user, body, commandId }, id, {
      shape: CloseForm,
      field: 'outcome',
      page: (form, status) => this.enquiryPage(opened, form, status),
      commands: ({ outcome }) => [{ type: 'CloseEnquiry', outcome }],
      to: '/enquiries',
      notice: 'The enquiry is closed: it was not for this service.',
    });
  }

  private answeredToday(): FormState['typed'] {
    return { how: 'phone', ...threeBoxes('answeredOn', this.desk.today) };
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
        ...{ form, question, reference, closed: state.closed, history: historyOf(events), found },
        isLate: !state.closed && question.promisedBy !== null && question.promisedBy < this.desk.today,
        channels: choices(CHANNELS),
        saved: choices(SAVED),
      },
      status,
    );
  }
}
