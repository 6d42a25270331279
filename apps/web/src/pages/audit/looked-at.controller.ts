import { ReadAudit, type SignedInUser } from '@guardian/access';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { CaseDesk } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { PURPOSE_WORDS, routeWords } from './look-words';

const A_PAGE = 50;

/** Who has looked at the record of a patient: at this case and at every other, and at lists with the patient on them. */
@Controller('cases/:reference/looked-at')
@May('see-patients')
export class LookedAtController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly audit: ReadAudit,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const opened = await this.desk.open(user, reference);
    const { days, total } = await this.audit.looksAt(opened.row.patientId, page, A_PAGE);
    refusePageBeyond(page, total, A_PAGE);
    const address = `/cases/${reference}/looked-at`;
    return new Page('pages/audit/looked-at.njk', {
      ...(await this.frame.around(opened)),
      days: days.map((one) => ({ ...one, what: [...new Set(one.routes.map(routeWords))], purpose: PURPOSE_WORDS[one.purpose] })),
      list: listView({ total, page, size: A_PAGE, href: (to) => addressOf(address, { page: to }) }),
    });
  }
}
