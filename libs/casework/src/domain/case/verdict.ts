// The gate decision, replayed: on which version of the pathway, on what evidence, and whether it would be the same on what is known now.
import { type CalendarDay, DomainError } from '@guardian/kernel';
import { caseDecider } from './case';
import type { CaseEvent, PathwayRef } from './events';
import type { GateCommand } from './gate';
import { type CaseContext, type CaseState, type ItemState, refuse } from './state';

type GateDecision = Extract<CaseEvent, { type: 'GatePassed' | 'GateOverridden' | 'GateExpired' | 'RedFlagBypassed' }>;

export interface WeighedItem extends Pick<ItemState, 'code' | 'name' | 'status' | 'evidenceOn' | 'expiresOn'> {
  /** The entry that said so; null for what was missing. */
  readonly saidBy: number | null;
  /** Whether it counted then and would not count now, because what said so was corrected since. */
  readonly takenBackSince: boolean;
}

export interface Verdict {
  readonly entry: number;
  readonly decision: GateDecision;
  readonly pathway: PathwayRef;
  /** The day until which the referral might have been held; null when none was stated. */
  readonly gateDueOn: CalendarDay | null;
  readonly items: readonly WeighedItem[];
  /** Whether the rule of the gate, applied once more to what was known then, says the same. */
  readonly same: boolean;
}

/** The latest gate decision of a case, of its entries in order; null while there is none. */
export function gateVerdict(
  events: readonly { readonly type: string; readonly data: unknown; readonly revision: number }[],
): Verdict | null {
  const happened = events.map(({ type, data }) => ({ type, data }) as CaseEvent);
  const at = happened.findLastIndex(isDecision);
  const decision = happened[at];
  if (decision === undefined || !isDecision(decision)) return null;
  const then = folded(happened.slice(0, at));
  // Only entries from before the decision, without those that were taken back since.
  const now = happened.slice(at + 1).reduce((state, event) => (takesBack(event, at) ? caseDecider.evolve(state, event) : state), then);
  const { opened, items, gateDueOn, progress } = then;
  if (opened === null) return null;
  return {
    entry: at + 1,
    decision,
    pathway: opened.pathway,
    gateDueOn,
    items: Object.values(items).map(({ code, name, status, evidenceOn, expiresOn }) => ({
      ...{ code, name, status, evidenceOn, expiresOn },
      saidBy: progress.met[code]?.at(-1) ?? null,
      takenBackSince: isMet(status) && !isMet(now.items[code]?.status),
    })),
    same: saysTheSame(decision, then),
  };
}

const folded = (events: readonly CaseEvent[]): CaseState =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);

const DECISIONS: readonly CaseEvent['type'][] = ['GatePassed', 'GateOverridden', 'GateExpired', 'RedFlagBypassed'];
const isDecision = (event: CaseEvent): event is GateDecision => DECISIONS.includes(event.type);

const isMet = (status: ItemState['status'] | undefined): boolean => status === 'completed' || status === 'waived';

const takesBack = (event: CaseEvent, before: number): boolean =>
  (event.type === 'EntryCorrected' || event.type === 'EntryMovedToPatient') && event.data.entry <= before;

function saysTheSame(decision: GateDecision, then: CaseState): boolean {
  try {
    const again = caseDecider.decide(commandOf(decision), then, contextOf(then)).at(-1);
    return again?.type === decision.type && itemsOf(again) === itemsOf(decision);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

function commandOf({ type, data }: GateDecision): GateCommand {
  switch (type) {
    case 'GatePassed':
      return { type: 'PassGate' };
    case 'GateOverridden':
      return { type: 'OverrideGate', without: data.without, clinician: data.clinician };
    case 'GateExpired':
      return { type: 'TakeGateDefault' };
    case 'RedFlagBypassed':
      return { type: 'BypassForRedFlag', reason: data.personal.reason };
  }
}

/** The items that a decision speaks of. */
function itemsOf(event: CaseEvent): string {
  const items =
    event.type === 'GatePassed'
      ? event.data.evidence.map(({ item, how }) => `${item} ${how}`)
      : event.type === 'GateOverridden'
        ? event.data.without.map(({ item, reason }) => `${item} ${reason}`)
        : event.type === 'GateExpired'
          ? event.data.outstanding
          : [];
  return [...items].sort().join(', ');
}

// What was agreed stands in the case by then: the pathway is not asked again, nor any figure of the service.
const contextOf = ({ gateDueOn, opened }: CaseState): CaseContext => {
  const notAsked = (): never => refuse('NotReplayed', 'This decision needs more than the case to be replayed.');
  return {
    today: gateDueOn ?? opened?.referredOn ?? notAsked(),
    now: '',
    newReference: '',
    route: notAsked,
    limit: notAsked,
    heard: null,
    actor: { id: '', name: '' },
    other: null,
  };
};
