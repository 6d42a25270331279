import { ClockCaseRow, ClockRow, caseClocks } from './clocks/case-clocks';
import { CourseRow, StayRow, stayRows } from './stay-row';

export { type BottleneckFilters, type BottleneckRow, Bottlenecks, type BottleneckView } from './bottlenecks';
export { type ClockName, NO_END } from './clocks/clock-reading';
export { ClockCaseRow, ClockRow } from './clocks/case-clocks';
export { bandsOf, type LimitName, limitsOf, type WaitBand } from './clocks/limits';
export type { ClockFilters } from './clocks/running-clocks';
export { type Behind, type WaitingCase, WaitingCases, type WaitingCasesView } from './clocks/waiting-cases';
export { type Count, type Group, GROUPS, type Horizon, HORIZONS, type LimitCount, Waits, type WaitsView } from './clocks/waits';
export { MEASURES } from './measures';
export { oversightMigrations } from './migrations';
export { OversightModule } from './oversight.module';
export { OpenPathways } from './returns/open-pathways';
export { type ReturnName, returnRows } from './returns/return-csv';
export type { Known } from './returns/cases-to-count';
export { readOpenPathways, readReturn } from './returns/read-return';
export { isWithin18Weeks, monthEnd } from './returns/month-end';
export { type ReturnCase, ReturnCases, type ReturnNumber } from './returns/return-cases';
export { type Dm01Line, type MonthEndView, type RttLine, StatutoryReturns } from './returns/statutory-returns';
export { RTT_FUNCTIONS, type RttFunction } from './returns/treatment-functions';
export { suppressed } from './domain/waits';
export { StayRow } from './stay-row';

export const oversightReadModels = [stayRows, caseClocks];
export const oversightEntities = [StayRow, CourseRow, ClockCaseRow, ClockRow];
