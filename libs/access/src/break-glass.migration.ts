import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records that somebody opened who has no relationship to the patient: why, until when, and what was thought of it afterwards. It only grows. */
export class BreakGlass1795000000037 implements MigrationInterface {
  readonly name = 'BreakGlass1795000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table break_glass (
        use_id uuid primary key default gen_random_uuid(),
        at timestamptz not null default now(),
        until timestamptz not null,
        user_id text not null,
        user_name text not null,
        role text not null,
        organisation text not null,
        patient_id uuid not null,
        reason text not null,
        words text not null
      );
      create index break_glass_user on break_glass (user_id, until);
      create index break_glass_at on break_glass (at);
      -- before its time was over, by whoever had opened it
      create table break_glass_end (use_id uuid primary key references break_glass, at timestamptz not null default now());
      create table break_glass_review (
        use_id uuid primary key references break_glass,
        at timestamptz not null default now(),
        by_id text not null,
        by_name text not null,
        outcome text not null,
        words text not null
      );
      create function refuse_break_glass_change() returns trigger language plpgsql as $$
      begin
        raise exception 'who opened which record only grows: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;`);
    for (const table of ['break_glass', 'break_glass_end', 'break_glass_review']) {
      await runner.query(`
        create trigger ${table}_only_grows before update or delete or truncate on ${table}
          for each statement execute function refuse_break_glass_change();
        alter table ${table} enable always trigger ${table}_only_grows;`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Who opened which record stays written down: no migration takes it away.'));
  }
}
