import type { MigrationInterface } from 'typeorm';

/** Every migration of Guardian, in the order of the numbers in their names. */
export const migrations: (new () => MigrationInterface)[] = [];
