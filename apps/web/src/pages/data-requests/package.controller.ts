import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Choice, Codes, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { May, StepUp } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { requestPage } from './request-page';
import { copyOf, digestOf, textOf } from './record-copy';
import { type OpenedRequest, RequestDesk } from './request-desk';

const A_PAGE = 25;

class DisclosureForm {
  /** The entries that stood on the page. */
  @Codes({ label: 'the entries', required: 'Open the page again: it had no entries' })
  shown: string[];

  @Codes({ label: 'the entries to withhold' })
  withhold?: string[];

  @Text({ label: 'The reason', max: 500 })
  because?: string;
}

class MakeForm {
  /** Which button was pressed. */
  @Choice({ label: 'what is made', from: ['package'], required: 'Press the button again' })
  make: 'package';
}

/** The copy of the record for a subject access request: what is about others first, then put together, then taken away. */
@Controller('privacy/requests/:patient/:request')
@May('protect-privacy')
export class DataPackageController {
  constructor(private readonly desk: RequestDesk) {}

  @Get('entries')
  async entries(@Param('patient') patient: string, @Param('request') request: string, @Query() query: AddressQuery): Promise<Page> {
    return this.page(await this.desk.open(patient, request), newForm(), 200, pageIn(query));
  }

  /** Those ticked are withheld, all others on the page are given: for each of both somebody looked at it. */
  @Post('entries')
  @FormRoute()
  async decide(
    @Param('patient') patient: string,
    @Param('request') request: string,
    @Query() query: AddressQuery,
    @Sent() sent: Sent,
  ): Promise<Page | SeeOther> {
    const page = pageIn(query);
    return this.desk.post(sent, await this.desk.open(patient, request), {
      shape: DisclosureForm,
      field: 'because',
      page: (opened, form, status) => this.page(opened, form, status, page),
      command: ({ shown, withhold = [], because = '' }) => ({
        ...{ type: 'DecideDisclosure', requestId: request },
        decisions: shown.map((entry) =>
          withhold.includes(entry) ? { entry, disclosed: false, because } : { entry, disclosed: true, because: '' },
        ),
      }),
      to: ({ address }) => addressOf(`${address}/entries`, { page }),
      notice: 'What you decided about these entries is saved.',
    });
  }

  @Post('package')
  @FormRoute()
  async make(@Param('patient') patient: string, @Param('request') request: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.desk.open(patient, request);
    const until = this.desk.now.toISOString();
    const made = await this.desk.package(opened, until);
    const aboutOthers = await this.aboutOthers(opened, until);
    return this.desk.post(sent, opened, {
      ...{ shape: MakeForm, field: 'make', page: requestPage(this.desk.today), to: ({ address }: OpenedRequest) => address },
      command: () => ({ type: 'MakeDataPackage', requestId: request, until, digest: digestOf(made), aboutOthers }),
      notice: 'The package is ready to be taken away.',
    });
  }

  @Get('package.json')
  @StepUp()
  async json(
    @Param('patient') patient: string,
    @Param('request') request: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const made = await this.desk.made(await this.desk.open(patient, request));
    void reply.type('application/json; charset=utf-8');
    asFile(reply, `${request}.json`);
    return textOf(made);
  }

  /** To be read and printed; the same content as the JSON. */
  @Get('package.html')
  @StepUp()
  async html(
    @Param('patient') patient: string,
    @Param('request') request: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page> {
    const made = await this.desk.made(await this.desk.open(patient, request));
    asFile(reply, `${request}.html`);
    return new Page('pages/data-requests/copy.njk', { made });
  }

  private async aboutOthers(opened: OpenedRequest, until: string): Promise<string[]> {
    return copyOf(await this.desk.whole(opened), until).flatMap(({ entry, aboutOthers }) => (aboutOthers ? [entry] : []));
  }

  private async page(opened: OpenedRequest, form: FormState, status: number, page: number): Promise<Page> {
    const { address, request, patient } = opened;
    const all = copyOf(await this.desk.whole(opened), this.desk.now.toISOString()).filter(({ aboutOthers }) => aboutOthers);
    refusePageBeyond(page, all.length, A_PAGE);
    const rows = all.slice((page - 1) * A_PAGE, page * A_PAGE).map((one) => ({ ...one, decision: request.decisions[one.entry] ?? null }));
    const ticked = rows.flatMap(({ entry, decision }) => (decision && !decision.disclosed ? [entry] : []));
    const because = rows.find(({ decision }) => decision && !decision.disclosed)?.decision?.because ?? '';
    return new Page(
      'pages/data-requests/entries.njk',
      {
        ...{ address, page, rows, identity: patient.state.identity, closed: request.outcome !== null },
        form: { ...form, typed: { withhold: ticked, because, ...form.typed } },
        open: all.filter(({ entry }) => !request.decisions[entry]).length,
        list: listView({ total: all.length, page, size: A_PAGE, href: (to) => addressOf(`${address}/entries`, { page: to }) }),
      },
      status,
    );
  }
}

const asFile = (reply: FastifyReply, name: string): void => {
  void reply.header('content-disposition', `attachment; filename="subject-access-${name}"`).header('cache-control', 'no-store');
};
