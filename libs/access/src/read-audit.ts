import { type CalendarDay, DomainError } from '@guardian/kernel';
import { Pool, type QueryConfig } from 'pg';
import { LOOKS_HOLD } from './read-audit-chain';
import type { Role } from './roles';

/** Why somebody was shown personal data. */
export const PURPOSES = ['direct-care', 'break-glass', 'running-the-service', 'audit'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One answer that held personal data. */
export interface Look {
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string; readonly role: Role; readonly organisation: string };
  /** Empty: of nobody who is known. */
  readonly patientIds: readonly string[];
  readonly purpose: Purpose;
  readonly action: 'shown' | 'exported';
  readonly method: string;
  /** The pattern of the route, `/cases/:reference`. */
  readonly route: string;
  /** Of HTTP. */
  readonly status: number;
  /** Where the request came from; null where that is not known. */
  readonly from: string | null;
  readonly requestId: string;
}

export interface KeptLook extends Look {
  /** Its number, in the order in which looks were kept. */
  readonly position: string;
}

export interface LookFilters {
  /** Days in London; both count. */
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  /** The id of a person, or a part of the name. */
  readonly who?: string;
  readonly patientId?: string;
}

/** The looks of one person, on one day and for one purpose, at one patient. */
export interface LookedDay {
  readonly day: CalendarDay;
  readonly by: Look['by'];
  readonly purpose: Purpose;
  readonly times: number;
  readonly first: Date;
  readonly last: Date;
  readonly routes: readonly string[];
  readonly exported: boolean;
}

/** Whoever waits for a page waits no longer than this to learn that it cannot be shown. */
const WRITES_WITHIN_MS = 2_000;
/** The lock comes before the position: no look appears below one that is sealed. */
const RECORD = `
  with locked as materialized (select pg_advisory_xact_lock_shared(${LOOKS_HOLD}))
  insert into read_audit (at, user_id, user_name, role, organisation, patients, purpose, action, method, route, status, from_address,
    request_id)
  select $1::timestamptz, $2, $3, $4, $5, $6::uuid[], $7, $8, $9, $10, $11::smallint, $12::inet, $13::uuid from locked`;
/** Counted no further: nobody pages so far. */
const MOST_COUNTED = 10_001;
const BY = `json_build_object('id', user_id, 'name', user_name, 'role', role, 'organisation', organisation) as by`;

/** Then nothing is shown. */
export class LookNotRecorded extends DomainError {
  constructor(override readonly cause: unknown) {
    super('LookNotRecorded', 'Guardian writes down who looks at whose record, and cannot do so now. Try again in a moment.');
  }
}

/** The read audit in PostgreSQL, as the role that may add to it and read it and nothing else. Owns its small pool; `close` it. */
export class ReadAudit {
  private readonly pool: Pool;

  constructor(databaseUrl: string) {
    this.pool = new Pool({
      connectionString: databaseUrl,
      max: 4,
      application_name: 'guardian-read-audit',
      connectionTimeoutMillis: WRITES_WITHIN_MS,
      query_timeout: 5_000,
      options: '-c role=guardian_app -c statement_timeout=5000',
    });
    // Without a listener a database restart, seen by an idle connection, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Resolves when it is kept for good. Throws LookNotRecorded. */
  async record({ at, by, patientIds, purpose, action, method, route, status, from, requestId }: Look): Promise<void> {
    // the driver knows the limit of one query, its types do not
    const query: QueryConfig & { readonly query_timeout: number } = {
      name: 'read-audit-record',
      text: RECORD,
      query_timeout: WRITES_WITHIN_MS,
      values: [at, by.id, by.name, by.role, by.organisation, patientIds, purpose, action, method, route, status, from, requestId],
    };
    try {
      await this.pool.query(query);
    } catch (error) {
      throw new LookNotRecorded(error);
    }
  }

  /** The newest first. `page` counts from 1; `total` stops at 10,001. */
  async looks({ from, to, who, patientId }: LookFilters, page: number, size: number): Promise<{ looks: KeptLook[]; total: number }> {
    // What is known of one patient is found by its index first: by the day, all that others looked at would be read.
    const all =
      patientId === undefined ? 'read_audit' : '(select * from read_audit where patients @> array[$4]::uuid[] offset 0) of_patient';
    const found = `from ${all} where at >= $1::timestamp at time zone 'Europe/London'
      and at < ($2::timestamp + interval '1 day') at time zone 'Europe/London'
      and ($3::text is null or user_id = $3 or position(lower($3) in lower(user_name)) > 0)`;
    const values = [from, to, who ?? null, ...(patientId === undefined ? [] : [patientId])];
    const [looks, counted] = await Promise.all([
      this.pool.query<KeptLook>(
        `select position, at, ${BY}, patients as "patientIds", purpose, action, method, route, status, host(from_address) as "from",
           request_id as "requestId" ${found} order by at desc, position desc limit ${size} offset ${(page - 1) * size}`,
        values,
      ),
      this.pool.query<{ total: number }>(`select count(*)::int as total from (select ${found} limit ${MOST_COUNTED}) counted`, values),
    ]);
    return { looks: looks.rows, total: counted.rows[0]?.total ?? 0 };
  }

  /** Who was shown this patient, before `until` if it is given: answers that refused in the end are left out. The newest first; `page` from 1. */
  async looksAt(patientId: string, page: number, size: number, until?: Date): Promise<{ days: LookedDay[]; total: number }> {
    const { rows } = await this.pool.query<LookedDay & { total: number }>(
      `select to_char(at at time zone 'Europe/London', 'YYYY-MM-DD') as day,
         ${BY}, purpose, count(*)::int as times, min(at) as first, max(at) as last, array_agg(distinct route order by route) as routes,
         bool_or(action = 'exported') as exported, (count(*) over ())::int as total
       from read_audit where patients @> array[$1]::uuid[] and (status < 300 or status = 422) and ($2::timestamptz is null or at < $2)
       group by 1, user_id, user_name, role, organisation, purpose order by last desc, user_id limit ${size} offset ${(page - 1) * size}`,
      [patientId, until ?? null],
    );
    return { days: rows, total: rows[0]?.total ?? 0 };
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
