import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ReferralImportProblem } from './tables';
import type { Worked } from './work-through';

export interface ProblemsWanted {
  /** How many to pass over. */
  readonly from: number;
  readonly most: number;
  /** Only those with exactly these words. */
  readonly problem?: string;
}

/** What was wrong with the rows of a file: of its check, and once it is done, of its import. */
@Injectable()
export class ImportReports {
  constructor(private readonly database: DataSource) {}

  /** In the order of the rows. */
  async problems(id: string, { from, most, problem }: ProblemsWanted): Promise<{ total: number; rows: ReferralImportProblem[] }> {
    const where = { importId: id, ...(problem === undefined ? {} : { problem }) };
    const [rows, total] = await this.database.manager.findAndCount(ReferralImportProblem, {
      where,
      order: { seq: 'asc' },
      skip: from,
      take: most,
    });
    return { total, rows };
  }

  /** The problems that most rows have, with how many. */
  async topProblems(id: string, most: number): Promise<{ problem: string; field: string; rows: number }[]> {
    return this.database.query(
      `select problem, field, count(distinct "row")::int as rows from referral_import_problem
        where import_id = $1 group by problem, field order by 3 desc, 1, 2 limit $2`,
      [id, most],
    );
  }

  /** The rows that are left out, as CSV with their problems. Personal: only for the person who brought the file. */
  async badRows(id: string): Promise<string | undefined> {
    const [found] = await this.database.query<{ csv: string }[]>('select csv from referral_import_bad_rows where import_id = $1', [id]);
    return found?.csv;
  }
}

/** In the transaction of the check or import; in place of what was reported before. */
export async function writeReport(tx: EntityManager, importId: string, { problems, badRows }: Worked): Promise<void> {
  await tx.delete(ReferralImportProblem, { importId });
  await tx.query(
    `insert into referral_import_problem (import_id, seq, "row", field, sent, problem, fix)
     select $1, seq, (item ->> 'row')::int, item ->> 'field', item ->> 'sent', item ->> 'problem', item ->> 'fix'
       from json_array_elements($2::json) with ordinality as listed (item, seq)`,
    [importId, JSON.stringify(problems)],
  );
  await tx.query(
    `insert into referral_import_bad_rows (import_id, csv) values ($1, $2) on conflict (import_id) do update set csv = excluded.csv`,
    [importId, badRows],
  );
}
