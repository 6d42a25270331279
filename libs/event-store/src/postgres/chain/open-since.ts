import { Client } from 'pg';
import type { ChainedTable } from './chained-table';

/**
 * Since when something that was written waits to be sealed: of the oldest such row of these tables. Undefined: all is sealed. While the
 * worker seals it is a minute or two ago. Signs in as the owner of the tables; throws what the driver throws.
 */
export async function openSince(url: string, tables: readonly ChainedTable[]): Promise<Date | undefined> {
  const client = new Client({ connectionString: url, application_name: 'guardian seal state', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a connection that is lost shows as a query that fails
  await client.connect();
  try {
    const oldest = tables.map(
      ({ name, writtenAt }) =>
        `(select ${writtenAt} as at from ${name} where position >
           (select coalesce(max(to_position), 0) from chain_seal where log = '${name}') order by position limit 1)`,
    );
    const { rows } = await client.query<{ at: Date | null }>(`select min(at) as at from (${oldest.join(' union all ')}) oldest`);
    return rows[0]?.at ?? undefined;
  } finally {
    await client.end();
  }
}
