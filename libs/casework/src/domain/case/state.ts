import { type CalendarDay, DomainError, longDate } from '@guardian/kernel';
import type {
  AgreedItem,
  CaseEvent,
  CaseEventOf,
  Coordinator,
  Holder,
  PathwayRef,
  ProviderRef,
  ReferralPriority,
  RegisteredPractice,
} from './events';
import { latest, type Said } from './said';
import type { OfferedServices } from './offers';
import type { OpenOffer } from './responsibility';
import { initialSafety, type Safety } from './safety';
import type { LastNews, QuietLimits } from './silence';
import { initialProgress, type Progress, type Step } from './step';

export interface ItemFacts {
  readonly status: 'outstanding' | 'requested' | 'completed' | 'waived';
  readonly evidenceOn: CalendarDay | null;
  readonly expiresOn: CalendarDay | null;
}

/** The rest of an agreed item follows from what is said of it. */
export interface ItemState extends AgreedItem, ItemFacts {
  readonly said: readonly Said<Partial<ItemFacts>>[];
}

export interface TestFacts {
  readonly testId: string;
  readonly test: string;
  readonly name: string;
  readonly item: string | null;
  readonly status: 'ordered' | 'booked' | 'to-rebook' | 'performed' | 'reported' | 'acknowledged' | 'told' | 'withdrawn';
  readonly orderedOn: CalendarDay;
  readonly bookedFor: CalendarDay | null;
  readonly performedOn: CalendarDay | null;
  readonly outcome: 'normal' | 'abnormal' | 'needs-action' | null;
}

/** The first that is said of a test is its order; the rest of it follows from what is said. */
export interface TestState extends TestFacts {
  readonly said: readonly Said<Partial<TestFacts>>[];
}

export interface Suspicion {
  readonly otherCaseId: string;
  readonly because: readonly string[];
}

export interface Opened {
  readonly reference: string;
  readonly patientId: string;
  readonly pathway: PathwayRef;
  readonly specialty: string;
  readonly practice: RegisteredPractice;
  readonly referredOn: CalendarDay;
  readonly suspectedCancer: boolean;
}

/** What decisions need to know of a case; nothing more. */
export interface CaseState {
  readonly opened: Opened | null;
  /** As far as entries that stand say; the same as in `progress`. */
  readonly priority: ReferralPriority;
  readonly progress: Progress;
  /** Type of each entry so far; index 0 is revision 1. */
  readonly entries: readonly CaseEvent['type'][];
  readonly moved: readonly number[];
  readonly items: Readonly<Record<string, ItemState>>;
  readonly gateDueOn: CalendarDay | null;
  readonly replyBy: CalendarDay | null;
  /** Who is asked when that day passes without an answer; null once they are. */
  readonly escalateTo: string | null;
  readonly tests: Readonly<Record<string, TestState>>;
  readonly provider: ProviderRef | null;
  readonly coordinator: Coordinator | null;
  readonly holder: Holder | null;
  readonly offer: OpenOffer | null;
  readonly contacts: readonly Said<string>[];
  /** Later words about an earlier entry, which they leave with. */
  readonly about: readonly Said<number>[];
  /** Cases that may be the same need, to be compared. */
  readonly suspicions: readonly Suspicion[];
  /** Those that were compared and are different, and for what they had been suspected. */
  readonly toldApart: readonly Suspicion[];
  /** The case under which somebody wants this one to be followed, and who it is. */
  readonly linkProposed: { readonly otherCaseId: string; readonly by: Coordinator } | null;
  /** The case that this one is followed under. */
  readonly linkedTo: string | null;
  /** Cases that are followed under this one. */
  readonly followed: readonly { readonly caseId: string; readonly reference: string }[];
  readonly services: OfferedServices;
  /** The day on which a case that was set aside comes back to the worklist; null when it was not, or something new happened. */
  readonly snoozedUntil: CalendarDay | null;
  readonly safety: Safety;
  /** The exit that a second person is asked to confirm. */
  readonly exit: CaseEventOf<'ExitProposed'>['data'] | null;
  /** Days of death, by the entries that say so. */
  readonly deaths: readonly Said<CalendarDay>[];
  /** The patient's record was erased. */
  readonly erased: boolean;
}

export const initialCase: CaseState = {
  opened: null,
  priority: 'routine',
  progress: initialProgress,
  entries: [],
  moved: [],
  items: {},
  gateDueOn: null,
  replyBy: null,
  escalateTo: null,
  tests: {},
  provider: null,
  coordinator: null,
  holder: null,
  offer: null,
  contacts: [],
  about: [],
  suspicions: [],
  toldApart: [],
  linkProposed: null,
  linkedTo: null,
  followed: [],
  services: {},
  snoozedUntil: null,
  safety: initialSafety,
  exit: null,
  deaths: [],
  erased: false,
};

