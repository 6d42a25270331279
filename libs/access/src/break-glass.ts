import type { DataSource } from 'typeorm';
import { BREAK_GLASS_HOLD } from './break-glass-chain';
import type { Role } from './roles';
import type { SignedInUser } from './signed-in-user';

export const BREAK_GLASS_REASONS = ['emergency', 'safeguarding', 'patient-asks', 'covers-for-a-colleague', 'other'] as const;
export type BreakGlassReason = (typeof BREAK_GLASS_REASONS)[number];

/** How long a record stays open to somebody without a relationship to the patient. NHS precedent: self-claimed relationships of Spine. */
export const BREAK_GLASS_MINUTES = 60;

export interface BreakGlassReview {
  readonly at: Date;
  readonly byName: string;
  readonly outcome: 'right' | 'wrong';
  readonly words: string;
}

export interface BreakGlassUse {
  readonly useId: string;
  readonly at: Date;
  /** As it was granted; `endedAt`: it was given back before. */
  readonly until: Date;
  readonly endedAt: Date | null;
  readonly by: { readonly id: string; readonly name: string; readonly role: Role; readonly organisation: string };
  readonly patientId: string;
  readonly reason: BreakGlassReason;
  readonly words: string;
  readonly review: BreakGlassReview | null;
}

/** What a query of an account `a` reads of the records that this person has opened and that are open now; each once, however often it was opened. */
export const OPENED_NOW = `(select coalesce(json_agg(json_build_object('patientId', o.patient_id, 'until', o.until) order by o.until), '[]') from
  (select g.patient_id, max(g.until) as until from break_glass g where g.user_id = a.id and g.until > now()
    and not exists (select from break_glass_end e where e.use_id = g.use_id) group by g.patient_id) o)`;

const USE = `g.use_id as "useId", g.at, g.until, e.at as "endedAt", g.patient_id as "patientId", g.reason, g.words,
  json_build_object('id', g.user_id, 'name', g.user_name, 'role', g.role, 'organisation', g.organisation) as by,
  case when r.use_id is not null then json_build_object('byName', r.by_name, 'outcome', r.outcome, 'words', r.words, 'at', r.at) end as review`;
/** The lock comes before the position. */
const LOCKED = `with locked as materialized (select pg_advisory_xact_lock_shared(${BREAK_GLASS_HOLD}))`;
const USES = 'break_glass g left join break_glass_end e using (use_id) left join break_glass_review r using (use_id)';

/** Records opened without a relationship to the patient, each with its reason and its review. By the clock of the database. */
export class BreakGlass {
  constructor(private readonly database: DataSource) {}

  /** Opens one patient's record to this person from their next request on. */
  async open({ id, name, role, organisation }: SignedInUser, patientId: string, reason: BreakGlassReason, words: string): Promise<void> {
    await this.database.query(
      `${LOCKED} insert into break_glass (until, user_id, user_name, role, organisation, patient_id, reason, words)
       select now() + make_interval(mins => $1), $2, $3, $4, $5, $6, $7, $8 from locked`,
      [BREAK_GLASS_MINUTES, id, name, role, organisation, patientId, reason, words],
    );
  }

  /** Gives back what this person has opened of a patient. */
  async end({ id }: Pick<SignedInUser, 'id'>, patientId: string): Promise<void> {
    await this.database.query(
      `${LOCKED} insert into break_glass_end (use_id) select use_id from locked, break_glass where user_id = $1 and patient_id = $2 and until > now()
       on conflict do nothing`,
      [id, patientId],
    );
  }

  /** Those that wait for a review first, the oldest of them first; then the others, the newest first. `page` counts from 1. */
  async uses(page: number, size: number): Promise<{ uses: BreakGlassUse[]; total: number }> {
    const rows: (BreakGlassUse & { total: number })[] = await this.database.query(
      `select ${USE}, (count(*) over ())::int as total from ${USES}
        order by r.use_id is not null, case when r.use_id is null then g.at end, g.at desc, g.use_id limit $1 offset $2`,
      [size, (page - 1) * size],
    );
    return { uses: rows, total: rows[0]?.total ?? 0 };
  }

  async use(useId: string): Promise<BreakGlassUse | undefined> {
    const [found]: BreakGlassUse[] = await this.database.query(`select ${USE} from ${USES} where g.use_id = $1`, [useId]);
    return found;
  }

  /** Who has opened this patient's record with a reason in these days, the newest first. */
  async usesOf(patientId: string, days: number): Promise<BreakGlassUse[]> {
    return this.database.query(
      `select ${USE} from ${USES} where g.patient_id = $1 and g.at > now() - make_interval(days => $2) order by g.at desc`,
      [patientId, days],
    );
  }

  /** How many wait for a review. */
  async waiting(): Promise<number> {
    const [counted]: { waiting: number }[] = await this.database.query(
      'select count(*)::int as waiting from break_glass g where not exists (select from break_glass_review r where r.use_id = g.use_id)',
    );
    return counted?.waiting ?? 0;
  }

  /** False: it was reviewed before, or by nobody but the one who opened the record. */
  async review(
    useId: string,
    by: Pick<SignedInUser, 'id' | 'name'>,
    outcome: BreakGlassReview['outcome'],
    words: string,
  ): Promise<boolean> {
    const done: unknown[] = await this.database.query(
      `${LOCKED} insert into break_glass_review (use_id, by_id, by_name, outcome, words)
       select use_id, $2, $3, $4, $5 from locked, break_glass where use_id = $1 and user_id <> $2 on conflict do nothing returning use_id`,
      [useId, by.id, by.name, outcome, words],
    );
    return done.length === 1;
  }
}
