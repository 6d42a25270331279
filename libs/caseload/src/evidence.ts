// How long what was agreed stays good: of each agreed item of a case, for the deadline and the worklist.
import { type CaseEvent, latest, type Said, takenBackBy } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';

interface ItemEvidence {
  readonly name: string;
  /** Days for which evidence stays good; null: it does not age. */
  readonly days: number | null;
  /** What says that the item is there, or can be left out, and its last good day. The last that stands holds. */
  readonly said: readonly Said<CalendarDay | null>[];
  /** The day on which it was found out of date, until it is there again. */
  readonly outSince: CalendarDay | null;
}

/** By the code of the item. */
export type Evidence = Readonly<Record<string, ItemEvidence>>;

export function advanceEvidence(evidence: Evidence, event: CaseEvent, entry: number, recordedOn: CalendarDay): Evidence {
  const { type, data } = event;
  const change = (code: string, to: (item: ItemEvidence) => Partial<ItemEvidence>): Evidence => {
    const item = evidence[code];
    return item ? { ...evidence, [code]: { ...item, outSince: null, ...to(item) } } : evidence;
  };
  const there = (code: string, goodUntil: (days: number | null) => CalendarDay | null): Evidence =>
    change(code, ({ days, said }) => ({ said: [...said, { entry, is: goodUntil(days) }] }));
  const aged = (on: CalendarDay) => (days: number | null) => (days === null ? null : addDays(on, days));
  if (type === 'ReferralAccepted') {
    return Object.fromEntries(
      data.agreed.map(({ code, name, evidenceDays }) => [code, { name, days: evidenceDays, said: [], outSince: null }]),
    );
  }
  if (type === 'WorkupItemCompleted') return there(data.item, aged(data.evidenceOn));
  if (type === 'ExistingResultReused') return there(data.item, aged(data.performedOn));
  if (type === 'WorkupItemWaived') return there(data.item, () => data.expiresOn);
  if (type === 'WorkupItemExpired') return change(data.item, () => ({ said: [], outSince: recordedOn }));
  const wrong = takenBackBy(event);
  const code = Object.keys(evidence).find((one) => evidence[one]?.said.some(({ entry: saidBy }) => saidBy === wrong));
  return code === undefined ? evidence : change(code, ({ said }) => ({ said: said.filter(({ entry: saidBy }) => saidBy !== wrong) }));
}

export const evidenceUntil = (evidence: Evidence): CalendarDay | null =>
  Object.values(evidence)
    .flatMap(({ said }) => latest(said) ?? [])
    .sort()[0] ?? null;
