import { type ErasureRow, ErasuresToDo, StreamsOf } from '@guardian/caseload';
import { type CaseCommand, HandleCaseCommand, HandlePatientCommand, type PatientCommand } from '@guardian/casework';
import type { ErasureStop } from '@guardian/casework/events';
import { destroyKeys, type EncryptingEventStore, writeErasureRecord } from '@guardian/event-store';
import { ReferralImports } from '@guardian/intake';
import { type AnyReadModel, ProjectionStatus, refold } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GUARDIAN } from './guardian-actor';
import { LOG } from './log';
import { RecurringJob } from './recurring-job';

export const ERASING = Symbol('what erasing needs');
export interface ErasingOptions {
  readonly databaseUrl: string;
  readonly readModels: readonly AnyReadModel[];
  /** Where erasures are put on record outside the database; undefined: nowhere, and a restore of old keys would undo them. */
  readonly folder?: string | undefined;
}

/**
 * Does what two people decided: destroys the keys of a patient's streams, and builds the rows anew that were folded from what they sealed
 * (docs/adr/0024). Each step can be done twice; one that was broken off is begun again at the next look.
 */
@Injectable()
export class Erasures extends RecurringJob {
  protected readonly everyMs = 20_000;

  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly status: ProjectionStatus,
    private readonly imports: ReferralImports,
    @Inject(LOG) private readonly log: EncryptingEventStore,
    @Inject(ERASING) private readonly options: ErasingOptions,
  ) {
    super();
  }

  async takeAll(onFault: (error: unknown) => void): Promise<number> {
    let taken = 0;
    for (const erasure of await this.queries.execute(new ErasuresToDo())) {
      if (this.stopping.signal.aborted) break;
      try {
        if (await this.isListed()) taken += await this.take(erasure);
      } catch (error) {
        onFault(error);
      }
    }
    return taken;
  }

  private async take(erasure: ErasureRow): Promise<number> {
    const { patientId, cases, enquiries } = erasure;
    const now = await this.queries.execute(new StreamsOf(patientId));
    // A patient who came back is cared for, and nothing goes that nobody has seen.
    if (now.cases.some(({ closedOn }) => closedOn === null)) return this.leave(erasure, 'case-open');
    const seen = new Set([...cases, ...enquiries]);
    if ([...now.cases.map(({ caseId }) => caseId), ...now.enquiries].some((id) => !seen.has(id))) {
      return this.leave(erasure, 'more-than-was-seen');
    }
    const streams = [
      { category: 'patient', id: patientId },
      ...cases.map((id) => ({ category: 'case', id })),
      ...enquiries.map((id) => ({ category: 'enquiry', id })),
    ];
    if (await this.log.hasUnsealed(streams)) return this.leave(erasure, 'not-sealed');
    for (const caseId of cases) await this.onCase(erasure, caseId, { type: 'EraseCase' });
    const { databaseUrl: url, readModels, folder } = this.options;
    const ids = streams.map(({ id }) => id);
    // First: keys that were destroyed and are on no record would come back with an old backup of them.
    if (folder !== undefined) {
      const { proposedBy, confirmedBy } = erasure;
      await writeErasureRecord(folder, { patientId, decision: erasure.decision, streams: ids, proposedBy, confirmedBy });
    }
    const keys = await destroyKeys(url, ids);
    await this.imports.forget(cases);
    await refold({ url, store: this.log, readModels, streams });
    await this.onPatient(erasure, { type: 'CompleteErasure', keys });
    return 1;
  }

  private async leave(erasure: ErasureRow, because: ErasureStop): Promise<number> {
    await this.onPatient(erasure, { type: 'StopErasure', because });
    return 1;
  }

  /** What the lists do not show yet is looked at the next time. */
  private async isListed(): Promise<boolean> {
    const head = await this.log.head();
    if (head === undefined) return true;
    for (const { name } of this.options.readModels) {
      if ((await this.status.waitUntil(name, head, 2_000)) === 'stale') return false;
    }
    return true;
  }

  private onCase({ patientId, decision }: ErasureRow, caseId: string, command: CaseCommand) {
    const commandId = ['erasure', patientId, decision, caseId].join(':');
    return this.commands.execute(new HandleCaseCommand(caseId, command, { actor: GUARDIAN, commandId }));
  }

  private onPatient({ patientId, decision }: ErasureRow, command: PatientCommand) {
    const commandId = ['erasure', patientId, decision, command.type].join(':');
    return this.commands.execute(new HandlePatientCommand(patientId, command, { actor: GUARDIAN, commandId }));
  }
}
