import { BulkExports, type SignedInUser } from '@guardian/access';
import { limitOn } from '@guardian/pathways';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Choice, Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May, StepUp } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { exportInWords } from './export-words';

const A_PAGE = 25;
const OUTCOMES = { approved: 'Yes, it can be downloaded', refused: 'No' } as const;

class AnswerForm {
  @Choice({ label: 'your answer', from: Object.keys(OUTCOMES), required: 'Select whether you agree' })
  outcome: keyof typeof OUTCOMES;

  @Text({ label: 'The reason', max: 1_000, required: 'Say why' })
  words: string;
}

/** Files with many patients, for the second person who agrees to them. What is in them is not shown here. */
@Controller('admin/exports')
@May('approve-exports')
export class ExportAnswersController {
  constructor(
    private readonly exports: BulkExports,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    const page = pageIn(query);
    const { exports, total } = await this.exports.list({}, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const list = listView({ total, page, size: A_PAGE, href: (to) => addressOf('/admin/exports', { page: to }) });
    return new Page('pages/exports/exports.njk', {
      ...{ exports: exports.map(exportInWords), list },
      most: limitOn('bulkExportPatients', this.desk.today).is,
    });
  }

  @Get(':export')
  @StepUp()
  one(@CurrentUser() user: SignedInUser, @Param('export') id: string): Promise<Page> {
    return this.page(user, id, newForm());
  }

  @Post(':export')
  @FormRoute()
  @StepUp()
  async answer(@CurrentUser() user: SignedInUser, @Param('export') id: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const form = parseForm(AnswerForm, body);
    if (!form.ok) return this.page(user, id, form, 422);
    const { outcome, words } = form.value;
    const { exportId } = await this.found(id);
    if (!(await this.exports.answer(exportId, user, outcome, words, this.hours)))
      return this.page(user, id, withError(body, 'outcome', 'Somebody has answered this, or it was you who asked'), 422);
    return new SeeOther('/admin/exports', outcome === 'approved' ? 'The file can be downloaded now.' : 'The file stays here.');
  }

  private get hours(): number {
    return limitOn('bulkExportHours', this.desk.today).is;
  }

  /** One that was asked for. */
  private async found(id: string) {
    const found = isUuid(id) ? await this.exports.find(id) : undefined;
    if (!found?.askedAt) throw new NotFound();
    return found;
  }

  private async page(user: SignedInUser, id: string, form: FormState, status = 200): Promise<Page> {
    const found = await this.found(id);
    return new Page(
      'pages/exports/answer.njk',
      {
        ...{ form, one: exportInWords(found), hours: this.hours, outcomes: choices(OUTCOMES) },
        mayAnswer: found.state === 'asked' && found.by.id !== user.id,
        looks: addressOf('/audit', { who: found.by.id }),
      },
      status,
    );
  }
}
