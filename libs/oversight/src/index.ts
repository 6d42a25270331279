import { ClockCaseRow, ClockRow, caseClocks } from './clocks/case-clocks';
import { CourseRow, StayRow, stayRows } from './stay-row';

export { type BottleneckFilters, type BottleneckRow, Bottlenecks, type BottleneckView } from './bottlenecks';
export { type ClockName, NO_END } from './clocks/clock-reading';
export { ClockCaseRow, ClockRow } from './clocks/case-clocks';
export { MEASURES } from './measures';
export { oversightMigrations } from './migrations';
export { OversightModule } from './oversight.module';
export { StayRow } from './stay-row';

export const oversightReadModels = [stayRows, caseClocks];
export const oversightEntities = [StayRow, CourseRow, ClockCaseRow, ClockRow];
