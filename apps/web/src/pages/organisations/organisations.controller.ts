import { Directory, PracticeHistories } from '@guardian/directory';
import { Controller, Get, Query } from '@nestjs/common';
import { May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';

const A_PAGE = 50;

/** The organisations that the directory knows, with their dates: to read. They are changed by bringing in the national files. */
@Controller('admin/organisations')
@May('run-the-service')
export class OrganisationsController {
  constructor(
    private readonly directory: Directory,
    private readonly histories: PracticeHistories,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async list(@Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const { today } = this.desk;
    const page = pageIn(query);
    const { practices, total } = await this.histories.list(page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const [pcns, providers] = await Promise.all([this.directory.pcns(today), this.directory.providers()]);
    const sizes = await Promise.all(pcns.map(({ code }) => this.directory.listSize(code, today)));
    return new Page('pages/organisations/organisations.njk', {
      pcns: pcns.map((pcn, n) => ({ ...pcn, patients: sizes[n] ?? null })),
      practices,
      providers,
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf('/admin/organisations', { page: to }) }),
    });
  }
}
