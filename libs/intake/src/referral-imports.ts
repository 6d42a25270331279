import { createHash } from 'node:crypto';
import { CLOCK } from '@guardian/casework';
import type { Actor } from '@guardian/event-store';
import type { Clock } from '@guardian/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as newId } from 'uuid';
import { writeReport } from './import-reports';
import { parseReferralFile, type ReferralFile } from './referral-file';
import { newSitting, IntakeDesk } from './intake-desk';
import { RowSurroundings } from './surroundings';
import { ReferralImport } from './tables';
import { workThrough } from './work-through';

/** Days for which a file that was checked and never imported is kept. */
const UNUSED_DAYS = 7;
/** How often an import is taken up again after a fault, before somebody has to look. */
const MOST_TRIES = 3;

export type Checked = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: string };

export interface WorkOptions {
  /** Only this import; without it, the one that waits longest. */
  readonly id?: string;
  /** Ends the work between two rows; it is taken up again later. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (rowsDone: number, rows: number) => void;
}

/** Files of referrals: checked first, with nothing saved, and then imported by whoever calls `runPending`. */
@Injectable()
export class ReferralImports {
  constructor(
    private readonly database: DataSource,
    private readonly desk: IntakeDesk,
    private readonly surroundings: RowSurroundings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Checks every row against Guardian as it is now. The file is kept until it is imported, at most 7 days. */
  async check(upload: { fileName: string; bytes: Uint8Array }, by: Actor): Promise<Checked> {
    const parsed = parseReferralFile(upload.bytes);
    if (!parsed.ok) return parsed;
    const id = newId();
    const sitting = newSitting(id);
    const worked = await workThrough(parsed.file, await this.surroundings.now(), (referral) => this.desk.sort(referral, sitting));
    await this.database.transaction(async (tx) => {
      await tx.query(`delete from referral_import where state = 'checked' and checked_at < $1`, [this.daysAgo(UNUSED_DAYS)]);
      await tx.insert(ReferralImport, {
        id,
        fileName: safeName(upload.fileName),
        sha256: createHash('sha256').update(upload.bytes).digest('hex'),
        bytes: upload.bytes.length,
        uploadedBy: by,
        state: 'checked',
        rows: parsed.file.rows.length,
        rowsDone: 0,
        counts: worked.counts,
        tries: 0,
        checkedAt: this.clock.now(),
        begunAt: null,
        finishedAt: null,
      });
      await tx.query('insert into referral_import_file (import_id, content) values ($1, $2)', [id, Buffer.from(upload.bytes)]);
      await writeReport(tx, id, worked);
    });
    return { ok: true, id };
  }

  async find(id: string): Promise<ReferralImport | null> {
    return this.database.manager.findOneBy(ReferralImport, { id });
  }

  /** Newest first. */
  async list(most: number): Promise<ReferralImport[]> {
    return this.database.manager.find(ReferralImport, { order: { checkedAt: 'desc' }, take: most });
  }

  /** The last import, already done, of a file with exactly the same content. */
  async sameContentBefore({ id, sha256 }: ReferralImport): Promise<ReferralImport | undefined> {
    const done = await this.database.manager.find(ReferralImport, {
      where: { sha256, state: 'done' },
      order: { finishedAt: 'desc' },
      take: 2,
    });
    return done.find((other) => other.id !== id);
  }

  /** From now on `runPending` works on it. Does nothing for one that is under way or done. */
  async begin(id: string): Promise<void> {
    await this.database.query(
      `update referral_import set state = 'importing', begun_at = $2, tries = 0, rows_done = 0 where id = $1 and state in ('checked', 'failed')`,
      [id, this.clock.now()],
    );
  }

  /** Forgets a file that was checked and not imported. */
  async discard(id: string): Promise<void> {
    await this.database.query(`delete from referral_import where id = $1 and state = 'checked'`, [id]);
  }

  /**
   * Works on one import that was begun, unless another process does; false when there is none. Its process may be killed at any time:
   * the lock goes with it, and the next call finds what was brought in and goes on.
   */
  async runPending({ id, stop, onProgress }: WorkOptions = {}): Promise<boolean> {
    let taken: ReferralImport | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        const job = await nextFile(tx, id);
        if (!job) return false;
        taken = await tx.findOneByOrFail(ReferralImport, { id: job.importId });
        await this.import(tx, taken, job.file, { ...(stop && { stop }), ...(onProgress && { onProgress }) });
        return true;
      });
    } catch (error) {
      if (stop?.aborted) return false;
      if (taken) await this.noteFault(taken.id);
      throw error;
    }
  }

  private async import(tx: EntityManager, job: ReferralImport, file: ReferralFile, { stop, onProgress }: WorkOptions): Promise<void> {
    const sitting = newSitting(job.id);
    const worked = await workThrough(
      file,
      await this.surroundings.now(),
      (referral) => {
        stop?.throwIfAborted();
        return this.desk.bringIn(referral, sitting, job.uploadedBy);
      },
      async (rowsDone) => {
        // Not in the transaction: everybody is to see it.
        await this.database.query('update referral_import set rows_done = $2 where id = $1', [job.id, rowsDone]);
        onProgress?.(rowsDone, job.rows);
      },
    );
    await writeReport(tx, job.id, worked);
    await tx.query('delete from referral_import_file where import_id = $1', [job.id]);
    await tx.update(ReferralImport, job.id, { state: 'done', counts: worked.counts, finishedAt: this.clock.now() });
  }

  /** What was kept of the files by which these cases came, because their patient is erased: numbers of others, rows and hashes. */
  async forget(caseIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const of = 'import_id in (select import_id from imported_referral where case_id = any ($1::uuid[]))';
      for (const table of ['referral_import_bad_rows', 'referral_import_problem', 'referral_import_file'])
        await tx.query(`delete from ${table} where ${of}`, [caseIds]);
      // The row stays, so that what was brought in is still counted.
      await tx.query(
        `update imported_referral set referral_key = 'erased:' || case_id, content_hash = '' where case_id = any ($1::uuid[])`,
        [caseIds],
      );
    });
  }

  private async noteFault(id: string): Promise<void> {
    await this.database.query(
      `update referral_import set tries = tries + 1, state = case when tries + 1 >= $2 then 'failed' else state end where id = $1`,
      [id, MOST_TRIES],
    );
  }

  private daysAgo(days: number): Date {
    return new Date(this.clock.now().getTime() - days * 86_400_000);
  }
}

async function nextFile(tx: EntityManager, id: string | undefined): Promise<{ importId: string; file: ReferralFile } | undefined> {
  const [found] = await tx.query<{ import_id: string; content: Buffer }[]>(
    `select file.import_id, file.content from referral_import_file file
       join referral_import on referral_import.id = file.import_id
      where referral_import.state = 'importing' and ($1::uuid is null or referral_import.id = $1)
      order by referral_import.begun_at limit 1
        for update of file skip locked`,
    [id ?? null],
  );
  if (!found) return undefined;
  const parsed = parseReferralFile(found.content);
  if (!parsed.ok) throw new Error(`a file that was checked cannot be read any more: ${parsed.problem}`);
  return { importId: found.import_id, file: parsed.file };
}

/** For showing only: the last part of a path, without signs that hide or turn text. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(-100) || 'referrals.csv';
}
