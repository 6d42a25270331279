import { Client } from 'pg';

/** One comparison of all that is sealed. */
export interface Verification {
  /** In London, YYYY-MM-DD. */
  readonly day: string;
  readonly startedAt: Date;
  /** When it was done. */
  readonly at: Date;
  /** That were as they were sealed. */
  readonly rows: number;
  /** In words; they name rows and quote nothing of them. Empty: all is as it was sealed. */
  readonly findings: readonly string[];
}

/** The worker compares once a day: where two days have passed, it does not. */
const WITHIN_MS = 48 * 3_600_000;

export const isVerifiedInTime = ({ at }: Verification, now: Date): boolean => now.getTime() - at.getTime() <= WITHIN_MS;

/** Signs in as the owner of the tables. The first of a day stands. */
export const keepVerification = (url: string, { day, startedAt, rows, findings }: Omit<Verification, 'at'>): Promise<unknown> =>
  asked(url, 'insert into verification (day, started_at, rows, findings) values ($1, $2, $3, $4) on conflict do nothing', [
    ...[day, startedAt, rows, findings],
  ]);

/** Undefined: never yet. Throws what the driver throws. */
export async function lastVerification(url: string): Promise<Verification | undefined> {
  const [last] = await asked<Verification>(
    url,
    `select day::text, started_at as "startedAt", at, rows::int, findings from verification order by day desc limit 1`,
  );
  return last;
}

async function asked<Row>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url, application_name: 'guardian verification', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a connection that is lost shows as a query that fails
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows as Row[];
  } finally {
    await client.end();
  }
}
