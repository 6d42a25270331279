import type { KeyObject } from 'node:crypto';
import { SEALED_TABLES } from '@guardian/access';
import { readSigningKey, Sealer, writeCheckpoint } from '@guardian/event-store';
import { type Clock, today } from '@guardian/kernel';
import { RecurringJob } from './recurring-job';

export interface SealOptions {
  readonly databaseUrl: string;
  readonly clock: Clock;
  /** Without them what is sealed is not signed. */
  readonly checkpoints?: { readonly folder: string; readonly keyFile: string } | undefined;
}

/**
 * Seals what was written since the last look, and signs once a day how far that is, in a file outside the database: what somebody changes
 * afterwards, `guardian verify` finds (docs/adr/0015).
 */
export class Seals extends RecurringJob {
  protected readonly everyMs = 60_000;
  private readonly sealer: Sealer;
  private readonly signing: { readonly folder: string; readonly key: KeyObject } | undefined;

  /** Throws when the key cannot be used: a worker that could not sign does not start. */
  constructor(private readonly options: SealOptions) {
    super();
    const { databaseUrl, checkpoints } = options;
    this.sealer = new Sealer(databaseUrl, SEALED_TABLES);
    this.signing = checkpoints && { folder: checkpoints.folder, key: readSigningKey(checkpoints.keyFile) };
  }

  async takeAll(): Promise<number> {
    const { databaseUrl: url, clock } = this.options;
    const sealed = await this.sealer.sealAll();
    if (this.signing) await writeCheckpoint({ url, ...this.signing, day: today(clock), at: clock.now() });
    return sealed;
  }

  /** Seals once more, so that little is open while nobody works. What that leaves is sealed at the next start. */
  override async stop(): Promise<void> {
    await super.stop();
    await this.sealer.sealAll().catch(() => undefined);
  }
}
