import { openedUntil, type SignedInUser } from '@guardian/access';
import { DataRequests } from '@guardian/caseload';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Codes, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound, ReasonNeeded } from '../../http/input-errors';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { copyOf } from './record-copy';
import { type OpenedRequest, RequestDesk } from './request-desk';

const A_PAGE = 25;
const ADDRESS = '/privacy/clinical-reviews';

class HarmForm {
  @Codes({ label: 'the entries to withhold' })
  withhold?: string[];

  @Text({ label: 'What you found', max: 2_000, required: 'Enter what you found' })
  finding: string;
}

/** Before a record is given to its patient, a clinician looks whether that could do serious harm to anybody (Data Protection Act 2018, Sch. 3). */
@Controller('privacy/clinical-reviews')
@May('decide-clinically')
export class ClinicalReviewsController {
  constructor(
    private readonly desk: RequestDesk,
    private readonly lists: ListDesk,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  async list(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { requests, total } = await this.queries.execute(new DataRequests(scope, 'for-a-clinician', page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return new Page('pages/data-requests/clinical-reviews.njk', {
      rows: requests.map((one) => ({ ...one, late: one.dueOn < this.desk.today })),
      asOf: await this.lists.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf(ADDRESS, { page: to }) }),
    });
  }

  @Get(':patient/:request')
  async review(@CurrentUser() user: SignedInUser, @Param('patient') patient: string, @Param('request') request: string): Promise<Page> {
    return this.page(await this.open(user, patient, request), newForm(), 200);
  }

  @Post(':patient/:request')
  @FormRoute()
  async save(@Param('patient') patient: string, @Param('request') request: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    return this.desk.post(sent, await this.open(sent.user, patient, request), {
      shape: HarmForm,
      field: 'finding',
      page: this.page.bind(this),
      command: ({ withhold = [], finding }) => ({ type: 'ReviewSeriousHarm', requestId: request, withheld: withhold, finding }),
      to: () => ADDRESS,
      notice: 'What you found is saved.',
    });
  }

  /** A patient of somebody else looks like one who is not there. */
  private async open(user: SignedInUser, patient: string, request: string): Promise<OpenedRequest> {
    const opened = await this.desk.open(patient, request);
    const { kind, outcome } = opened.request;
    const [first] = await this.desk.casesFor(user, patient);
    if (kind !== 'subject-access' || outcome !== null || !first) throw new NotFound();
    if (opened.patient.state.restricted && openedUntil(user.scope, patient) === undefined) throw new ReasonNeeded(first.reference);
    return opened;
  }

  private async page(opened: OpenedRequest, form: FormState, status: number): Promise<Page> {
    const { harm } = opened.request;
    return new Page(
      'pages/data-requests/clinical-review.njk',
      {
        action: `${ADDRESS}/${opened.patientId}/${opened.requestId}`,
        ...{ identity: opened.patient.state.identity, harm },
        entries: copyOf(await this.desk.whole(opened), this.desk.now.toISOString()),
        form: { ...form, typed: { withhold: [...(harm?.withheld ?? [])], finding: harm?.finding ?? '', ...form.typed } },
      },
      status,
    );
  }
}
