import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (object: string): string => readFileSync(join(__dirname, 'sql', `${object}.sql`), 'utf8');

class CreateEventLog1795000000000 implements MigrationInterface {
  readonly name = 'CreateEventLog1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const object of ['events', 'append_events', 'numbers', 'grants']) await runner.query(sql(object));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The event log is the record of care: no migration takes it away.'));
  }
}

class AdmitAppends1795000000001 implements MigrationInterface {
  readonly name = 'AdmitAppends1795000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('admit_appends'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The event store appends by this function: no migration takes it away.'));
  }
}

class ChainSeals1795000000002 implements MigrationInterface {
  readonly name = 'ChainSeals1795000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('chain'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The seals show that the log is as it was: no migration takes it away.'));
  }
}

class KeepDataKeys1795000000003 implements MigrationInterface {
  readonly name = 'KeepDataKeys1795000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('keys'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Without its key nobody can read a record: no migration takes it away.'));
  }
}

/** In the order in which they run. */
export const eventStoreMigrations = [
  CreateEventLog1795000000000,
  AdmitAppends1795000000001,
  ChainSeals1795000000002,
  KeepDataKeys1795000000003,
];
