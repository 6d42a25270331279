import { scopeCovers, type SignedInUser } from '@guardian/access';
import { PcnCaseload } from '@guardian/caseload';
import { Directory } from '@guardian/directory';
import { Bottlenecks } from '@guardian/oversight';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Choice, Text } from '../http/fields';
import { NotFound } from '../http/input-errors';
import { OneReportAtATime } from '../http/one-at-a-time';
import { CurrentUser, May } from '../http/signed-in';
import { Known } from './known';

const WEEKS = ['4', '12', '26', '52'] as const;

class BottleneckQuery {
  @Text({ label: 'The pathway' })
  pathway?: string;

  @Text({ label: 'The hospital' })
  provider?: string;

  @Text({ label: 'The PCN' })
  pcn?: string;

  /** How many weeks up to today; 12 unless told. */
  @Choice({ label: 'the number of weeks', from: WEEKS })
  weeks?: (typeof WEEKS)[number];
}

@Controller('api/v1')
@ApiTags('reports')
export class ReportsApi {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
    private readonly known: Known,
  ) {}

  @Get('reports/bottlenecks')
  @May('see-reports')
  @OneReportAtATime()
  @ApiOperation({ summary: 'Which step holds patients up, and whose next move it is' })
  async bottlenecks(@CurrentUser() user: SignedInUser, @Query() { weeks = '12', ...filters }: BottleneckQuery) {
    if (filters.pathway !== undefined) await this.known.pathway('pathway', filters.pathway);
    if (filters.provider !== undefined) await this.known.provider('provider', filters.provider);
    if (filters.pcn !== undefined) await this.known.pcn('pcn', filters.pcn, user);
    return this.queries.execute(new Bottlenecks(user.scope, filters, this.known.today, Number(weeks) as 4 | 12 | 26 | 52));
  }

  @Get('pcns/:code/caseload')
  @May('see-pcn')
  @ApiOperation({ summary: 'The waiting patients of one PCN, counted' })
  async pcnCaseload(@CurrentUser() { scope }: SignedInUser, @Param('code') code: string) {
    const pcn = (await this.directory.pcns(this.known.today)).find((one) => one.code === code);
    if (!pcn || !scopeCovers(scope, { placeCode: pcn.place.code, pcnCode: code, practiceCode: null })) throw new NotFound();
    return this.queries.execute(new PcnCaseload(scope, { code, placeCode: pcn.place.code }, this.known.today));
  }
}
