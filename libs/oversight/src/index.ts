import { CourseRow, StayRow, stayRows } from './stay-row';

export { type BottleneckFilters, type BottleneckRow, Bottlenecks, type BottleneckView } from './bottlenecks';
export { MEASURES } from './measures';
export { oversightMigrations } from './migrations';
export { OversightModule } from './oversight.module';
export { StayRow } from './stay-row';

export const oversightReadModels = [stayRows];
export const oversightEntities = [StayRow, CourseRow];
