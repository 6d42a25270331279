import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may log in, and as what, beside every change of it. Nobody changes or takes away what was changed when by whom. */
export class Account1795000000031 implements MigrationInterface {
  readonly name = 'Account1795000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        -- stands in events as who did it
        id text primary key,
        issuer text not null,
        subject text not null,
        name text not null,
        role text not null,
        organisation text not null,
        scope_kind text not null check (scope_kind in ('place', 'pcn', 'practice', 'everywhere')),
        scope_code text not null check ((scope_kind = 'everywhere') = (scope_code = '')),
        starts timestamptz not null,
        ends timestamptz,
        unique (issuer, subject)
      );
      create table account_change (
        position bigint generated always as identity primary key,
        at timestamptz not null default now(),
        account_id text not null,
        by_id text not null,
        by_name text not null,
        why text not null,
        -- null: there was none
        before jsonb,
        after jsonb not null
      );
      create index account_change_account on account_change (account_id, position);
      create index web_session_user on web_session (user_id);

      create function refuse_account_history_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the changes of accounts only grow: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;
      create trigger account_change_only_grows before update or delete or truncate on account_change
        for each statement execute function refuse_account_history_change();
      alter table account_change enable always trigger account_change_only_grows;

      -- an account is ended, never taken away: events name it
      create trigger account_stays before delete or truncate on account
        for each statement execute function refuse_account_history_change();`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Accounts say who did what stands in the log: no migration takes them away.'));
  }
}
