import { setTimeout as pause } from 'node:timers/promises';
import { CLOCK, HandleCaseCommand } from '@guardian/casework';
import { OverdueGates } from '@guardian/caseload';
import { type Clock, today } from '@guardian/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

const LOOK_EVERY_MS = 60_000;
// Handlers are registered while the application comes up, after its own hooks: the first look waits for them.
const FIRST_LOOK_MS = 1_000;
const AFTER_A_FAULT_MS = 5_000;
const GUARDIAN = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'Guardian' } as const;

/**
 * Lets a referral go on when the time for which it may be held has run out (rule D1). The command id names the case and the day, so
 * that several workers, or one that was killed, never do it twice.
 */
@Injectable()
export class GateDefaults {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(onFault: (error: unknown) => void): void {
    this.running ??= this.run(onFault);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** How many referrals were let go on. One that is refused is told and does not keep the others. */
  async takeAll(onFault: (error: unknown) => void): Promise<number> {
    let taken = 0;
    for (const { caseId, gateDueOn } of await this.queries.execute(new OverdueGates(today(this.clock)))) {
      if (this.stopping.signal.aborted) break;
      try {
        const envelope = { actor: GUARDIAN, commandId: `gate-default-${caseId}-${gateDueOn}` };
        taken += (await this.commands.execute(new HandleCaseCommand(caseId, { type: 'TakeGateDefault' }, envelope))).appended;
      } catch (error) {
        onFault(error);
      }
    }
    return taken;
  }

  private async run(onFault: (error: unknown) => void): Promise<void> {
    const { signal } = this.stopping;
    for (let wait = FIRST_LOOK_MS; !signal.aborted;) {
      await pause(wait, undefined, { signal }).catch(() => undefined);
      wait = LOOK_EVERY_MS;
      try {
        if (!signal.aborted) await this.takeAll(onFault);
      } catch (error) {
        onFault(error);
        wait = AFTER_A_FAULT_MS;
      }
    }
  }
}
