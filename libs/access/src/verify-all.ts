import type { KeyObject } from 'node:crypto';
import { type Finding, verifyChain, type VerifiedChain, type VerifiedCheckpoints, verifyCheckpoints } from '@guardian/event-store';
import { Client } from 'pg';
import { SEALED_TABLES } from './sealed-tables';

type Told = Parameters<typeof verifyChain>[2];

export interface VerifiedAll {
  readonly chains: readonly VerifiedChain[];
  /** Undefined: nobody signs here. */
  readonly checkpoints: VerifiedCheckpoints | undefined;
  /** The first of each table, and all of the accounts and of the checkpoints. */
  readonly findings: readonly Finding[];
}

/**
 * Compares every sealed row with its seal, the accounts with what was written down of them, and the seals with the checkpoints that these
 * keys signed. Reads as it comes from the network, a piece at a time, and writes nothing. What `onProgress` throws ends it.
 */
export async function verifyAll(
  url: string,
  signed: { readonly folder: string; readonly keys: readonly KeyObject[] } | undefined,
  onProgress: Told,
): Promise<VerifiedAll> {
  const chains: VerifiedChain[] = [];
  for (const table of SEALED_TABLES) chains.push(await verifyChain(url, table, onProgress));
  const accounts = await accountsBehindTheRegister(url);
  const checkpoints = signed && (await verifyCheckpoints(url, signed.folder, signed.keys));
  const found = chains.flatMap(({ finding }) => finding ?? []);
  return { chains, checkpoints, findings: [...found, ...accounts, ...(checkpoints?.findings ?? [])] };
}

/** Accounts that are not what their last change says: somebody changed them where it is not written down who. */
async function accountsBehindTheRegister(url: string): Promise<Finding[]> {
  const client = new Client({ connectionString: url, application_name: 'guardian verify accounts', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a connection that is lost shows as a query that fails
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; how: string }>(`
      with last as (select distinct on (account_id) account_id, after from account_change order by account_id, position desc)
      select coalesce(a.id, last.account_id) as id,
        case when last.account_id is null then 'was added' when a.id is null then 'was taken away' else 'was changed' end as how
      from account a full join last on last.account_id = a.id
      where a.id is null or last.account_id is null or a is distinct from jsonb_populate_record(null::account, last.after) order by 1`);
    return rows.map(({ id, how }) => ({
      kind: 'changed',
      words: `account: ${id} ${how} behind the register's back: the changes of accounts do not say so.`,
    }));
  } finally {
    await client.end();
  }
}
