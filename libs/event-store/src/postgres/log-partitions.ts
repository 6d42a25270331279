import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@guardian/kernel';
import { Client } from 'pg';

export interface FoundLog {
  /** As PostgreSQL numbers its versions: 180004 for 18.4. */
  readonly version: number;
  /** 0 for a plain table. */
  readonly partitions: number;
  readonly holdsEvents: boolean;
}

/**
 * Makes the log, while it is still empty, a table of `partitions` partitions (2 to 256) by stream. To those who append and read it stays
 * one log in one order. Every page that is read opens them all: with 16 it costs a fifth more CPU than from a plain table, and with 256
 * a short page takes more than ten times as long. False when it has that many already. Signs in as the owner of the tables, in
 * PostgreSQL 17 or later. Throws DomainError `LogNotPartitioned`, and then nothing has changed.
 */
export async function partitionLog(url: string, partitions: number): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a connection that is lost shows as a query that fails
  await client.connect();
  try {
    // asked first without the lock, which would wait for whoever reads a long log, and keep all others waiting
    if (await hasAlready(client, partitions)) return false;
    await client.query('begin');
    await client.query('lock table events in access exclusive mode');
    if (await hasAlready(client, partitions)) return false;
    await client.query(readFileSync(join(__dirname, 'sql', 'partitioned_events.sql'), 'utf8'));
    for (let n = 0; n < partitions; n++) await client.query(partition(n, partitions));
    await client.query('commit');
    return true;
  } finally {
    await client.end(); // and what was not committed ends with it
  }
}

async function hasAlready(client: Client, partitions: number): Promise<boolean> {
  const { rows } = await client.query<FoundLog>(
    `select current_setting('server_version_num')::int as version,
       (select count(*)::int from pg_inherits where inhparent = 'events'::regclass) as partitions,
       exists (select from events) as "holdsEvents"`,
  );
  const found = rows[0] as FoundLog;
  const refusal = whyNot(found, partitions);
  if (refusal) throw new DomainError('LogNotPartitioned', refusal, { partitions });
  return found.partitions === partitions;
}

/** Undefined when the log can have so many partitions, or has them. */
export function whyNot({ version, partitions, holdsEvents }: FoundLog, wanted: number): string | undefined {
  if (!Number.isInteger(wanted) || wanted < 2 || wanted > 256) return 'A log has from 2 to 256 partitions. A power of two is usual.';
  if (partitions === wanted) return undefined;
  const instead = `Restore a backup into a new database: guardian restore --from <folder> --log-partitions ${wanted}`;
  if (partitions > 0) return `The log has ${partitions} partitions, and their number does not change. ${instead}`;
  if (version < 170_000) return `A log in partitions needs PostgreSQL 17 or later. This is ${Math.floor(version / 10_000)}.`;
  return holdsEvents ? `The log holds events, and only an empty log is made into partitions. ${instead}` : undefined;
}

/** A trigger for each statement does not pass from the table to its partitions, which somebody could name in its place. */
const partition = (n: number, of: number): string => `
  create table events_${n} partition of events for values with (modulus ${of}, remainder ${n});
  create trigger events_only_grow before update or delete or truncate on events_${n} for each statement execute function refuse_change();
  alter table events_${n} enable always trigger events_only_grow;
  revoke all on events_${n} from public, guardian_app`;
