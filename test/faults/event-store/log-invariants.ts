import type { Pool } from 'pg';

/** Revisions of every stream are 1..n, each once, and come in this order in the log. Returns the streams for which this is not so. */
export async function brokenStreams(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ stream_id: string }>(
    `select distinct stream_id
     from (select stream_id, revision, row_number() over (partition by stream_id order by position) as place from events) e
     where revision <> place`,
  );
  return rows.map((row) => row.stream_id);
}

export interface StoredCommand {
  readonly id: string;
  readonly commandId: string;
  /** How many events of it are stored. */
  readonly events: number;
  /** Revision of the last of them. */
  readonly revision: number;
}

export async function storedCommands(pool: Pool): Promise<StoredCommand[]> {
  const { rows } = await pool.query<StoredCommand>(
    `select stream_id as id, metadata ->> 'commandId' as "commandId", count(*)::int as events, max(revision) as revision
     from events group by 1, 2`,
  );
  return rows;
}
