import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Pcn, Place, Practice, PracticePcn } from '../entities';
import { type RowReport } from './csv-rows';
import { planPcnMembership } from './pcn-membership';
import { planPractices } from './practices';
import { chunks, insertMissing, writeDirectory } from '../writes';

/**
 * Takes in the national files of practices and PCNs. Each file is one transaction: rows that are right are all saved, rows that are not
 * are reported and block nothing. The same file again changes nothing.
 */
@Injectable()
export class DirectoryImports {
  constructor(private readonly db: DataSource) {}

  /** `csv`: the text of epraccur.csv. One report a row. */
  importPractices(csv: string): Promise<RowReport[]> {
    return writeDirectory(this.db, async (tx) => {
      const plan = planPractices(csv, await tx.find(Practice));
      await insertMissing(tx, Place, plan.places);
      for (const some of chunks(plan.practices)) await tx.upsert(Practice, some, ['code']);
      return plan.report;
    });
  }

  /** `csv`: the core partner sheet of ePCN as CSV, with its header or without. One report a row. */
  importPcnMembership(csv: string): Promise<RowReport[]> {
    return writeDirectory(this.db, async (tx) => {
      const known = { practices: await tx.find(Practice), pcns: await tx.find(Pcn), memberships: await tx.find(PracticePcn) };
      const plan = planPcnMembership(csv, known);
      await insertMissing(tx, Place, plan.places);
      for (const some of chunks(plan.pcns)) await tx.upsert(Pcn, some, ['code']);
      for (const some of chunks([...plan.memberships.keys()])) await tx.delete(PracticePcn, { practiceCode: In(some) });
      const rows = [...plan.memberships].flatMap(([practiceCode, held]) =>
        held.map(({ pcnCode, validFrom, validUntil }) => ({ practiceCode, pcnCode, validFrom, validUntil })),
      );
      for (const some of chunks(rows)) await tx.insert(PracticePcn, some);
      return plan.report;
    });
  }
}
