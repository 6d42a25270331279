import type { MigrationInterface, QueryRunner } from 'typeorm';

const BREAK_GLASS = ['break_glass', 'break_glass_end', 'break_glass_review'];

/** What the worker found when it compared what is sealed; and who opened which record is sealed from now on. */
export class Verification1795000000047 implements MigrationInterface {
  readonly name = 'Verification1795000000047';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of BREAK_GLASS) {
      await runner.query(`
        alter table ${table} add column position bigint generated always as identity unique;
        -- it is guardian_app that seals
        grant select on ${table} to guardian_app`);
    }
    await runner.query(`
      create table verification (
        -- in London; once each
        day date primary key,
        started_at timestamptz not null,
        at timestamptz not null default now(),
        rows bigint not null,
        findings text[] not null
      );
      create function refuse_verification_change() returns trigger language plpgsql as $$
      begin
        raise exception 'what was found only grows: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;
      create trigger verification_only_grows before update or delete or truncate on verification
        for each statement execute function refuse_verification_change();
      alter table verification enable always trigger verification_only_grows;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Seals say who opened which record: no migration takes that away.'));
  }
}
