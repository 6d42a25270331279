import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const LOCK = 194_706;

/** Held, shared, by whoever lives cases through with a clock of their own: what looks overdue meanwhile is not. */
@Injectable()
export class LivedHistory {
  constructor(private readonly database: DataSource) {}

  /** Takes a connection of its own until what it answers with is called. A process that ends lets go as well. */
  async begin(): Promise<() => Promise<void>> {
    const connection = this.database.createQueryRunner();
    await connection.query('select pg_advisory_lock_shared($1)', [LOCK]);
    return async () => {
      // on a lost connection there is nothing left to let go of
      await connection.query('select pg_advisory_unlock_shared($1)', [LOCK]).catch(() => undefined);
      await connection.release();
    };
  }

  async isUnderWay(): Promise<boolean> {
    const [lock] = await this.database.query<{ free: boolean }[]>('select pg_try_advisory_xact_lock($1) as free', [LOCK]);
    return lock?.free !== true;
  }
}
