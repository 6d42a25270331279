import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words of a provider that a session of its own is over: each counts once. */
export class LogOutToken1795000000033 implements MigrationInterface {
  readonly name = 'LogOutToken1795000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table log_out_token (id text primary key, at timestamptz not null default now())');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table log_out_token');
  }
}
