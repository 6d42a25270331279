import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was shown whose personal data: one row an answer. Guardian's role adds and reads; nobody changes or takes away. */
export class ReadAudit1795000000032 implements MigrationInterface {
  readonly name = 'ReadAudit1795000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_audit (
        position bigint generated always as identity primary key,
        at timestamptz not null,
        user_id text not null,
        user_name text not null,
        role text not null,
        organisation text not null,
        -- empty: personal data of nobody who is known, as of a search without a result
        patients uuid[] not null,
        purpose text not null,
        action text not null check (action in ('shown', 'exported')),
        method text not null,
        -- the pattern, never the address: that may hold what somebody searched for
        route text not null,
        status smallint not null,
        from_address inet,
        request_id uuid not null
      );
      create index read_audit_patients on read_audit using gin (patients);
      create index read_audit_at on read_audit (at);
      create index read_audit_user on read_audit (user_id, at);

      create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the read audit only grows: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;
      create trigger read_audit_only_grows before update or delete or truncate on read_audit
        for each statement execute function refuse_audit_change();
      -- also for sessions that play a replica, in which ordinary triggers sleep
      alter table read_audit enable always trigger read_audit_only_grows;

      revoke all on read_audit from public, guardian_app;
      grant select, insert on read_audit to guardian_app;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The read audit says who saw whose record: no migration takes it away.'));
  }
}
