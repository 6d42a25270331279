export { migrate, type MigrationClass, type ReadDatabase, readDatabase } from './database';
export { projectionMigrations } from './migrations';
export { ProjectionRunner, type RunnerOptions, type RunnerState } from './projection-runner';
export { type ParkedStream, ProjectionStatus, type ReadModelStatus } from './projection-status';
export * from './read-model';
export { readRows } from './read-rows';
export { replay, type Replayed, type ReplayOptions, type ReplayProgress } from './replay';
export { SnakeCaseNames } from './snake-case-names';
export { type GivenEvent, readModelSpec } from './read-model-spec';
