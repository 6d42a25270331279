// The JSON API: the same commands and queries as the pages, for programs.
import { CasesApi } from './cases.controller';
import { ClocksApi } from './clocks.controller';
import { DirectoryApi } from './directory.controller';
import { EnquiriesApi } from './enquiries.controller';
import { Known } from './known';
import { OpenApiController } from './open-api.controller';
import { ReferralsApi } from './referrals.controller';
import { ReportsApi } from './reports.controller';

export const apiControllers = [OpenApiController, ReferralsApi, CasesApi, EnquiriesApi, ReportsApi, DirectoryApi, ClocksApi];

export const apiProviders = [Known];
