import { MOVED_HERE } from '@guardian/casework';
import { type CaseEvent, type CaseEventOf, effectiveOn } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { eventWords, namesIn } from './event-words';

export const TIMELINE_KINDS = {
  referral: ['Referral', /^(Referral|Return|Case|Duplicate|Gate|RedFlag|Exit)/],
  workup: ['Workup and tests', /^(Workup|Diagnostic|ExistingResult)/],
  hospital: ['Hospital', /^(Hospital|Priority|Provider)/],
  contact: ['Contact', /^(Contact|Validation)/],
  safety: ['Check-ins, escalations and silence', /^(CheckIn|ConditionChange|Escalation|Expedite|HarmReview|StepWentQuiet|Silence)/],
  messages: ['Messages and advice', /^(Message|Advice)/],
  responsibility: ['Responsibility and offers', /^(Responsibility|Service)/],
} as const;
export type TimelineKind = keyof typeof TIMELINE_KINDS;

export interface TimelineEntry {
  readonly entry: number;
  readonly at: string | null;
  readonly title: string;
  readonly by: string;
  readonly text: string | null;
  /** Given when it was recorded on a later day than it happened. */
  readonly recordedAt: string | null;
  /** It was first recorded in the chart of another patient. */
  readonly movedHere: boolean;
  /** The entry that this one moved away. */
  readonly movedAway: number | null;
  readonly corrected: {
    readonly by: string;
    readonly at: string;
    readonly right: string;
    readonly reason: string;
    /** What it did stands; its words alone were wrong. */
    readonly stands: boolean;
  } | null;
}

export interface TimelineDay {
  readonly on: CalendarDay;
  readonly entries: readonly TimelineEntry[];
}

/**
 * Newest day first. A corrected entry stays and is struck through; an entry that belongs to another patient is not shown, only that
 * there was one (rule D5).
 */
export function timeline(events: readonly RecordedEvent<CaseEvent>[], kind?: TimelineKind): TimelineDay[] {
  const moved = new Set(events.flatMap((event) => (event.type === 'EntryMovedToPatient' ? [(event.data as { entry: number }).entry] : [])));
  const corrections = new Map(
    events.flatMap((event) => (event.type === 'EntryCorrected' ? [[(event.data as { entry: number }).entry, event] as const] : [])),
  );
  const named = namesIn(events);
  const days = new Map<CalendarDay, TimelineEntry[]>();
  for (const event of events) {
    if (moved.has(event.revision) || (kind && !TIMELINE_KINDS[kind][1].test(event.type))) continue;
    const happened = { type: event.type, data: event.data } as CaseEvent;
    const { recordedAt, actor, causationId } = event.metadata;
    const recordedOn = londonDay(new Date(recordedAt));
    const on = dayOf(happened, recordedOn);
    const late = on !== recordedOn;
    const correction = corrections.get(event.revision);
    const entry: TimelineEntry = {
      entry: event.revision,
      at: late ? null : recordedAt,
      ...{ text: null, ...eventWords(happened, named) },
      by: `${actor.name}, ${actor.organisation}`,
      recordedAt: late ? recordedAt : null,
      movedHere: causationId?.startsWith(MOVED_HERE) ?? false,
      movedAway: happened.type === 'EntryMovedToPatient' ? happened.data.entry : null,
      corrected: correction ? correctedBy(correction) : null,
    };
    days.set(on, [entry, ...(days.get(on) ?? [])]);
  }
  return [...days].map(([on, entries]) => ({ on, entries })).sort((a, b) => (a.on < b.on ? 1 : -1));
}

function correctedBy({ data, metadata }: RecordedEvent<CaseEvent>): NonNullable<TimelineEntry['corrected']> {
  const { only, personal } = data as CaseEventOf<'EntryCorrected'>['data'];
  const { correction: right, reason } = personal;
  return { by: metadata.actor.name, at: metadata.recordedAt, right, reason, stands: only === 'words' };
}

function dayOf(event: CaseEvent, recordedOn: CalendarDay): CalendarDay {
  const { on } = event.data as { on?: CalendarDay };
  // The day on which the patient would leave is not the day on which somebody proposed it.
  return event.type === 'ExitProposed' ? event.data.proposedOn : (on ?? effectiveOn(event, recordedOn));
}
