import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of the web process. `sid` is a hash: a copy of the table is no set of working cookies. */
export class WebSession1795000000030 implements MigrationInterface {
  readonly name = 'WebSession1795000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table web_session (
        sid text primary key,
        session json not null,
        user_id text,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`);
    await runner.query('create index web_session_expires_at on web_session (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table web_session');
  }
}
