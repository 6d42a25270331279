import { OF_SCOPE, wall, withoutWall } from '@guardian/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateOversight1795000000050 implements MigrationInterface {
  readonly name = 'CreateOversight1795000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table oversight_stay (
        case_id uuid not null,
        stay int not null,
        step text not null,
        entered_on date not null,
        left_on date,
        left_to text,
        pathway_id text not null,
        pathway_version int not null,
        provider_code text,
        provider_name text,
        practice_code text not null,
        pcn_code text,
        place_code text not null,
        primary key (case_id, stay)
      ) with (fillfactor = 90)`);
    // A report asks for the stays that were open in a period: not left before it began.
    await runner.query('create index oversight_stay_open on oversight_stay (step) where left_on is null');
    await runner.query('create index oversight_stay_left on oversight_stay (left_on)');
    await runner.query(`
      create table oversight_case (
        case_id uuid primary key,
        stays int not null,
        progress jsonb not null
      ) with (fillfactor = 80)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table oversight_stay, oversight_case');
  }
}

class CreateClocks1795000000051 implements MigrationInterface {
  readonly name = 'CreateClocks1795000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table oversight_clock_case (
        case_id uuid primary key,
        reference text not null,
        patient_id uuid not null,
        referred_on date not null,
        opened_on date not null,
        closed_on date,
        close_reason text,
        pathway_id text not null,
        specialty text not null,
        priority text not null,
        suspected_cancer boolean not null,
        practice_code text not null,
        pcn_code text,
        place_code text not null,
        provider_code text,
        facts jsonb not null,
        progress jsonb not null
      ) with (fillfactor = 80)`);
    await runner.query(`
      create table oversight_clock (
        case_id uuid not null,
        clock text not null,
        n int not null,
        from_day date not null,
        until_day date not null,
        state text not null,
        runs boolean not null,
        start date,
        stop date,
        inside_until date,
        test text,
        activity text,
        stop_reason text,
        completed_as text,
        decision_to_admit boolean,
        counts_in_return boolean,
        start_confidence text,
        closed_on date,
        pathway_id text not null,
        specialty text not null,
        practice_code text not null,
        pcn_code text,
        place_code text not null,
        provider_code text,
        primary key (case_id, clock, n, from_day)
      ) with (fillfactor = 90)`);
    // Every count is answered from the index alone: what has ended lies before the day that is asked for, and is not read.
    await runner.query(
      `create index oversight_clock_running on oversight_clock (clock, until_day, start) include (from_day, inside_until, closed_on,
         pathway_id, specialty, practice_code, pcn_code, place_code, provider_code, test) where runs`,
    );
    await runner.query('create index oversight_clock_stop on oversight_clock (clock, stop) where stop is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table oversight_clock, oversight_clock_case');
  }
}

class CountClocksUntil1795000000052 implements MigrationInterface {
  readonly name = 'CountClocksUntil1795000000052';

  async up(runner: QueryRunner): Promise<void> {
    // The first day that counts it no more: one range leaves out both what reads otherwise by then and whose case is closed.
    await runner.query(
      'alter table oversight_clock add column counted_until date not null generated always as (least(until_day, closed_on)) stored',
    );
    await runner.query('drop index oversight_clock_running');
    await runner.query(
      `create index oversight_clock_running on oversight_clock (clock, counted_until, start) include (from_day, inside_until,
         pathway_id, specialty, practice_code, pcn_code, place_code, provider_code) where runs`,
    );
    // A list is read in this order, so that its page costs no sort.
    await runner.query(
      `create index oversight_clock_next_over on oversight_clock (clock, inside_until, case_id, n) include (from_day, counted_until, start,
         pathway_id, specialty, practice_code, pcn_code, place_code, provider_code) where runs`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index oversight_clock_next_over');
    await runner.query('alter table oversight_clock drop column counted_until');
    await runner.query(
      `create index oversight_clock_running on oversight_clock (clock, until_day, start) include (from_day, inside_until, closed_on,
         pathway_id, specialty, practice_code, pcn_code, place_code, provider_code, test) where runs`,
    );
  }
}

class RememberEndings1795000000053 implements MigrationInterface {
  readonly name = 'RememberEndings1795000000053';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table oversight_clock_case add column endings jsonb not null default '[]'`);
    // Of a closing before this, the day of its recording is not in the rows: its own day stands in until the read model is replayed.
    await runner.query(
      `update oversight_clock_case
          set endings = jsonb_build_array(jsonb_build_object('knownOn', closed_on, 'closedOn', closed_on, 'closeReason', close_reason))
        where closed_on is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table oversight_clock_case drop column endings');
  }
}

class PutBehindTheWallOversight1795000000082 implements MigrationInterface {
  readonly name = 'PutBehindTheWallOversight1795000000082';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of WALLED) await runner.query(wall(table, OF_SCOPE));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of WALLED) await runner.query(withoutWall(table));
  }
}

const WALLED = ['oversight_clock_case', 'oversight_clock', 'oversight_stay'];

export const oversightMigrations = [
  CreateOversight1795000000050,
  CreateClocks1795000000051,
  CountClocksUntil1795000000052,
  RememberEndings1795000000053,
  PutBehindTheWallOversight1795000000082,
];
