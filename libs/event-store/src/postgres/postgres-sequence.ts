import type { Pool } from 'pg';
import { asStoreError, type ConnectionOptions, resilientPool } from './connections';

/** Running numbers by name. Each is given once, from 1; one may be lost, none comes twice, and it says nothing about its holder. */
export class PostgresSequence {
  private readonly pool: Pool;

  constructor(options: ConnectionOptions) {
    this.pool = resilientPool(options, 1);
  }

  /** Throws StoreBusy or StoreUnavailable. */
  async next(name: string): Promise<number> {
    try {
      const { rows } = await this.pool.query<{ given: string }>({
        name: 'next_number',
        text: `insert into numbers (name, given) values ($1, 1)
               on conflict (name) do update set given = numbers.given + 1 returning given`,
        values: [name],
      });
      return Number(rows[0]?.given);
    } catch (error) {
      throw asStoreError(error);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
