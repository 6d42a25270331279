import type { Pool } from 'pg';

const GUARDED = [
  ['events', 'events_only_grow'],
  ['read_audit', 'read_audit_only_grows'],
  ['account_change', 'account_change_only_grows'],
  ['break_glass', 'break_glass_only_grows'],
  ['break_glass_end', 'break_glass_end_only_grows'],
  ['break_glass_review', 'break_glass_review_only_grows'],
  ['bulk_export', 'bulk_export_only_grows'],
  ['chain_seal', 'chain_seal_only_grows'],
  ['chain_checkpoint', 'chain_checkpoint_only_grows'],
  ['verification', 'verification_only_grows'],
] as const;

/** As whoever holds the database whole can: the triggers that refuse changes are put to sleep. */
export async function tamper(pool: Pool, sql: string): Promise<void> {
  const triggers = (state: string) => GUARDED.map(([table, trigger]) => `alter table ${table} ${state} trigger ${trigger}`).join(';');
  const client = await pool.connect();
  await client.query(`begin; ${triggers('disable')}; ${sql}; ${triggers('enable always')}; commit`);
  client.release();
}
