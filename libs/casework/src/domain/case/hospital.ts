import type { CalendarDay } from '@guardian/kernel';
import { factKeys, factName, fitsShape, isHospitalFactKind, shapeWords } from '@guardian/waiting-times';
import type { HospitalEvent, ProviderRef } from './events';
import { bypass } from './gate';
import { type CaseState, type Decides, type Evolves, happenedOn, refuse, words } from './state';

export type HospitalCommand =
  | {
      readonly type: 'RecordHospitalFact';
      /** One of HOSPITAL_FACTS. */
      readonly kind: string;
      readonly on: CalendarDay;
      readonly facts: Readonly<Record<string, string | number | boolean>>;
      readonly source: string;
      readonly confidence: 'confirmed' | 'reported' | 'estimated';
    }
  | { readonly type: 'RecordPriority'; readonly scheme: 'P' | 'D' | 'urgency'; readonly code: string; readonly on: CalendarDay }
  | { readonly type: 'ChangeProvider'; readonly to: ProviderRef; readonly on: CalendarDay };

const PRIORITY_CODES: Readonly<Record<'P' | 'D' | 'urgency', readonly string[]>> = {
  P: ['P1a', 'P1b', 'P2', 'P3', 'P4', 'P5', 'P6'],
  D: ['D1', 'D2', 'D3', 'D4'],
  urgency: ['routine', 'urgent', 'two-week-wait'],
};

type FactCommand = Extract<HospitalCommand, { type: 'RecordHospitalFact' }>;

/** What a fact records, or would record for a person who looks before saving. Refuses a fact that is not one, and its date. */
export function recordedFact({ type: _, ...fact }: FactCommand, state: CaseState, today: CalendarDay) {
  const { kind } = fact;
  if (!isHospitalFactKind(kind)) refuse('UnknownFact', `Guardian does not know the hospital fact "${kind}".`, { kind });
  happenedOn(factName(kind), fact.on, state, today);
  words('where the fact comes from', fact.source);
  const keys = factKeys(kind);
  for (const [key, value] of Object.entries(fact.facts)) {
    const shape = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!shape) refuse('UnknownFactDetail', `"${key}" does not belong to ${factName(kind)}.`, { kind, key });
    if (!fitsShape(shape, value))
      refuse('FactDetailWrong', `"${key}" of ${factName(kind)} must be ${shapeWords(shape)}.`, { kind, key, shape });
  }
  return { type: 'HospitalFactRecorded' as const, data: fact };
}

export const decideHospital: Decides<HospitalCommand> = {
  RecordHospitalFact: (fact, state, { today }) => [recordedFact(fact, state, today)],

  RecordPriority({ type: _, ...priority }, state, context) {
    happenedOn('The date of the priority', priority.on, state, context.today);
    if (!PRIORITY_CODES[priority.scheme].includes(priority.code)) {
      refuse('UnknownPriority', `Use one of ${PRIORITY_CODES[priority.scheme].join(', ')}.`, { code: priority.code });
    }
    const recorded = { type: 'PriorityRecorded', data: priority } as const;
    // Rule D1 holds from the moment at which the suspicion is known, not only for a referral that came with it.
    const suspicion = priority.code === 'two-week-wait' && !state.progress.gatePassed;
    return suspicion ? [recorded, ...bypass('Suspected cancer', state, context)] : [recorded];
  },

  ChangeProvider({ to, on }, state, { today }) {
    if (state.provider?.code === to.code) return [];
    happenedOn('The date of the change', on, state, today);
    return [{ type: 'ProviderChanged', data: { from: state.provider, to, on } }];
  },
};

export const evolveHospital: Evolves<HospitalEvent> = {
  HospitalFactRecorded: (state, { kind, on }) =>
    kind === 'died' ? { ...state, deaths: [...state.deaths, { entry: state.entries.length + 1, is: on }] } : state,
  PriorityRecorded: (state) => state,
  ProviderChanged: (state) => state,
};