/** One question of a check-in, with the answer that is a red flag: `yes` or `no`; `better`, `same` or `worse`; `>= 8`. */
export interface Question {
  readonly code: string;
  readonly text: string;
  readonly kind: 'better-same-worse' | 'scale-0-10' | 'yes-no';
  readonly redFlag?: { readonly when: string };
}

/** What a case must know of its pathway version. The pathway definitions satisfy it by shape. */
export interface Route {
  readonly id: string;
  readonly version: number;
  readonly suspectedCancer: boolean;
  readonly gateHoldDays: number;
  readonly specialty: { readonly code: string };
  readonly workup: readonly AgreedItem[];
  readonly checkIn: { readonly questions: readonly Question[] };
  readonly steps: Readonly<Partial<Record<Step, QuietLimits>>>;
}

/** Figures of the service that decisions look at; each name ends in its unit. */
export type ServiceLimit =
  | 'snoozeDays'
  | 'returnReminderDays'
  | 'pcnQuietTimes'
  | 'checkInGraceDays'
  | 'checkInWorsePoints'
  | 'escalationNowMinutes'
  | 'escalationTodayMinutes'
  | 'escalationSoonWorkingDays'
  | 'expediteAnswerWorkingDays'
  | 'messageReplyWorkingDays'
  | 'messageUrgentReplyHours'
  | 'harmP1aDays'
  | 'harmP1bDays'
  | 'harmP2Days'
  | 'harmP3Days'
  | 'harmWaitWeeks'
  | 'harmCancerDays'
  | 'harmReviewDays'
  | 'exitTalkDays'
  | 'validationFirstWeeks'
  | 'validationSecondWeeks'
  | 'validationThirdWeeks'
  | 'validationAgainWeeks';

export interface CaseContext {
  readonly today: CalendarDay;
  /** This instant, as ISO text. */
  readonly now: string;
  /** For a case that this command opens. It stands here and not in the command, so that a retry is the same command. */
  readonly newReference: string;
  /** The definition in exactly this version; throws UnknownPathway. */
  route(ref: PathwayRef): Route;
  /** A figure of the service, as it holds today. */
  readonly limit: (name: ServiceLimit) => number;
  /** The last news of the case; only for commands about silence. */
  readonly heard: LastNews | null;
  /** Who decides. */
  readonly actor: Coordinator;
  /** The case that a link names. */
  readonly other: CaseState | null;
  /** The case that advice has become; only while it is converted. */
  readonly referral?: { readonly otherCaseId: string; readonly otherReference: string };
}

/** One area of the case: what it decides and how its events change the state. Composed in case.ts. */
export type Decides<C extends { type: string }> = {
  readonly [T in C['type']]: (command: Extract<C, { type: T }>, state: CaseState, context: CaseContext) => readonly CaseEvent[];
};
export type Evolves<E extends CaseEvent> = {
  readonly [T in E['type']]: (state: CaseState, data: CaseEventOf<T>['data']) => CaseState;
};

export function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}

/** The opened case; only for code behind the guard in case.ts that refuses commands on a case that does not exist. */
export function opened(state: CaseState): Opened {
  return state.opened ?? refuse('CaseNotFound', 'There is no such case.');
}

/** Notes that the entry being added speaks of an earlier one. */
export const aboutEntry = (state: CaseState, earlier: number): CaseState => ({
  ...state,
  about: [...state.about, { entry: state.entries.length + 1, is: earlier }],
});

/** A day that people say something happened on: not in the future, not before the referral was decided. */
export function happenedOn(what: string, on: CalendarDay, state: CaseState, today: CalendarDay): void {
  if (on > today) refuse('DateInFuture', `${what} must be today or in the past.`, { on, today });
  const referredOn = state.opened?.referredOn;
  if (referredOn && on < referredOn)
    refuse('DateBeforeReferral', `${what} must not be before the referral on ${longDate(referredOn)}.`, { on, referredOn });
}

export function notPast(what: string, on: CalendarDay, today: CalendarDay): void {
  if (on < today) refuse('DateInPast', `${what} must be today or later.`, { on, today });
}

/** Nobody may be sent to, or ring, someone who has died. */
export function alive({ deaths }: CaseState): void {
  const diedOn = latest(deaths);
  if (diedOn) refuse('PatientDied', 'This patient has died. Contact the family or the practice.', { diedOn });
}

export function words(what: string, text: string): void {
  if (text.trim() === '') refuse('WordsMissing', `Enter ${what}.`, { what });
}
