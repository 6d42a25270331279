import { OpenCasesOf } from '@guardian/caseload';
import { caseIdFor, HandleCaseCommand, type IncomingReferral, PatientNumbers, Records, TakeInReferral } from '@guardian/casework';
import { type Actor, StoreBusy, StoreUnavailable } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Bucket } from './buckets';
import { contentHash, importCommandId, referralKey } from './referral-key';
import { ImportedReferral } from './tables';

/** One reading of one file: the rows seen so far, so that the rows of a file are compared with each other as well. */
export interface Sitting {
  readonly importId: string;
  readonly hashes: Map<string, string>;
  readonly births: Map<string, string>;
  readonly cases: Map<string, string>;
}

export const newSitting = (importId: string): Sitting => ({ importId, hashes: new Map(), births: new Map(), cases: new Map() });

export interface Why {
  readonly field: 'REFERRAL_ID' | 'NHS_NUMBER' | '';
  readonly problem: string;
  readonly fix: string;
}

/** The bucket of a good row, and for one that is left out, why. */
export type Sorted =
  | { readonly bucket: 'new' | 'close-match'; readonly resembles: readonly string[]; readonly isHere: boolean }
  | { readonly bucket: 'unchanged' }
  | { readonly bucket: 'different' | 'refused'; readonly why: Why };

/** Sorts referrals from files into those that are here and those that are not, and brings in the latter: each once. */
@Injectable()
export class IntakeDesk {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly records: Records,
    private readonly database: DataSource,
    private readonly numbers: PatientNumbers,
  ) {}

  /** Saves nothing. */
  async sort(referral: IncomingReferral, sitting: Sitting): Promise<Sorted> {
    const key = referralKey(referral);
    const hash = contentHash(referral);
    const before = sitting.hashes.get(key);
    if (before !== undefined) return before === hash ? { bucket: 'unchanged' } : otherContent('in this file');
    sitting.hashes.set(key, hash);

    const { caseId, patientId } = await this.idsOf(referral);
    const held = await this.database.manager.findOneBy(ImportedReferral, { referralKey: key });
    if (held && held.contentHash !== hash) return otherContent('in Guardian');
    if (held && held.importId !== sitting.importId) return { bucket: 'unchanged' };

    const { bornOn } = referral.identity;
    const heldBirth = sitting.births.get(patientId) ?? (await this.records.patient(patientId)).identity?.bornOn ?? bornOn;
    sitting.births.set(patientId, heldBirth);
    if (heldBirth !== bornOn) return { bucket: 'refused', why: OTHER_PERSON };

    const resembles = await this.openCasesLike(referral, patientId, caseId, sitting);
    sitting.cases.set(`${patientId} ${referral.pathwayId}`, caseId);
    return { bucket: held?.bucket ?? (resembles.length > 0 ? 'close-match' : 'new'), resembles, isHere: held !== null };
  }

  /** Brings in what `sort` calls new. Interrupted anywhere, it can be done again. Throws only when the store cannot be reached. */
  async bringIn(referral: IncomingReferral, sitting: Sitting, actor: Actor): Promise<{ bucket: Bucket; why?: Why }> {
    const sorted = await this.sort(referral, sitting);
    if (!('resembles' in sorted) || sorted.isHere) return sorted;
    const key = referralKey(referral);
    const commandId = importCommandId(key);
    try {
      const { caseId } = await this.commands.execute(new TakeInReferral(await this.fillingGaps(referral), { actor, commandId }));
      for (const other of sorted.resembles) await this.suspect(caseId, other, commandId, actor);
      const row = { referralKey: key, contentHash: contentHash(referral), caseId, importId: sitting.importId, bucket: sorted.bucket };
      const inserted = await this.database
        .createQueryBuilder()
        .insert()
        .into(ImportedReferral)
        .values(row)
        .orIgnore()
        .returning('*')
        .execute();
      // Two people may import the same file at once: each referral counts as new for one of them.
      return { bucket: (inserted.raw as unknown[]).length > 0 ? sorted.bucket : 'unchanged' };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof StoreBusy || error instanceof StoreUnavailable) throw error;
      if (error.code === 'CommandIdReused') return otherContent('in Guardian');
      return { bucket: 'refused', why: { field: '', problem: error.message, fix: 'Put it right, or add the referral by hand' } };
    }
  }

  private async idsOf(referral: IncomingReferral): Promise<{ caseId: string; patientId: string }> {
    const commandId = importCommandId(referralKey(referral));
    return {
      caseId: caseIdFor(commandId),
      patientId: await this.numbers.patientOf(referral.identity.nhsNumber, commandId),
    };
  }

  private async openCasesLike(referral: IncomingReferral, patientId: string, caseId: string, sitting: Sitting): Promise<string[]> {
    const inFile = sitting.cases.get(`${patientId} ${referral.pathwayId}`);
    const known = await this.queries.execute(new OpenCasesOf(patientId, referral.pathwayId));
    const others = new Set([...known.map((open) => open.caseId), ...(inFile === undefined ? [] : [inFile])]);
    others.delete(caseId);
    return [...others];
  }

  private async suspect(caseId: string, otherCaseId: string, commandId: string, actor: Actor): Promise<void> {
    const { state } = await this.records.case(otherCaseId);
    if (!state.opened || state.progress.closed) return;
    const because = ['same NHS number', 'same pathway'];
    const command = { type: 'SuspectDuplicate', otherCaseId, otherReference: state.opened.reference, because } as const;
    await this.commands.execute(new HandleCaseCommand(caseId, command, { actor, commandId: `${commandId}:${otherCaseId}` }));
  }

  /** A file may be old: what people recorded of a patient stays, and only what is missing is taken from the file. */
  private async fillingGaps(referral: IncomingReferral): Promise<IncomingReferral> {
    const { details, needs } = await this.records.patient((await this.idsOf(referral)).patientId);
    const { details: given, needs: _, ...rest } = referral;
    return {
      ...rest,
      ...(given && { details: { ...given, ...withoutNulls(details ?? {}) } }),
      ...(referral.needs && needs === null && { needs: referral.needs }),
    };
  }
}

const OTHER_PERSON: Why = {
  field: 'NHS_NUMBER',
  problem: 'This NHS number belongs to someone with another date of birth',
  fix: 'Check both with the practice',
};

const otherContent = (where: 'in this file' | 'in Guardian') =>
  ({
    bucket: 'different',
    why: {
      field: 'REFERRAL_ID',
      problem: `This REFERRAL_ID is ${where} already, with other content`,
      fix: where === 'in Guardian' ? 'Change the case itself if the referral has changed' : 'Keep one of the rows, or give each its own id',
    },
  }) as const;

function withoutNulls<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;
}
