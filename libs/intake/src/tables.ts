import type { Actor } from '@guardian/event-store';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import type { Counts } from './buckets';

/** One file that somebody checked, and perhaps imported. */
@Entity('referral_import')
export class ReferralImport {
  @PrimaryColumn('uuid') id: string;
  @Column('text') fileName: string;
  @Column('text') sha256: string;
  @Column('int') bytes: number;
  @Column('json') uploadedBy: Actor;
  /** `checked`: nothing is saved yet. `failed`: it stopped three times; what was done until then stays, and it can be begun again. */
  @Column('text') state: 'checked' | 'importing' | 'done' | 'failed';
  @Column('int') rows: number;
  @Column('int') rowsDone: number;
  /** Of the check; once it is done, of the import. */
  @Column('json') counts: Counts;
  @Column('int') tries: number;
  @Column('timestamptz') checkedAt: Date;
  @Column('timestamptz', { nullable: true }) begunAt: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
}

/** One thing that is wrong with one row. */
@Entity('referral_import_problem')
export class ReferralImportProblem {
  @PrimaryColumn('uuid') importId: string;
  @PrimaryColumn('int') seq: number;
  @Column('int') row: number;
  @Column('text') field: string;
  @Column('text') sent: string;
  @Column('text') problem: string;
  @Column('text') fix: string;
}

/** A referral that came from a file: what makes the same file twice add nothing. */
@Entity('imported_referral')
export class ImportedReferral {
  @PrimaryColumn('text') referralKey: string;
  @Column('text') contentHash: string;
  @Column('uuid') caseId: string;
  @Column('uuid') importId: string;
  @Column('text') bucket: 'new' | 'close-match';
}

export const intakeEntities = [ReferralImport, ReferralImportProblem, ImportedReferral];

class CreateIntake1795000000060 implements MigrationInterface {
  readonly name = 'CreateIntake1795000000060';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table referral_import (
        id uuid primary key,
        file_name text not null,
        sha256 text not null,
        bytes integer not null,
        uploaded_by json not null,
        state text not null check (state in ('checked', 'importing', 'done', 'failed')),
        rows integer not null,
        rows_done integer not null default 0,
        counts json not null,
        tries integer not null default 0,
        checked_at timestamptz not null,
        begun_at timestamptz,
        finished_at timestamptz
      );
      create index referral_import_newest on referral_import (checked_at desc);

      -- Only for as long as it is needed: the file goes when its import is done. Whoever imports holds the lock of its row.
      create table referral_import_file (
        import_id uuid primary key references referral_import on delete cascade,
        content bytea not null
      );
      create table referral_import_bad_rows (
        import_id uuid primary key references referral_import on delete cascade,
        csv text not null
      );
      create table referral_import_problem (
        import_id uuid not null references referral_import on delete cascade,
        seq integer not null,
        "row" integer not null,
        field text not null,
        sent text not null,
        problem text not null,
        fix text not null,
        primary key (import_id, seq)
      );
      create table imported_referral (
        referral_key text primary key,
        content_hash text not null,
        case_id uuid not null,
        import_id uuid not null references referral_import,
        bucket text not null check (bucket in ('new', 'close-match'))
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table imported_referral, referral_import_problem, referral_import_bad_rows, referral_import_file, referral_import`);
  }
}

export const intakeMigrations = [CreateIntake1795000000060];
