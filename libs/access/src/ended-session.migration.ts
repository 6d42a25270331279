import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose sessions were ended by somebody else, and by whom. It only grows. */
export class EndedSession1795000000034 implements MigrationInterface {
  readonly name = 'EndedSession1795000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ended_session (
        position bigint generated always as identity primary key,
        at timestamptz not null default now(),
        user_id text not null,
        by_id text not null,
        by_name text not null
      );
      create function refuse_ended_session_change() returns trigger language plpgsql as $$
      begin
        raise exception 'who ended whose session only grows: % is refused', tg_op using errcode = 'restrict_violation';
      end
      $$;
      create trigger ended_session_only_grows before update or delete or truncate on ended_session
        for each statement execute function refuse_ended_session_change();
      alter table ended_session enable always trigger ended_session_only_grows;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Who ended whose session stays written down: no migration takes it away.'));
  }
}
