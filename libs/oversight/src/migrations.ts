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

export const oversightMigrations = [CreateOversight1795000000050];
