// A restricted record (PDS-sensitive) tells nobody which practice is the patient's: whoever looks for them could wait there.
import type { PracticeOnDay } from '@guardian/directory';
import type { CaseEventOf, Holder, PatientEvent } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import type { WholeRecord } from '../data-requests/record-copy';
import type { OpenedCase } from './case-desk';

export const PRACTICE_HIDDEN = 'Practice not shown';

/** As it is opened, with code and name of the practice taken out of everything that people said and recorded. The row keeps the code, by which it is known whose case it is. */
export function withoutPractice(opened: OpenedCase): OpenedCase {
  const names = namesIn(opened);
  const { state, events } = opened;
  return {
    ...opened,
    state: without(names, state),
    events: events.map((event) => ({
      ...event,
      data: without(names, event.data),
      metadata: without(names, event.metadata),
    })),
  };
}

type Named = { readonly events: OpenedCase['events']; readonly row: Pick<OpenedCase['row'], 'practiceCode'> };

/** What was said elsewhere, with the practice of this case taken out of it. */
export const withoutNames = <T>(record: Named, said: T): T => without(namesIn(record), said);

export const isOfRestriction = ({ type }: RecordedEvent<PatientEvent>): boolean =>
  type === 'RestrictionPlaced' || type === 'RestrictionLifted';

/** The practice as a page names it. */
export const shownPractice = ({ patient, row }: OpenedCase, practice: PracticeOnDay | null | undefined): { code: string; name: string } =>
  patient.restricted ? { code: '', name: PRACTICE_HIDDEN } : (practice ?? { code: row.practiceCode, name: row.practiceCode });

/** What was recorded of a restricted patient, for a copy that may fall into the wrong hands: without where they live and belong. */
export function withoutWhere({ patient, cases, enquiries }: WholeRecord): WholeRecord {
  const names = cases.flatMap(({ events, state }) => namesIn({ events, row: { practiceCode: state.opened?.practice.code ?? '' } }));
  const told = patient.events.filter(({ type }) => type !== 'ContactDetailsRecorded' && type !== 'PracticeRegistrationRecorded');
  return { patient: { ...patient, events: without(names, told) }, cases: without(names, cases), enquiries: without(names, enquiries) };
}

function namesIn({ events, row }: Named): string[] {
  const holders = events.flatMap(({ data }): (Holder | undefined)[] => {
    const { holder, from, to } = data as Partial<CaseEventOf<'ReferralReceived'>['data']> & { from?: Holder; to?: Holder };
    return [holder, from, to];
  });
  const organisations = holders.flatMap((holder) => (holder?.kind === 'practice' ? [holder.organisation] : []));
  return [...new Set([row.practiceCode, ...organisations])].filter((name) => name.trim() !== '');
}

function without<T>(names: readonly string[], value: T): T {
  if (typeof value === 'string') return names.reduce<string>((text, name) => text.replaceAll(name, PRACTICE_HIDDEN), value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => without(names, one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, without(names, one)])) as T;
}
