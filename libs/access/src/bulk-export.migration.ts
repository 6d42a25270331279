import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files with many patients: who was stopped, what for they asked, who agreed, and each download. It only grows. */
export class BulkExport1795000000046 implements MigrationInterface {
  readonly name = 'BulkExport1795000000046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bulk_export (
        position bigint generated always as identity primary key,
        export_id uuid not null,
        at timestamptz not null default now(),
        step text not null check (step in ('stopped', 'asked', 'approved', 'refused', 'downloaded')),
        by_id text not null,
        by_name text not null,
        role text not null,
        organisation text not null,
        -- of the file; where it was stopped and downloaded
        address text,
        patients integer,
        -- the purpose, or why it was answered so
        words text,
        until timestamptz
      );
      create unique index bulk_export_once on bulk_export (export_id, (case when step in ('approved', 'refused') then 'answered' else step end))
        where step <> 'downloaded';
      create index bulk_export_file on bulk_export (by_id, address) where step = 'stopped';
      create function refuse_bulk_export_change() returns trigger language plpgsql as $$
      begin
        raise exception 'who exported what only grows: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;
      create trigger bulk_export_only_grows before update or delete or truncate on bulk_export
        for each statement execute function refuse_bulk_export_change();
      alter table bulk_export enable always trigger bulk_export_only_grows;
      -- it is guardian_app that seals
      grant select on bulk_export to guardian_app;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Who exported what stays written down: no migration takes it away.'));
  }
}
