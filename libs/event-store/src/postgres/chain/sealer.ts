import type { Client } from 'pg';
import { withCopySession } from '../backup/copy';
import type { ChainedTable } from './chained-table';
import { sealRows } from './seal';

/** Writers that do not end for so long leave their table to the next look: who writes meanwhile waits no longer than this. */
const WAITS = '1s';
const LOCK_NOT_AVAILABLE = '55P03';

/** Seals what has been written, as guardian_app, which may add seals and read them and nothing else. */
export class Sealer {
  constructor(
    private readonly url: string,
    private readonly tables: readonly ChainedTable[],
  ) {}

  /** Answers how many rows were sealed. While another process seals, none. */
  sealAll(): Promise<number> {
    return withCopySession(
      this.url,
      'guardian seal',
      async (client) => {
        const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('guardian seal')) as mine`);
        if (!lock.rows[0]?.mine) return 0;
        let sealed = 0;
        for (const table of this.tables) sealed += await sealRows(client, table, await settled(client, table));
        return sealed;
      },
      ['role=guardian_app'],
    );
  }
}

/** Up to where no row can appear any more. Where writers hold a lock, whoever holds it alone for a moment sees all of theirs. */
async function settled(client: Client, { name, writersHold }: ChainedTable): Promise<bigint> {
  await client.query('begin');
  try {
    if (writersHold !== undefined) {
      await client.query(`set local lock_timeout = '${WAITS}'`);
      await client.query(`select pg_advisory_xact_lock(${writersHold})`);
    }
    const { rows } = await client.query<{ head: string }>(`select coalesce(max(position), 0) as head from ${name}`);
    return BigInt(rows[0]?.head ?? 0);
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return 0n;
    throw error;
  } finally {
    await client.query('rollback');
  }
}
