// The case: every area composed in one place.
import type { Decider } from '@guardian/kernel';
import { type AttentionCommand, decideAttention, evolveAttention, snoozeAfter } from './attention';
import { type CheckInCommand, decideCheckIns, evolveCheckIns } from './check-ins';
import { type ConditionCommand, decideCondition, evolveCondition } from './condition';
import { type ContactCommand, decideContact, evolveContact } from './contact';
import { decideDuplicates, type DuplicateCommand, evolveDuplicates, type FollowCommand } from './duplicates';
import { decideEscalation, type EscalationCommand, evolveEscalation } from './escalation';
import { type CaseErasureCommand, decideCaseErasure, evolveCaseErasure } from './erasure';
import type { CaseEvent } from './events';
import { decideExit, evolveExit, type ExitCommand } from './exit';
import { decideExpedite, evolveExpedite, type ExpediteCommand } from './expedite';
import { decideGate, evolveGate, type GateCommand } from './gate';
import { decideHarmReview, evolveHarmReview, type HarmReviewCommand } from './harm-review';
import { decideHospital, evolveHospital, type HospitalCommand } from './hospital';
import { decideIntake, evolveIntake, type IntakeCommand } from './intake';
import { decideMessages, evolveMessages, type MessageCommand } from './messages';
import { decideOffers, evolveOffers, type OfferCommand } from './offers';
import { decideResponsibility, evolveResponsibility, offerAfter, type ResponsibilityCommand } from './responsibility';
import { advanceSafety, proposedExit } from './safety';
import { type CaseContext, type CaseState, type Decides, type Evolves, initialCase, refuse } from './state';
import { latest } from './said';
import { decideSilence, evolveSilence, type SilenceCommand } from './silence';
import { advance } from './step';
import { decideTests, evolveTests, type TestCommand } from './tests';
import { decideValidation, evolveValidation, type ValidationCommand } from './validation';
import { decideWorkup, evolveWorkup, type WorkupCommand } from './workup';

export type CaseCommand =
  | IntakeCommand
  | DuplicateCommand
  | WorkupCommand
  | TestCommand
  | GateCommand
  | HospitalCommand
  | ContactCommand
  | ResponsibilityCommand
  | OfferCommand
  | AttentionCommand
  | SilenceCommand
  | CheckInCommand
  | ConditionCommand
  | EscalationCommand
  | ExpediteCommand
  | MessageCommand
  | HarmReviewCommand
  | ValidationCommand
  | ExitCommand
  | CaseErasureCommand;

type Decided = CaseCommand | FollowCommand;

const DECIDES: Decides<Decided> = {
  ...decideIntake,
  ...decideDuplicates,
  ...decideWorkup,
  ...decideTests,
  ...decideGate,
  ...decideHospital,
  ...decideContact,
  ...decideResponsibility,
  ...decideOffers,
  ...decideAttention,
  ...decideSilence,
  ...decideCheckIns,
  ...decideCondition,
  ...decideEscalation,
  ...decideExpedite,
  ...decideMessages,
  ...decideHarmReview,
  ...decideValidation,
  ...decideExit,
  ...decideCaseErasure,
};

const EVOLVES: Evolves<CaseEvent> = {
  ...evolveIntake,
  ...evolveDuplicates,
  ...evolveWorkup,
  ...evolveTests,
  ...evolveGate,
  ...evolveHospital,
  ...evolveContact,
  ...evolveResponsibility,
  ...evolveOffers,
  ...evolveAttention,
  ...evolveSilence,
  ...evolveCheckIns,
  ...evolveCondition,
  ...evolveEscalation,
  ...evolveExpedite,
  ...evolveMessages,
  ...evolveHarmReview,
  ...evolveValidation,
  ...evolveExit,
  ...evolveCaseErasure,
};

const OPENS: readonly Decided['type'][] = ['ReceiveReferral', 'TakeOnCase'];

// What may still be said of a closed case. A hospital fact may arrive late, an entry may turn out wrong, and what a wait taught is for others.
const AFTER_CLOSING: readonly Decided['type'][] = [
  'ReopenCase',
  'CorrectEntry',
  'MoveEntryToPatient',
  'CorrectContact',
  'UnlinkCase',
  'FollowDuplicate',
  'ReleaseDuplicate',
  'RecordHospitalFact',
  'HandOverCase',
  'AnswerMessage',
  'ReadMessage',
  'CloseMessageThread',
  'CompleteHarmReview',
  'EraseCase',
];

export const caseDecider: Decider<CaseState, Decided, CaseEvent, CaseContext> = {
  category: 'case',
  initialState: initialCase,

  decide(command, state, context) {
    if (!OPENS.includes(command.type)) {
      if (!state.opened) refuse('CaseNotFound', 'There is no such case.');
      if (state.erased && command.type !== 'EraseCase') refuse('RecordErased', 'This record was erased. Nothing can be added to it.');
      if (state.progress.closed && !AFTER_CLOSING.includes(command.type)) {
        refuse('CaseClosed', 'This case is closed. Reopen it first.', { reference: state.opened.reference });
      }
    }
    // The table is exhaustive over the command types; the compiler can not see that key and argument belong together.
    const decideOne = DECIDES[command.type] as (command: Decided, state: CaseState, context: CaseContext) => readonly CaseEvent[];
    return decideOne(command, state, context);
  },

  evolve(state, event) {
    const evolveOne = EVOLVES[event.type] as (state: CaseState, data: CaseEvent['data']) => CaseState;
    const entry = state.entries.length + 1;
    const progress = advance(state.progress, event, entry);
    const safety = advanceSafety(state.safety, event, entry);
    const evolved = evolveOne(state, event.data);
    return {
      ...evolved,
      entries: [...state.entries, event.type],
      progress,
      safety,
      exit: proposedExit(safety) ? evolved.exit : null,
      priority: latest(progress.priorities) ?? 'routine',
      provider: latest(progress.providers),
      coordinator: latest(progress.coordinators),
      offer: offerAfter(state.offer, event),
      snoozedUntil: snoozeAfter(state.snoozedUntil, event),
    };
  },
};
