import { DomainError } from '@guardian/kernel';
import { Pool } from 'pg';
import type { Role } from './roles';

/** Why somebody was shown personal data. */
export const PURPOSES = ['direct-care', 'running-the-service', 'audit'] as const;
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
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      options: '-c role=guardian_app -c statement_timeout=5000',
    });
    // Without a listener a database restart, seen by an idle connection, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Resolves when it is kept for good. Throws LookNotRecorded. */
  async record({ at, by, patientIds, purpose, action, method, route, status, from, requestId }: Look): Promise<void> {
    try {
      await this.pool.query({
        name: 'read-audit-record',
        text: `insert into read_audit (at, user_id, user_name, role, organisation, patients, purpose, action, method, route, status,
                 from_address, request_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        values: [at, by.id, by.name, by.role, by.organisation, patientIds, purpose, action, method, route, status, from, requestId],
      });
    } catch (error) {
      throw new LookNotRecorded(error);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
