import { CasesDue } from '@guardian/caseload';
import { CLOCK, type Deadline, deadlinesOf, HandleCaseCommand, lastNews, Records, stepOf } from '@guardian/casework';
import { type Clock, today } from '@guardian/kernel';
import { type LimitName, limitOn, PathwayDefinitions, type StepLimits } from '@guardian/pathways';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GUARDIAN } from './guardian-actor';
import { RecurringJob } from './recurring-job';

/**
 * Issues the commands of deadlines that have gone by on Guardian's clock. The lists say at which cases to look, and each case, read from
 * its stream, what is due: several workers, one that was killed, or lists that lag never do it twice (docs/adr/0013).
 */
@Injectable()
export class Deadlines extends RecurringJob {
  protected readonly everyMs = 20_000;

  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async takeAll(onFault: (error: unknown) => void): Promise<number> {
    let taken = 0;
    for (const caseId of await this.queries.execute(new CasesDue(this.clock.now()))) {
      if (this.stopping.signal.aborted) break;
      try {
        taken += await this.takeOf(caseId);
      } catch (error) {
        onFault(error);
      }
    }
    return taken;
  }

  /** One after the other, because one may end another: a referral that goes on is not silent any more. */
  private async takeOf(caseId: string): Promise<number> {
    for (let taken = 0; ; taken++) {
      const { kind, key, dueAt, command } = (await this.nextOf(caseId)) ?? {};
      if (command === undefined) return taken;
      const envelope = { actor: GUARDIAN, commandId: [kind, caseId, key, dueAt].join(':') };
      const { appended } = await this.commands.execute(new HandleCaseCommand(caseId, command, envelope));
      if (appended === 0) return taken;
    }
  }

  /** The first deadline of the case that has gone by. */
  private async nextOf(caseId: string): Promise<Deadline | undefined> {
    const { state, events } = await this.records.case(caseId);
    if (!state.opened) return undefined;
    const { id, version } = state.opened.pathway;
    const steps: Readonly<Record<string, StepLimits>> = (await this.definitions.get(id, version)).steps;
    const on = today(this.clock);
    const now = this.clock.now().toISOString();
    const limit = (name: LimitName): number => limitOn(name, on).is;
    return deadlinesOf(state, { limit, heard: lastNews(events), quiet: steps[stepOf(state.progress)] }).find(({ dueAt }) => dueAt <= now);
  }
}
