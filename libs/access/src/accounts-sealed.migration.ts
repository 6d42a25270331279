import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of accounts are sealed like the log, and it is kept when somebody last logged in. */
export class AccountsSealed1795000000039 implements MigrationInterface {
  readonly name = 'AccountsSealed1795000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- it is guardian_app that seals
      grant select on account_change to guardian_app;
      -- beside the account: a log-in is no change of it
      create table account_log_in (
        account_id text primary key,
        last_at timestamptz not null
      );`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Seals say what the changes of accounts were: no migration takes them away.'));
  }
}
