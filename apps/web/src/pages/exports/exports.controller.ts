import { type BulkExport, BulkExports, type SignedInUser } from '@guardian/access';
import { limitOn } from '@guardian/pathways';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Text } from '../../http/fields';
import { type FormBody, type FormState, newForm, parseForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute } from '../../http/routes';
import { CurrentUser } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { exportInWords } from './export-words';

const A_PAGE = 25;

class AskForm {
  @Text({ label: 'What the file is for', max: 1_000, required: 'Say what the file is for, who gets it and where it is kept' })
  purpose: string;
}

/** Files that were not handed out to this person alone: what for, and what a second person said (docs/adr/0022). */
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly exports: BulkExports,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const page = pageIn(query);
    const { exports, total } = await this.exports.list({ by: user.id }, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const list = listView({ total, page, size: A_PAGE, href: (to) => addressOf('/exports', { page: to }) });
    return new Page('pages/exports/mine.njk', { exports: exports.map(exportInWords), list });
  }

  @Get(':export')
  async one(@CurrentUser() user: SignedInUser, @Param('export') id: string): Promise<Page> {
    return this.page(await this.found(user, id), newForm());
  }

  @Post(':export')
  @FormRoute()
  async ask(@CurrentUser() user: SignedInUser, @Param('export') id: string, @Body() body: FormBody): Promise<Page | SeeOther> {
    const found = await this.found(user, id);
    const form = parseForm(AskForm, body);
    if (!form.ok) return this.page(found, form, 422);
    if (!(await this.exports.ask(id, user, form.value.purpose)))
      return this.page(await this.found(user, id), withError(body, 'purpose', 'You have asked for this file already'), 422);
    return new SeeOther(`/exports/${id}`, 'A second person is asked.');
  }

  private async found({ id: userId }: SignedInUser, id: string): Promise<BulkExport> {
    const found = isUuid(id) ? await this.exports.find(id) : undefined;
    if (found?.by.id !== userId) throw new NotFound();
    return found;
  }

  private page(found: BulkExport, form: FormState, status = 200): Page {
    const { today } = this.desk;
    const limits = { most: limitOn('bulkExportPatients', today).is, hours: limitOn('bulkExportHours', today).is };
    return new Page('pages/exports/ask.njk', { form, one: exportInWords(found), ...limits }, status);
  }
}
