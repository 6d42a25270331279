// How long what was agreed stays good: of each agreed item of a case, for the deadline and the worklist.
import type { CaseEvent } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';

interface ItemEvidence {
  readonly name: string;
  /** Days for which evidence stays good; null: it does not age. */
  readonly days: number | null;
  /** What says that the item is there, or can be left out; null while nothing does. */
  readonly entry: number | null;
  readonly goodUntil: CalendarDay | null;
  /** The day on which it was found out of date, until it is there again. */
  readonly outSince: CalendarDay | null;
}

/** By the code of the item. */
export type Evidence = Readonly<Record<string, ItemEvidence>>;

export function advanceEvidence(evidence: Evidence, { type, data }: CaseEvent, entry: number, recordedOn: CalendarDay): Evidence {
  const is = (code: string, now: Pick<ItemEvidence, 'entry' | 'goodUntil'> & Partial<ItemEvidence>): Evidence => {
    const item = evidence[code];
    return item ? { ...evidence, [code]: { ...item, outSince: null, ...now } } : evidence;
  };
  const goodUntil = (code: string, evidenceOn: CalendarDay): CalendarDay | null => {
    const days = evidence[code]?.days ?? null;
    return days === null ? null : addDays(evidenceOn, days);
  };
  if (type === 'ReferralAccepted') {
    const notThere = { entry: null, goodUntil: null, outSince: null };
    return Object.fromEntries(data.agreed.map(({ code, name, evidenceDays }) => [code, { name, days: evidenceDays, ...notThere }]));
  }
  if (type === 'WorkupItemCompleted') return is(data.item, { entry, goodUntil: goodUntil(data.item, data.evidenceOn) });
  if (type === 'ExistingResultReused') return is(data.item, { entry, goodUntil: goodUntil(data.item, data.performedOn) });
  if (type === 'WorkupItemWaived') return is(data.item, { entry, goodUntil: data.expiresOn });
  if (type === 'WorkupItemExpired') return is(data.item, { entry: null, goodUntil: null, outSince: recordedOn });
  if (type === 'EntryCorrected' || type === 'EntryMovedToPatient') {
    const code = Object.keys(evidence).find((one) => evidence[one]?.entry === data.entry);
    return code === undefined ? evidence : is(code, { entry: null, goodUntil: null });
  }
  return evidence;
}

export const evidenceUntil = (evidence: Evidence): CalendarDay | null =>
  Object.values(evidence)
    .flatMap(({ goodUntil }) => goodUntil ?? [])
    .sort()[0] ?? null;
