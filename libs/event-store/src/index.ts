export * from './event-store';
export * from './in-memory/in-memory-event-store';
export { eventStoreMigrations } from './postgres/migrations';
export type { ConnectionOptions } from './postgres/connections';
export * from './postgres/postgres-event-store';
export * from './postgres/postgres-sequence';
export * from './stream-runner';
export * from './upcast';
