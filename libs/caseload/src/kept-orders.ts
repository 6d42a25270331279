import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

export interface KeptOrder {
  readonly orderId: string;
  readonly takenAt: Date;
  readonly caseIds: readonly string[];
}

/** Hours for which an order is kept: nobody turns the pages of yesterday's list. */
const HOURS = 12;

/** The order of a list as somebody first saw it, so that its pages stay where they are while work on it goes on. */
export class KeptOrders {
  constructor(private readonly database: DataSource) {}

  async keep(userId: string, caseIds: readonly string[], takenAt: Date): Promise<KeptOrder> {
    const orderId = randomUUID();
    await this.database.query(
      `delete from caseload_kept_order where user_id = $1 and taken_at < $2::timestamptz - interval '${HOURS} hours'`,
      [userId, takenAt],
    );
    await this.database.query('insert into caseload_kept_order (order_id, user_id, taken_at, case_ids) values ($1, $2, $3, $4)', [
      ...[orderId, userId],
      ...[takenAt, caseIds],
    ]);
    return { orderId, takenAt, caseIds };
  }

  /** Null when it is not there any more, or is somebody else's. */
  async read(userId: string, orderId: string): Promise<KeptOrder | null> {
    const [kept]: KeptOrder[] = await this.database.query(
      `select order_id as "orderId", taken_at as "takenAt", case_ids as "caseIds" from caseload_kept_order where order_id = $1 and user_id = $2`,
      [orderId, userId],
    );
    return kept ?? null;
  }
}
