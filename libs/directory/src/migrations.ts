import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateDirectory1795000000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table place (
        code text primary key,
        name text not null
      );
      create table pcn (
        code text primary key,
        name text not null,
        national_code text unique,
        place_code text not null references place
      );
      create table practice (
        code text primary key,
        name text not null,
        place_code text not null references place,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from)
      );
      create table practice_pcn (
        practice_code text not null references practice,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        pcn_code text not null references pcn,
        primary key (practice_code, valid_from)
      );
      create index practice_pcn_by_pcn on practice_pcn (pcn_code);
      create table list_size (
        practice_code text not null references practice,
        taken_on date not null,
        patients integer not null check (patients > 0),
        source text not null,
        primary key (practice_code, taken_on)
      );
      create table provider (
        code text primary key,
        name text not null,
        is_example boolean not null
      );
      create table service (
        code text primary key,
        provider_code text not null references provider,
        specialty text,
        name text not null,
        kind text not null check (kind in ('consultant-led', 'tier-two', 'diagnostic')),
        valid_from date not null,
        valid_until date check (valid_until >= valid_from)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table service, provider, list_size, practice_pcn, practice, pcn, place');
  }
}

export class CreateCommunityServices1795000000025 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table community_service (
        service_code text primary key references service,
        treats text not null,
        options text[] not null,
        place_codes text[] not null,
        age_from integer,
        age_until integer,
        sex text check (sex in ('female', 'male')),
        takes_suspected_cancer boolean not null,
        wait_weeks integer check (wait_weeks > 0),
        places_free integer check (places_free >= 0),
        counted_on date not null,
        source text not null
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table community_service');
  }
}

export const directoryMigrations = [CreateDirectory1795000000020, CreateCommunityServices1795000000025];
