import { type ChainedTable, EVENT_LOG, openSince } from '@guardian/event-store';
import { ACCOUNT_CHANGES } from './account-chain';
import { BREAK_GLASS } from './break-glass-chain';
import { BULK_EXPORTS } from './bulk-exports';
import { READ_AUDIT } from './read-audit-chain';

/** All that only grows and is sealed: what happened, who looked at it, who let them, and who took it away. */
export const SEALED_TABLES: readonly ChainedTable[] = [EVENT_LOG, READ_AUDIT, ACCOUNT_CHANGES, ...BREAK_GLASS, BULK_EXPORTS];

/** The worker seals once a minute. */
const SEALED_WITHIN_MS = 5 * 60_000;

/** True when something waits to be sealed for longer than five minutes: what is changed meanwhile, nobody finds. */
export async function sealsAreLate(databaseUrl: string, now: Date): Promise<boolean> {
  const since = await openSince(databaseUrl, SEALED_TABLES);
  return since !== undefined && now.getTime() - since.getTime() > SEALED_WITHIN_MS;
}
