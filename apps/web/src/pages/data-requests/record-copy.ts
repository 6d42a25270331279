// Everything that Guardian keeps of one patient, as the patient is given it: oldest first, in words and as it was recorded.
import { createHash } from 'node:crypto';
import type { LookedDay } from '@guardian/access';
import type { CaseRecord, DataRequest, EnquiryRecord, PatientRecord } from '@guardian/casework';
import { withheldFrom } from '@guardian/casework';
import type { CaseEvent, PatientEvent } from '@guardian/casework/events';
import { eventWords, namesIn } from '../case/event-words';
import { historyOf, questionOf } from '../enquiries/enquiry-words';
import { patientWords } from './patient-words';

export interface WholeRecord {
  readonly patient: PatientRecord;
  readonly cases: readonly CaseRecord[];
  readonly enquiries: readonly EnquiryRecord[];
}

export interface CopiedEntry {
  /** Stream and revision. */
  readonly entry: string;
  readonly at: string;
  readonly by: string;
  /** Which case or enquiry it stands in. */
  readonly where: string;
  readonly title: string;
  readonly text: string | null;
  readonly type: string;
  readonly data: object;
  /** It has words of people, which may be of or about somebody else: a person has to look before it is given away. */
  readonly aboutOthers: boolean;
  /** What the patient says of it, who takes it for wrong; left out where they said nothing. */
  readonly disputed?: readonly Disputed[];
}

interface Disputed {
  /** Where the statement itself stands: stream and revision. */
  readonly entry: string;
  readonly statement: string;
}

/**
 * What was recorded until an instant. An entry that belongs to another patient is not in it, whenever that was found: it was hidden from this
 * chart (rule D5).
 */
export function copyOf({ patient, cases, enquiries }: WholeRecord, until: string): CopiedEntry[] {
  const entries = [
    ...patient.events.flatMap((event) => {
      const happened = { type: event.type, data: event.data } as PatientEvent;
      const words = patientWords(happened);
      return words ? [entryOf(event, 'The patient', words, !OWN_FACTS.has(event.type) && hasWords(event.data))] : [];
    }),
    ...cases.flatMap(({ state, events }) => {
      const named = namesIn(events);
      const where = `Case ${state.opened?.reference ?? ''}`;
      return events
        .filter(({ revision }) => !state.moved.includes(revision))
        .map((event) => {
          const words = eventWords({ type: event.type, data: event.data } as CaseEvent, named);
          return entryOf(event, where, words, hasWords(event.data) || isOfACarer(event.data));
        });
    }),
    ...enquiries.flatMap(({ events }) => {
      const said = historyOf(events);
      const { from, question } = questionOf(events);
      return events.map((event, n) => {
        const text = said[n]?.text ?? '';
        const words = event.type === 'EnquiryReceived' ? { title: text, text: `${from}: ${question}` } : { title: text };
        return entryOf(event, 'An enquiry', words, hasWords(event.data));
      });
    }),
  ];
  const disputed = disputedIn(patient, until);
  return entries
    .filter(({ at }) => at <= until)
    .map((one) => ({ ...one, ...disputed.get(one.entry) }))
    .sort((a, b) => compare(a.at, b.at) || compare(a.entry, b.entry));
}

/** What the patient is given. Entries that are withheld leave their place and the day. */
export interface RecordPackage {
  readonly format: 'guardian-subject-access-1';
  readonly receivedOn: string;
  readonly until: string;
  readonly patient: { readonly identity: object | null; readonly details: object | null };
  readonly entries: readonly (Omit<CopiedEntry, 'aboutOthers'> | { readonly at: string; readonly withheld: true })[];
  readonly withheld: number;
  readonly looks: readonly Pick<LookedDay, 'day' | 'by' | 'purpose' | 'times' | 'exported'>[];
}

export function packageOf(record: WholeRecord, request: DataRequest, until: string, looks: readonly LookedDay[]): RecordPackage {
  const withheld = withheldFrom(request);
  const { identity, details } = record.patient.state;
  const entries = copyOf(record, until);
  return {
    ...{ format: 'guardian-subject-access-1', receivedOn: request.receivedOn, until, patient: { identity, details } },
    entries: entries.map(({ aboutOthers: _, ...one }) =>
      withheld.has(one.entry) ? { at: one.at, withheld: true } : withStatements(one, withheld),
    ),
    withheld: entries.filter(({ entry }) => withheld.has(entry)).length,
    looks: looks.map(({ day, by, purpose, times, exported }) => ({ day, by, purpose, times, exported })),
  };
}

export const textOf = (made: RecordPackage): string => JSON.stringify(made, null, 2);

/** SHA-256, in hexadecimal: the same content has the same one. */
export const digestOf = (made: RecordPackage): string => createHash('sha256').update(textOf(made)).digest('hex');

function disputedIn({ events }: PatientRecord, until: string): ReadonlyMap<string, { disputed: Disputed[] }> {
  const found = new Map<string, { disputed: Disputed[] }>();
  for (const { stream, revision, type, data, metadata } of events) {
    const event = { type, data } as PatientEvent;
    if (event.type !== 'EntryDisputed' || metadata.recordedAt > until) continue;
    const { entry, personal } = event.data;
    const said = { entry: `${stream.category}-${stream.id}:${revision}`, statement: personal.statement };
    found.set(entry, { disputed: [...(found.get(entry)?.disputed ?? []), said] });
  }
  return found;
}

/** A statement that is withheld itself does not come out with the entry that it is about. */
const withStatements = <T extends Pick<CopiedEntry, 'disputed'>>({ disputed, ...one }: T, withheld: ReadonlySet<string>) => {
  const shown = disputed?.filter(({ entry }) => !withheld.has(entry)) ?? [];
  return shown.length > 0 ? { ...one, disputed: shown } : one;
};

/** What stands there is of the patient and nobody else. */
const OWN_FACTS: ReadonlySet<string> = new Set<PatientEvent['type']>([
  ...(['PatientRegistered', 'ContactDetailsRecorded', 'CommunicationNeedsRecorded', 'CircumstancesRecorded'] as const),
  ...(['DataRequestReceived', 'DataRequestExtended', 'DataRequestClosed', 'EntryDisputed'] as const),
]);

const hasWords = (data: object): boolean =>
  'personal' in data && Object.values(data.personal as object).some((value) => typeof value === 'string' && value.trim() !== '');

const isOfACarer = (data: object): boolean => ('who' in data && data.who === 'carer') || ('by' in data && data.by === 'carer');

function entryOf(
  {
    stream,
    revision,
    type,
    data,
    metadata,
  }: PatientRecord['events'][number] | CaseRecord['events'][number] | EnquiryRecord['events'][number],
  where: string,
  words: { readonly title: string; readonly text?: string },
  aboutOthers: boolean,
): CopiedEntry {
  const entry = `${stream.category}-${stream.id}:${revision}`;
  const { recordedAt: at, actor } = metadata;
  return { entry, at, by: `${actor.name}, ${actor.organisation}`, where, text: null, ...words, type, data, aboutOthers };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
