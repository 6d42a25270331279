import { MOVED_HERE } from '@guardian/casework';
import { type CaseEvent, type CaseEventOf, effectiveOn, type PatientEvent } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { patientWords } from '../data-requests/patient-words';
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
  /** Null: of the patient, and not of this case, where it could be corrected. */
  readonly entry: number | null;
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

/** With what happened to the patient's record, which no kind of entry of a case is. */
export function withRestrictions(days: readonly TimelineDay[], marks: readonly RecordedEvent<PatientEvent>[]): TimelineDay[] {
  const all = new Map(days.map(({ on, entries }) => [on, entries]));
  for (const { type, data, metadata } of marks) {
    const { recordedAt, actor } = metadata;
    const on = londonDay(new Date(recordedAt));
    const words = { title: type, text: null, ...patientWords({ type, data } as PatientEvent) };
    const by = `${actor.name}, ${actor.organisation}`;
    const entry = { entry: null, at: recordedAt, ...words, by, recordedAt: null, movedHere: false, movedAway: null, corrected: null };
    all.set(
      on,
      [entry, ...(all.get(on) ?? [])].sort((a, b) => (writtenAt(a) < writtenAt(b) ? 1 : writtenAt(a) > writtenAt(b) ? -1 : 0)),
    );
  }
  return [...all].map(([on, entries]) => ({ on, entries })).sort((a, b) => (a.on < b.on ? 1 : -1));
}

const writtenAt = ({ at, recordedAt }: TimelineEntry): string => at ?? recordedAt ?? '';

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
