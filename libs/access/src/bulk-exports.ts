import { randomUUID } from 'node:crypto';
import type { ChainedTable } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import type { DataSource } from 'typeorm';
import type { Role } from './roles';
import type { SignedInUser } from './signed-in-user';

/** Whoever writes down a step shares this lock while they do, so that none appears below what is sealed. */
export const EXPORTS_HOLD = `hashtext('bulk_export')`;

/** The steps as their seals hash them. */
export const BULK_EXPORTS: ChainedTable = {
  name: 'bulk_export',
  columns: ['export_id', 'at', 'step', 'by_id', 'by_name', 'role', 'organisation', 'address', 'patients', 'words', 'until'],
  writersHold: EXPORTS_HOLD,
  writtenAt: 'at',
  nameOf: ({ at, step, by_id: by }) => `${step} by ${by} at ${at}`,
};

/** A file with many patients, from when it was stopped. */
export interface BulkExport {
  readonly exportId: string;
  readonly stoppedAt: Date;
  readonly by: { readonly id: string; readonly name: string; readonly role: Role; readonly organisation: string };
  /** Of the file, with its filters. */
  readonly address: string;
  /** When it was stopped. */
  readonly patients: number;
  readonly state: 'stopped' | 'asked' | 'approved' | 'refused' | 'expired';
  readonly purpose: string | null;
  readonly askedAt: Date | null;
  /** `until`: of an approved one, when it expires. */
  readonly answer: { readonly at: Date; readonly byName: string; readonly words: string | null; readonly until: Date | null } | null;
  readonly downloads: number;
}

/** The file was not handed out: a second person has to agree to it first. */
export class ExportNeedsApproval extends DomainError {
  constructor(readonly exportId: string) {
    super('ExportNeedsApproval', 'This file holds many patients. A second person has to agree to it before you can download it.');
  }
}

const exportsWith = (more: string) => `select ${more}, s.export_id as "exportId", s.at as "stoppedAt", s.address, s.patients,
    json_build_object('id', s.by_id, 'name', s.by_name, 'role', s.role, 'organisation', s.organisation) as by,
    a.words as purpose, a.at as "askedAt", r.at as "answeredAt", r.by_name as "answeredBy", r.words as "answerWords", r.until,
    case when r.step = 'approved' and r.until <= now() then 'expired' else coalesce(r.step, a.step, s.step) end as state,
    (select count(*)::int from bulk_export d where d.export_id = s.export_id and d.step = 'downloaded') as downloads
  from bulk_export s left join bulk_export a on a.export_id = s.export_id and a.step = 'asked'
    left join bulk_export r on r.export_id = s.export_id and r.step in ('approved', 'refused')
  where s.step = 'stopped'`;

interface Row extends Omit<BulkExport, 'answer'> {
  readonly answeredAt: Date | null;
  readonly answeredBy: string;
  readonly answerWords: string | null;
  readonly until: Date | null;
}

const exportIn = ({ answeredAt, answeredBy, answerWords, until, ...row }: Row): BulkExport => ({
  ...row,
  answer: answeredAt && { at: answeredAt, byName: answeredBy, words: answerWords, until },
});

type Step = Partial<Record<'address' | 'patients' | 'words' | 'hours', string | number>>;

/** Files with more patients than one person may take out alone (docs/adr/0022). By the clock of the database. */
export class BulkExports {
  constructor(private readonly database: DataSource) {}

  /** Writes down that this file is downloaded. Throws ExportNeedsApproval, with which export it is, while nobody has agreed to it. */
  async download(user: SignedInUser, address: string, patients: number): Promise<void> {
    const [last] = await this.rows('and s.by_id = $1 and s.address = $2 order by s.position desc limit 1', [user.id, address]);
    if (last?.state === 'approved') return void (await this.add(last.exportId, 'downloaded', user, { address, patients }));
    if (last?.state === 'stopped' || last?.state === 'asked') throw new ExportNeedsApproval(last.exportId);
    const exportId = randomUUID();
    await this.add(exportId, 'stopped', user, { address, patients });
    throw new ExportNeedsApproval(exportId);
  }

  /** False: it was asked for before. */
  ask(exportId: string, user: SignedInUser, purpose: string): Promise<boolean> {
    return this.add(exportId, 'asked', user, { words: purpose });
  }

  /** `hours`: how long an approved one can be downloaded. False: it was answered before, nobody asked, or it was this person who did. */
  answer(exportId: string, user: SignedInUser, outcome: 'approved' | 'refused', words: string, hours: number): Promise<boolean> {
    return this.add(exportId, outcome, user, { words, ...(outcome === 'approved' && { hours }) });
  }

  async find(exportId: string): Promise<BulkExport | undefined> {
    return (await this.rows('and s.export_id = $1', [exportId]))[0];
  }

  /** Of one person, those that were stopped too; else what was asked for, what waits first. The newest first; `page` counts from 1. */
  async list(of: { by?: string }, page: number, size: number): Promise<{ exports: BulkExport[]; total: number }> {
    const found = await this.rows<{ total: number }>(
      `and ($1::text is null and a.step is not null or s.by_id = $1)
       order by a.step is not null and r.step is null desc, s.position desc limit ${size} offset ${(page - 1) * size}`,
      [of.by ?? null],
      '(count(*) over ())::int as total',
    );
    return { exports: found, total: found[0]?.total ?? 0 };
  }

  /** How many wait for an answer that this person may give. */
  async waiting({ id }: Pick<SignedInUser, 'id'>): Promise<number> {
    const [counted]: { waiting: number }[] = await this.database.query(
      `select count(*)::int as waiting from bulk_export a where a.step = 'asked' and a.by_id <> $1
         and not exists (select from bulk_export r where r.export_id = a.export_id and r.step in ('approved', 'refused'))`,
      [id],
    );
    return counted?.waiting ?? 0;
  }

  /** Asked for by who was stopped, answered by somebody else, and each once: what does not fit is not written. */
  private async add(exportId: string, step: string, by: SignedInUser, { address, patients, words, hours }: Step): Promise<boolean> {
    const done: unknown[] = await this.database.query(
      `with locked as materialized (select pg_advisory_xact_lock_shared(${EXPORTS_HOLD}))
       insert into bulk_export (export_id, step, by_id, by_name, role, organisation, address, patients, words, until)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(hours => $10) from locked
        where case $2 when 'asked' then exists (select from bulk_export where export_id = $1 and step = 'stopped' and by_id = $3)
                when 'approved' then exists (select from bulk_export where export_id = $1 and step = 'asked' and by_id <> $3)
                when 'refused' then exists (select from bulk_export where export_id = $1 and step = 'asked' and by_id <> $3)
                else true end
       on conflict do nothing returning position`,
      [exportId, step, by.id, by.name, by.role, by.organisation, address ?? null, patients ?? null, words ?? null, hours ?? null],
    );
    return done.length === 1;
  }

  private async rows<More = unknown>(where: string, values: readonly unknown[], more = '1'): Promise<(BulkExport & More)[]> {
    const rows: (Row & More)[] = await this.database.query(`${exportsWith(more)} ${where}`, [...values]);
    return rows.map((row) => ({ ...row, ...exportIn(row) }));
  }
}
