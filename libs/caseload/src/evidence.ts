// How long what was agreed stays good: of each agreed item of a case, for the deadline and the worklist.
import { type CaseEvent, latest, type Said, takenBackBy } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';

interface ItemEvidence {
  readonly name: string;
  /** Days for which evidence stays good; null: it does not age. */
  readonly days: number | null;
  /** What entries say of it; a corrected one is taken out. */
  readonly said: readonly Said<Good>[];
}

interface Good {
  readonly until: CalendarDay | null;
  /** The day on which it was found out of date. */
  readonly outSince: CalendarDay | null;
}

/** By the code of the item. */
export type Evidence = Readonly<Record<string, ItemEvidence>>;

export function advanceEvidence(evidence: Evidence, event: CaseEvent, entry: number, recordedOn: CalendarDay): Evidence {
  const { type, data } = event;
  const say = (code: string, is: (days: number | null) => Good): Evidence => {
    const item = evidence[code];
    return item ? { ...evidence, [code]: { ...item, said: [...item.said, { entry, is: is(item.days) }] } } : evidence;
  };
  const there = (on: CalendarDay) => (days: number | null) => ({ until: days === null ? null : addDays(on, days), outSince: null });
  if (type === 'ReferralAccepted')
    return Object.fromEntries(data.agreed.map(({ code, name, evidenceDays: days }) => [code, { name, days, said: [] }]));
  if (type === 'WorkupItemCompleted') return say(data.item, there(data.evidenceOn));
  if (type === 'ExistingResultReused') return say(data.item, there(data.performedOn));
  if (type === 'WorkupItemWaived') return say(data.item, () => ({ until: data.expiresOn, outSince: null }));
  if (type === 'WorkupItemExpired') return say(data.item, () => ({ until: null, outSince: recordedOn }));
  const wrong = takenBackBy(event);
  const [code, item] = Object.entries(evidence).find(([, { said }]) => said.some((one) => one.entry === wrong)) ?? [];
  return code && item ? { ...evidence, [code]: { ...item, said: item.said.filter((one) => one.entry !== wrong) } } : evidence;
}

/** The last good day of what runs out next. */
export const evidenceUntil = (evidence: Evidence): CalendarDay | null =>
  Object.values(evidence)
    .flatMap(({ said }) => latest(said)?.until ?? [])
    .sort()[0] ?? null;

/** What ran out and is not there again. */
export const outOfDate = (evidence: Evidence): { readonly name: string; readonly since: CalendarDay }[] =>
  Object.values(evidence).flatMap(({ name, said }) => {
    const since = latest(said)?.outSince;
    return since ? [{ name, since }] : [];
  });
