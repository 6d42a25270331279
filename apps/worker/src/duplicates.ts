import { CasesLike, type ComparedCase, ComparedCases, DuplicateWatch, LivedHistory } from '@guardian/caseload';
import { CLOCK, HandleCaseCommand, isNewSuspicion, partOf, Records } from '@guardian/casework';
import type { EventStore, Position, RecordedEvent } from '@guardian/event-store';
import { type Clock, today } from '@guardian/kernel';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GUARDIAN } from './guardian-actor';
import { LOG } from './log';
import { RecurringJob } from './recurring-job';

/** What may make a case alike to another one: it opens, or more is known of who its patient is. */
const OF_A_CASE = ['ReferralReceived', 'CaseTakenOn', 'CaseReopened', 'CaseUnlinked'];
const OF_A_PATIENT = ['ContactDetailsRecorded', 'IdentityCorrected', 'PatientsLinked'];
const PAGE = 1_000;

/**
 * Looks for duplicates among all open cases, across providers and however old: at whatever changed since it last looked, in the log. The
 * place up to which it has looked is kept; a worker that is killed looks once more at a page, and suspects nothing twice.
 */
@Injectable()
export class Duplicates extends RecurringJob {
  protected readonly everyMs = 20_000;

  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly watch: DuplicateWatch,
    private readonly history: LivedHistory,
    private readonly status: ProjectionStatus,
    @Inject(LOG) private readonly log: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async takeAll(onFault: (error: unknown) => void): Promise<number> {
    let found = 0;
    while (!this.stopping.signal.aborted && !(await this.history.isUnderWay())) {
      const events = await this.log.readAll((await this.watch.position()) as Position | undefined, PAGE);
      const last = events.at(-1)?.position;
      // What the lists do not show yet is looked at the next time.
      if (!last || !(await this.isListed(last))) break;
      for (const subject of await this.queries.execute(changedIn(events))) {
        try {
          found += await this.compare(subject);
        } catch (error) {
          onFault(error);
        }
      }
      await this.watch.moveTo(last);
    }
    return found;
  }

  private async isListed(position: Position): Promise<boolean> {
    for (const list of ['caseload-cases', 'caseload-patients']) {
      if ((await this.status.waitUntil(list, position, 2_000)) === 'stale') return false;
    }
    return true;
  }

  private async compare(subject: ComparedCase): Promise<number> {
    let found = 0;
    for (const { because, ...other } of await this.queries.execute(new CasesLike(subject, subject.caseId, today(this.clock)))) {
      const [earlier, later] = inOrder(subject, other);
      const [first, second] = await Promise.all([this.records.case(earlier.caseId), this.records.case(later.caseId)]);
      const open = !first.state.progress.closed && !second.state.progress.closed;
      const asEarlier = { otherCaseId: later.caseId, because };
      const asLater = { otherCaseId: earlier.caseId, because };
      if (!open || !isNewSuspicion(asEarlier, first.state) || !isNewSuspicion(asLater, second.state)) continue;
      const command = { type: 'SuspectDuplicate', ...asLater, otherReference: earlier.reference } as const;
      const commandId = partOf(`${later.caseId}:${earlier.caseId}:${because.join()}`, `duplicate after ${second.revision}`);
      found += (await this.commands.execute(new HandleCaseCommand(later.caseId, command, { actor: GUARDIAN, commandId }))).appended;
    }
    return found;
  }
}

type InOrder = Pick<ComparedCase, 'caseId' | 'reference' | 'referredOn'>;
/** The one of the later referral is compared with the earlier one, whichever of them came to Guardian first. */
const inOrder = (a: InOrder, b: InOrder): [earlier: InOrder, later: InOrder] =>
  `${a.referredOn} ${a.caseId}` < `${b.referredOn} ${b.caseId}` ? [a, b] : [b, a];

function changedIn(events: readonly RecordedEvent[]): ComparedCases {
  const ids = (category: string, types: readonly string[]): string[] => [
    ...new Set(events.filter(({ stream, type }) => stream.category === category && types.includes(type)).map(({ stream }) => stream.id)),
  ];
  return new ComparedCases(ids('case', OF_A_CASE), ids('patient', OF_A_PATIENT));
}
