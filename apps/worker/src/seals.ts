import { READ_AUDIT } from '@guardian/access';
import { EVENT_LOG, Sealer } from '@guardian/event-store';
import { RecurringJob } from './recurring-job';

/** Seals what was written since the last look: what somebody changes after that, `guardian verify` finds (docs/adr/0015). */
export class Seals extends RecurringJob {
  protected readonly everyMs = 60_000;
  private readonly sealer: Sealer;

  constructor(databaseUrl: string) {
    super();
    this.sealer = new Sealer(databaseUrl, [EVENT_LOG, READ_AUDIT]);
  }

  takeAll(): Promise<number> {
    return this.sealer.sealAll();
  }
}
