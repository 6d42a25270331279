import { addDays, type CalendarDay, longDate } from '@guardian/kernel';
import type { AgreedItem, WorkupEvent } from './events';
import { without } from './said';
import type { Step } from './step';
import { type CaseState, type Decides, type Evolves, type ItemFacts, type ItemState, notPast, refuse, words } from './state';

export type WorkupCommand =
  | { readonly type: 'RequestWorkupItem'; readonly item: string; readonly from: string; readonly dueOn: CalendarDay }
  | {
      readonly type: 'CompleteWorkupItem';
      readonly item: string;
      readonly evidenceOn: CalendarDay;
      readonly source: string;
      readonly finding: string;
    }
  | {
      readonly type: 'WaiveWorkupItem';
      readonly item: string;
      readonly reason: string;
      readonly clinician: string;
      readonly expiresOn: CalendarDay;
    }
  /** Issued when evidence has grown too old or a waiver has run out; refused while it is good. */
  | { readonly type: 'ExpireWorkupItem'; readonly item: string };

export const decideWorkup: Decides<WorkupCommand> = {
  RequestWorkupItem({ item, from, dueOn }, state, { today }) {
    if (outstanding(item, state) === undefined) return [];
    words('who was asked', from);
    notPast('The date it is due', dueOn, today);
    return [{ type: 'WorkupItemRequested', data: { item, from, dueOn } }];
  },

  CompleteWorkupItem({ item, evidenceOn, source, finding }, state, { today }) {
    if (agreedItem(item, state).status === 'completed') return [];
    freshEnough(item, evidenceOn, state, today);
    words('where the evidence comes from', source);
    return [{ type: 'WorkupItemCompleted', data: { item, evidenceOn, source, personal: { finding } } }];
  },

  WaiveWorkupItem({ item, reason, clinician, expiresOn }, state, { today }) {
    if (outstanding(item, state) === undefined) return [];
    words('the reason for going on without it', reason);
    words('the name of the deciding clinician', clinician);
    notPast('The date the decision runs out', expiresOn, today);
    return [{ type: 'WorkupItemWaived', data: { item, clinician, expiresOn, personal: { reason } } }];
  },

  ExpireWorkupItem({ item }, state, { today }) {
    const of = agreedItem(item, state);
    if (of.status !== 'completed' && of.status !== 'waived') return [];
    const goodUntil = of.expiresOn;
    if (goodUntil === null || today <= goodUntil) refuse('StillGood', `${of.name} is still good.`, { item, goodUntil });
    return [{ type: 'WorkupItemExpired', data: { item } }];
  },
};

const AFTER_FIRST_SEEN: readonly Step[] = ['awaiting-decision', 'awaiting-treatment', 'monitoring', 'closed'];

/** Whether the hospital has still to see the patient, for which the agreed evidence has to be good. */
export const needsEvidence = (step: Step): boolean => !AFTER_FIRST_SEEN.includes(step);

/** Evidence from before the referral is welcome if it is not older than the pathway allows. */
export function freshEnough(item: string, evidenceOn: CalendarDay, state: CaseState, today: CalendarDay): void {
  const { name, evidenceDays } = agreedItem(item, state);
  if (evidenceOn > today) refuse('DateInFuture', `The date of ${name} must be today or in the past.`, { on: evidenceOn, today });
  if (evidenceDays !== null && addDays(evidenceOn, evidenceDays) < today) {
    refuse('EvidenceTooOld', `${name} of ${longDate(evidenceOn)} is too old: this pathway allows ${evidenceDays} days.`, {
      item,
      evidenceOn,
      evidenceDays,
    });
  }
}

export function agreedItem(item: string, state: CaseState): ItemState {
  const of = Object.hasOwn(state.items, item) ? state.items[item] : undefined;
  return of ?? refuse('NotAgreed', 'This is not part of the agreed workup of this case.', { item });
}

function outstanding(item: string, state: CaseState): ItemState | undefined {
  const of = agreedItem(item, state);
  return of.status === 'outstanding' || of.status === 'requested' ? of : undefined;
}

export const evolveWorkup: Evolves<WorkupEvent> = {
  WorkupItemRequested: (state, { item }) => withItem(state, item, { status: 'requested' }),
  WorkupItemCompleted: (state, { item, evidenceOn }) => completed(state, item, evidenceOn),
  WorkupItemWaived: (state, { item, expiresOn }) => withItem(state, item, { status: 'waived', expiresOn }),
  WorkupItemExpired: (state, { item }) => withItem(state, item, { status: 'outstanding', evidenceOn: null, expiresOn: null }),
};

export function completed(state: CaseState, item: string, evidenceOn: CalendarDay): CaseState {
  const days = state.items[item]?.evidenceDays ?? null;
  return withItem(state, item, { status: 'completed', evidenceOn, expiresOn: days === null ? null : addDays(evidenceOn, days) });
}

function withItem(state: CaseState, item: string, is: Partial<ItemFacts>): CaseState {
  const of = state.items[item];
  if (!of) return state;
  return { ...state, items: { ...state.items, [item]: itemFrom(of, [...of.said, { entry: state.entries.length + 1, is }]) } };
}

const NOT_THERE: ItemFacts = { status: 'outstanding', evidenceOn: null, expiresOn: null };

/** An agreed item of which this was said, the last word last. */
export const itemFrom = ({ code, name, kind, evidenceDays }: AgreedItem, said: ItemState['said']): ItemState =>
  said.reduce<ItemState>((item, { is }) => ({ ...item, ...is }), { code, name, kind, evidenceDays, ...NOT_THERE, said });

/** The items without what this entry said of one of them. */
export const itemsWithout = (items: CaseState['items'], entry: number): CaseState['items'] =>
  Object.fromEntries(Object.entries(items).map(([code, item]) => [code, itemFrom(item, without(item.said, entry))]));
