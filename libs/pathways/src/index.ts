export type { PathwayDefinitionPublished, PublishPathwayDefinition } from './domain/pathway-definition/decider';
export * from './domain/pathway-definition/pathway-definition';
export { type Problem, validatePathwayDefinition } from './domain/pathway-definition/validate';
export { type Limit, type LimitName, limitOn, LIMITS } from './limits/limits';
export { PathwayDefinitions, pathwayStreamId, type StepLimitRow } from './pathway-definitions';
export { PathwaysModule } from './pathways.module';
export { shippedDefinitions } from './shipped/shipped-definitions';
