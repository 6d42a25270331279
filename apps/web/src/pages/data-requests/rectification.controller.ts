import type { CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Codes, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, type SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { RECIPIENT_WORDS } from './recipients';
import { copyOf } from './record-copy';
import { type OpenedRequest, RequestDesk } from './request-desk';

const A_PAGE = 25;

class RecipientsForm {
  @Codes({ label: 'who it is', required: 'Select who was told, or can not be' })
  recipients: string[];

  @Day({ label: 'The day on which they were told' })
  on?: CalendarDay;

  @Text({ label: 'The reason', max: 500 })
  because?: string;
}

class StatementForm {
  @Text({ label: 'The entry', required: 'Select the entry that the patient takes for wrong' })
  entry: string;

  @Text({ label: 'What the patient says', max: 2_000, required: 'Enter what the patient says, in their words' })
  statement: string;
}

/** What belongs to putting something right: whoever had received it is told, and what stays is kept with what the patient says of it. */
@Controller('privacy/requests/:patient/:request')
@May('protect-privacy')
export class RectificationController {
  constructor(private readonly desk: RequestDesk) {}

  @Get('recipients')
  async recipients(@Param('patient') patient: string, @Param('request') request: string): Promise<Page> {
    return this.recipientsPage(await this.open(patient, request), newForm());
  }

  @Post('recipients')
  @FormRoute()
  async tell(@Param('patient') patient: string, @Param('request') request: string, @Sent() sent: Sent): Promise<Page | SeeOther> {
    const opened = await this.open(patient, request);
    const known = new Set((await this.desk.recipients(opened)).map(({ id }) => id));
    return this.desk.post(sent, opened, {
      ...{ shape: RecipientsForm, field: 'on', page: this.recipientsPage, to: ({ address }: OpenedRequest) => `${address}/recipients` },
      command: ({ recipients, on = null, because = '' }) => ({
        ...{ type: 'RecordRecipients', requestId: request, on, because },
        recipients: recipients.filter((one) => known.has(one)),
      }),
      notice: 'It is recorded.',
    });
  }

  @Get('statement')
  async entries(@Param('patient') patient: string, @Param('request') request: string, @Query() query: AddressQuery): Promise<Page> {
    return this.statementPage(pageIn(query))(await this.open(patient, request), newForm());
  }

  @Post('statement')
  @FormRoute()
  async dispute(
    @Param('patient') patient: string,
    @Param('request') request: string,
    @Query() query: AddressQuery,
    @Sent() sent: Sent,
  ): Promise<Page | SeeOther> {
    const opened = await this.open(patient, request);
    const entries = await this.entriesOf(opened);
    return this.desk.post(sent, opened, {
      ...{ shape: StatementForm, field: 'entry', page: this.statementPage(pageIn(query)), to: ({ address }: OpenedRequest) => address },
      command: ({ entry, statement }) => ({
        ...{ type: 'DisputeEntry', requestId: request, statement },
        entry: entries.some((one) => one.entry === entry) ? entry : '',
      }),
      notice: 'What the patient says is kept with the entry.',
    });
  }

  /** Throws NotFound for a request of another kind. */
  private async open(patient: string, request: string): Promise<OpenedRequest> {
    const opened = await this.desk.open(patient, request);
    if (opened.request.kind !== 'rectification') throw new NotFound();
    return opened;
  }

  private async entriesOf(opened: OpenedRequest) {
    return copyOf(await this.desk.whole(opened), this.desk.now.toISOString());
  }

  private readonly recipientsPage = async (opened: OpenedRequest, form: FormState, status = 200): Promise<Page> => {
    const { address, patient, request } = opened;
    const rows = (await this.desk.recipients(opened)).map((one) => ({
      ...{ ...one, asWords: RECIPIENT_WORDS[one.as], told: request.told[one.id] },
      ...{ value: one.id, text: one.name },
    }));
    const shown = { form, address, rows, identity: patient.state.identity, closed: request.outcome !== null };
    return new Page('pages/data-requests/recipients.njk', shown, status);
  };

  private readonly statementPage =
    (page: number) =>
    async (opened: OpenedRequest, form: FormState, status = 200): Promise<Page> => {
      const { address, patient, request } = opened;
      const all = await this.entriesOf(opened);
      refusePageBeyond(page, all.length, A_PAGE);
      const rows = all.slice((page - 1) * A_PAGE, page * A_PAGE);
      return new Page(
        'pages/data-requests/statement.njk',
        {
          ...{ form, address, page, rows, identity: patient.state.identity, closed: request.outcome !== null },
          list: listView({ total: all.length, page, size: A_PAGE, href: (to) => addressOf(`${address}/statement`, { page: to }) }),
        },
        status,
      );
    };
}
