// Lives through a planned case by the real commands.
import { type CaseCommand, caseIdFor, HandleCaseCommand, HandlePatientCommand, type Records, TakeInReferral } from '@guardian/casework';
import type { Handled } from '@guardian/event-store';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import type { CommandBus } from '@nestjs/cqrs';
import { demoReferenceNumber } from './demo-numbers';
import { planCase } from './plan-case';
import { commandIdOf, type Scene } from './scene';
import type { SimulatedTime } from './simulated-time';
import { endsCase, type PlannedStep } from './story';

export interface Service {
  readonly commands: CommandBus;
  readonly records: Records;
  readonly time: SimulatedTime;
}

/** What a step was told by those before it: a plan can not know it. */
interface Known {
  readonly patientId: string;
  /** By step: the revision of its last entry. */
  readonly revisions: ReadonlyMap<number, number>;
}

/**
 * Every step has a command id of its own that follows from seed, case and step: what was done before is answered and not done again.
 * Throws when a step is refused or does nothing: a plan in which that happens is wrong.
 */
export async function liveCase(service: Service, scene: Scene): Promise<{ steps: number; isOpen: boolean }> {
  const steps = planCase(scene);
  const caseId = caseIdFor(commandIdOf(scene.seed, scene.caseNumber, 0));
  const before = await service.records.case(caseId);
  const revisions = new Map<number, number>();
  const known = { patientId: before.state.opened?.patientId ?? '', revisions };
  const revisionOf = new Map(before.events.map(({ metadata, revision }) => [metadata.commandId, revision]));
  const referenceNumber = demoReferenceNumber(scene.seed, scene.caseNumber);
  for (const [index, step] of steps.entries()) {
    const commandId = commandIdOf(scene.seed, scene.caseNumber, index);
    const done = revisionOf.get(commandId);
    if (done !== undefined) {
      revisions.set(index, done);
      continue;
    }
    try {
      const handled = await service.time.during({ at: step.at, referenceNumber }, () =>
        take(service, scene, step, { caseId, commandId, ...known }),
      );
      if (handled.appended === 0) throw new Error('nothing came of it');
      revisions.set(index, handled.revision);
      known.patientId = handled.patientId ?? known.patientId;
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(`demo case ${scene.caseNumber}, step ${index} (${nameOf(step)}, ${step.at.toISOString()}): ${message}`, { cause });
    }
  }
  const last = steps.at(-1);
  return { steps: steps.length, isOpen: !last || !endsCase(last) };
}

async function take(
  { commands, records }: Service,
  scene: Scene,
  { act, actor, amends, at }: PlannedStep,
  { caseId, commandId, patientId, revisions }: Known & { caseId: string; commandId: string },
): Promise<Handled & { readonly patientId?: string }> {
  const envelope = { actor, commandId };
  if (act.type === 'TakeIn') return commands.execute(new TakeInReferral(act.referral, envelope));
  if (act.type === 'Patient') return commands.execute(new HandlePatientCommand(patientId, act.command, envelope));
  return commands.execute(new HandleCaseCommand(caseId, await filledIn(act.command), envelope));

  async function filledIn(command: CaseCommand): Promise<CaseCommand> {
    if (amends !== undefined && 'entry' in command) return { ...command, entry: revisions.get(amends) ?? 0 };
    if ('otherReference' in command && scene.earlier) {
      const earlier = await records.case(scene.earlier.caseId);
      if (command.type === 'ProposeLink' && earlier.state.progress.closed) return askedInstead(command.otherCaseId);
      if (command.type === 'LinkAsDuplicate' && earlier.state.progress.closed) return proposedAsDuplicate(londonDay(at));
      return { ...command, otherReference: earlier.state.opened?.reference ?? '' };
    }
    if (command.type === 'UnlinkCase') {
      const { linkedTo, exit } = (await records.case(caseId)).state;
      const reason = 'Compared again: these are two needs.';
      if (linkedTo === null) return { type: exit ? 'DeclineExit' : 'ReopenCase', reason };
    }
    return command;
  }
}

const askedInstead = (otherCaseId: string): CaseCommand => ({
  ...{ type: 'AskAboutDuplicate', otherCaseId, who: 'Guardian clinician' },
  question: 'The earlier referral is closed. Is this the same need again?',
});

/** What people do when the case that it repeats is over: there is nothing to follow it under. */
const proposedAsDuplicate = (on: CalendarDay): CaseCommand => ({
  type: 'ProposeExit',
  reason: 'duplicate',
  on,
  evidence: 'The same need as an earlier referral, which is closed.',
  reviewer: 'Guardian clinician',
  patientTold: 'phone',
  referrerTold: 'letter',
});

const nameOf = ({ act }: PlannedStep): string => (act.type === 'TakeIn' ? act.type : act.command.type);
