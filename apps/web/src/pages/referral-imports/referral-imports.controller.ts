import { actorOf, shows, type SignedInUser } from '@guardian/access';
import { COLUMNS, ImportReports, type ReferralImport, ReferralImports, referralsTemplate } from '@guardian/intake';
import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { Text, Whole } from '../../http/fields';
import { type FormBody, type FormState, newForm, withError } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { FormRoute, UploadRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { importView } from './import-view';
import { uploadedFile } from './uploaded-file';

const FILES_SHOWN = 50;
const PROBLEMS_ON_A_PAGE = 50;
const TOP_PROBLEMS = 5;
const MOST_PAGES = 10_000;

class ProblemsQuery {
  @Whole({ label: 'Page', min: 1, max: MOST_PAGES })
  page?: number;

  @Text({ label: 'Problem' })
  problem?: string;
}

/** Files of referrals: checked with nothing saved, then imported in the background. */
@Controller('referrals/imports')
@May('bring-in-referrals')
export class ReferralImportsController {
  constructor(
    private readonly imports: ReferralImports,
    private readonly reports: ImportReports,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser): Promise<Page> {
    const files = await this.imports.list(FILES_SHOWN);
    return new Page('pages/referral-imports/list.njk', { files: files.map((file) => importView(file, user)) });
  }

  @Get('template.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="referrals-template.csv"')
  template(): Buffer {
    return referralsTemplate();
  }

  @Get('new')
  chooseFile(): Page {
    return fileForm(newForm());
  }

  @Post('new')
  @UploadRoute()
  async check(@CurrentUser() user: SignedInUser, @Body() body: FormBody): Promise<Page | SeeOther> {
    const upload = await uploadedFile(body, 'file');
    if (!upload) return fileForm(withError(body, 'file', 'Choose a file'), 422);
    const checked = await this.imports.check(upload, actorOf(user));
    return checked.ok ? new SeeOther(`/referrals/imports/${checked.id}`) : fileForm(withError(body, 'file', checked.problem), 422);
  }

  @Get(':id')
  async show(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Query() { page = 1, problem }: ProblemsQuery): Promise<Page> {
    const file = await this.find(id);
    shows([]); // what was sent may be a name or a number
    const from = (page - 1) * PROBLEMS_ON_A_PAGE;
    const { total, rows } = await this.reports.problems(id, {
      from,
      most: PROBLEMS_ON_A_PAGE,
      ...(problem === undefined ? {} : { problem }),
    });
    const before = file.state === 'checked' ? await this.imports.sameContentBefore(file) : undefined;
    const view = importView(file, user);
    const query = problem === undefined ? '' : `&problem=${encodeURIComponent(problem)}`;
    return new Page('pages/referral-imports/import.njk', {
      file: view,
      before: before ? importView(before, user) : null,
      problems: rows,
      problem: problem ?? null,
      topProblems: await this.reports.topProblems(id, TOP_PROBLEMS),
      list: listView({ total, page, size: PROBLEMS_ON_A_PAGE, href: (number) => `${view.address}?page=${number}${query}` }),
    });
  }

  @Post(':id/import')
  @FormRoute()
  async begin(@CurrentUser() user: SignedInUser, @Param('id') id: string): Promise<SeeOther> {
    const { address } = importView(await this.findMine(id, user), user);
    await this.imports.begin(id);
    return new SeeOther(address);
  }

  @Get(':id/errors.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="rows-to-put-right.csv"')
  @Header('cache-control', 'no-store')
  async badRows(@CurrentUser() user: SignedInUser, @Param('id') id: string): Promise<string> {
    await this.findMine(id, user);
    shows([]);
    const csv = await this.reports.badRows(id);
    if (csv === undefined) throw new NotFound();
    return csv;
  }

  private async find(id: string): Promise<ReferralImport> {
    const file = UUID.test(id) ? await this.imports.find(id) : null;
    if (file === null) throw new NotFound();
    return file;
  }

  private async findMine(id: string, user: SignedInUser): Promise<ReferralImport> {
    const file = await this.find(id);
    if (!importView(file, user).isMine) throw new NotFound();
    return file;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fileForm = (form: FormState, status = 200): Page => new Page('pages/referral-imports/new.njk', { form, columns: COLUMNS }, status);
