import type { KeyObject } from 'node:crypto';
import { access } from 'node:fs/promises';
import { keepVerification, lastVerification, verifyAll } from '@guardian/access';
import { checkpointFile, readVerifyingKeys } from '@guardian/event-store';
import { today } from '@guardian/kernel';
import { RecurringJob } from './recurring-job';
import type { SealOptions } from './seals';

/**
 * Compares all that is sealed with its seals, once a day in London and as early in it as today's checkpoint is signed: what somebody changed
 * is found without anybody asking (docs/adr/0015).
 */
export class DailyVerification extends RecurringJob {
  protected readonly everyMs = 60_000;
  private readonly signed: { readonly folder: string; readonly keys: readonly KeyObject[] } | undefined;

  /** Throws when the key cannot be used. */
  constructor(private readonly options: SealOptions) {
    super();
    const { checkpoints } = options;
    this.signed = checkpoints && { folder: checkpoints.folder, keys: readVerifyingKeys(checkpoints.keyFile) };
  }

  /** Answers how many findings there are. */
  async takeAll(): Promise<number> {
    const { databaseUrl: url, clock } = this.options;
    const day = today(clock);
    if ((await lastVerification(url))?.day === day || !(await this.isSigned(day))) return 0;
    const startedAt = clock.now();
    const { chains, findings } = await verifyAll(url, this.signed, () => this.stopping.signal.throwIfAborted());
    const rows = chains.reduce((all, chain) => all + chain.rows, 0);
    await keepVerification(url, { day, startedAt, rows, findings: findings.map(({ words }) => words) });
    return findings.length;
  }

  /** Before that the first day of a database would be one of which nobody signed anything. */
  private async isSigned(day: string): Promise<boolean> {
    if (!this.signed) return true;
    return access(checkpointFile(this.signed.folder, day)).then(
      () => true,
      () => false,
    );
  }
}
