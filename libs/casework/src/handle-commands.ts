// One envelope and one handler per decider. The command itself is a plain value.
import { type Actor, type Handled, StreamRunner } from '@guardian/event-store';
import { type Clock, today } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdviceReferrals } from './advice-referrals';
import { caseDecider, type CaseCommand } from './domain/case/case';
import type { PathwayRef } from './domain/case/events';
import type { CaseContext } from './domain/case/state';
import { lastNews } from './domain/case/silence';
import { DuplicateLinks } from './duplicate-links';
import { enquiryDecider, type EnquiryCommand } from './domain/enquiry/enquiry';
import { patientDecider, type PatientCommand } from './domain/patient/patient';
import { caseReference } from './identifiers';

/** The clock of this process; tests and the demo cohort bring their own. */
export const CLOCK = Symbol('Clock');
/** Running numbers for case references: each once, gaps allowed. */
export const NUMBERS = Symbol('Numbers');
export interface Numbers {
  next(name: string): Promise<number>;
}

export interface Envelope {
  readonly actor: Actor;
  /** Made once per intention: the same id again is answered, not done, again. */
  readonly commandId: string;
  /** The revision that the person was looking at. */
  readonly ifRevision?: number;
  /** What led to it, when that was not the person at the desk alone. */
  readonly causationId?: string;
}

/** How the causation id of an entry begins that was first recorded in another patient's chart; which one it was is not told. */
export const MOVED_HERE = 'moved-here:';

export class HandleCaseCommand extends Command<Handled> {
  constructor(
    readonly caseId: string,
    readonly command: CaseCommand,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** Commands that look at the agreed route of their case. */
const ASKS_THE_PATHWAY: readonly CaseCommand['type'][] = [
  'AcceptReferral',
  'ReturnReferral',
  'TakeGateDefault',
  'BypassForRedFlag',
  'RecordPriority',
  'PlanCheckIn',
  'CompleteCheckIn',
  'MarkStepQuiet',
  'TellPcnOfSilence',
];

@CommandHandler(HandleCaseCommand)
export class CaseCommandHandler implements ICommandHandler<HandleCaseCommand> {
  private readonly links: DuplicateLinks;
  private readonly advice: AdviceReferrals;

  constructor(
    private readonly streams: StreamRunner,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NUMBERS) private readonly numbers: Numbers,
  ) {
    this.links = new DuplicateLinks(streams);
    this.advice = new AdviceReferrals(streams, definitions, (opening, command, envelope) =>
      this.execute(new HandleCaseCommand(opening, command, envelope)),
    );
  }

  async execute({ caseId, command, envelope }: HandleCaseCommand): Promise<Handled> {
    const context = await this.contextFor(caseId, command, envelope.actor);
    if (command.type === 'ConvertAdvice') return this.advice.convert(caseId, command, { envelope, context });
    return this.links.handle(caseId, command, { envelope, context }, () =>
      this.streams.handle(caseDecider, caseId, command, { ...envelope, context }),
    );
  }

  private async contextFor(caseId: string, command: CaseCommand, actor: Actor): Promise<CaseContext> {
    const opens = command.type === 'ReceiveReferral' || command.type === 'TakeOnCase';
    const stream = ASKS_THE_PATHWAY.includes(command.type) ? await this.streams.load(caseDecider, caseId) : undefined;
    const pathway: PathwayRef | undefined = opens ? command.pathway : stream?.state.opened?.pathway;
    const route = pathway && (await this.definitions.get(pathway.id, pathway.version));
    const asksTheOther = command.type === 'LinkAsDuplicate' || command.type === 'ProposeLink';
    const other = asksTheOther ? (await this.streams.load(caseDecider, command.otherCaseId)).state : null;
    const on = today(this.clock);
    return {
      today: on,
      now: this.clock.now().toISOString(),
      actor: { id: actor.id, name: actor.name },
      limit: (name) => limitOn(name, on).is,
      heard: stream ? lastNews(stream.events) : null,
      other,
      newReference: opens ? caseReference(await this.numbers.next('case')) : '',
      route: (ref) => {
        if (route?.id !== ref.id || route.version !== ref.version) throw new Error(`pathway ${ref.id} ${ref.version} was not loaded`);
        return route;
      },
    };
  }
}

export class HandlePatientCommand extends Command<Handled> {
  constructor(
    readonly patientId: string,
    readonly command: PatientCommand,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(HandlePatientCommand)
export class PatientCommandHandler implements ICommandHandler<HandlePatientCommand> {
  constructor(
    private readonly streams: StreamRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ patientId, command, envelope }: HandlePatientCommand): Promise<Handled> {
    const { id, name } = envelope.actor;
    const context = { today: today(this.clock), actor: { id, name } };
    return this.streams.handle(patientDecider, patientId, command, { ...envelope, context });
  }
}

export class HandleEnquiryCommand extends Command<Handled> {
  constructor(
    readonly enquiryId: string,
    readonly command: EnquiryCommand,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(HandleEnquiryCommand)
export class EnquiryCommandHandler implements ICommandHandler<HandleEnquiryCommand> {
  constructor(
    private readonly streams: StreamRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ enquiryId, command, envelope }: HandleEnquiryCommand): Promise<Handled> {
    return this.streams.handle(enquiryDecider, enquiryId, command, { ...envelope, context: { today: today(this.clock) } });
  }
}
