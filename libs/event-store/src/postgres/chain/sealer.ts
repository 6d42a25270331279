import type { Client } from 'pg';
import { withCopySession } from '../backup/copy';
import type { ChainedTable } from './chained-table';
import { sealRows } from './seal';

/** What had been written at a look, and which transactions had ended. */
interface Look {
  readonly head: bigint;
  /** Every transaction before this one has ended. */
  readonly endedBefore: bigint;
  /** No transaction from this one on had begun to write. */
  readonly begunBefore: bigint;
}

/** Seals what has been written, look by look, as guardian_app, which may add seals and read them and nothing else. */
export class Sealer {
  private readonly looks = new Map<string, Look>();

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
        for (const table of this.tables) sealed += await sealRows(client, table, await this.settled(client, table));
        return sealed;
      },
      ['role=guardian_app'],
    );
  }

  /**
   * Up to where no row can appear any more. Where positions do not follow the order of commits that is the head of an earlier look, once
   * all transactions that were under way then have ended. Between drawing a position and being known as a transaction a statement does
   * nothing that takes time; the minute from look to look is far longer.
   */
  private async settled(client: Client, table: ChainedTable): Promise<bigint> {
    const now = await lookAt(client, table);
    if (table.inOrderOfCommit) return now.head;
    const before = this.looks.get(table.name);
    if (before && now.endedBefore < before.begunBefore) return 0n;
    this.looks.set(table.name, now);
    return before?.head ?? 0n;
  }
}

async function lookAt(client: Client, { name }: ChainedTable): Promise<Look> {
  const { rows } = await client.query<Record<keyof Look, string>>(
    `select coalesce(max(position), 0) as head, pg_snapshot_xmin(pg_current_snapshot()) as "endedBefore",
       pg_snapshot_xmax(pg_current_snapshot()) as "begunBefore" from ${name}`,
  );
  const { head = 0, endedBefore = 0, begunBefore = 0 } = rows[0] ?? {};
  return { head: BigInt(head), endedBefore: BigInt(endedBefore), begunBefore: BigInt(begunBefore) };
}
