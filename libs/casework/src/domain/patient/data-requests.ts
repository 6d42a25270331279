// What a patient asks about their own data, and how far the answer is: UK GDPR, Art. 12 and 15 to 21.
import { type CalendarDay, day, DomainError, type E, type Personal } from '@guardian/kernel';

export const DATA_REQUEST_KINDS = ['subject-access', 'rectification', 'erasure', 'restriction', 'objection'] as const;
export type DataRequestKind = (typeof DATA_REQUEST_KINDS)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Whether one entry that names somebody else is given to the patient, or withheld for that person's sake. */
export interface Disclosure {
  /** Stream and revision, `case-<uuid>:12`. */
  readonly entry: string;
  readonly disclosed: boolean;
  /** Why it is withheld, or why it is not; empty only where it is disclosed. */
  readonly because: string;
}

/** How somebody was told what was put right, or why that is impossible or would take more effort than is reasonable (Art. 19). */
export type Telling = { readonly on: CalendarDay } | { readonly because: string };

export type DataRequestOutcome = 'answered' | 'refused' | 'withdrawn';

export type DataRequestEvent =
  /** The patient, or somebody for them, asks for something about their data. */
  | E<'DataRequestReceived', { requestId: string; kind: DataRequestKind; receivedOn: CalendarDay } & Personal<{ asks: string }>>
  /** The answer needs so many months more than the one that the law gives; the patient was told why. */
  | E<'DataRequestExtended', { requestId: string; months: number } & Personal<{ because: string }>>
  /** Somebody looked at entries that name other people, and kept or withheld each. */
  | E<'DisclosureDecided', { requestId: string; by: Person } & Personal<{ decisions: readonly Disclosure[] }>>
  /** A clinician looked whether it would do serious harm to somebody to be given the record. `withheld`: the entries that would. */
  | E<'SeriousHarmReviewed', { requestId: string; by: Person; withheld: readonly string[] } & Personal<{ finding: string }>>
  /** What the patient is given was put together: all that was recorded until this instant. `digest`: SHA-256 of its JSON. */
  | E<'DataPackageMade', { requestId: string; until: string; digest: string; withheld: number }>
  /** They had received the data, and know what was put right. `recipients`: the entry by which each had it, `case-<uuid>:12:practice`. */
  | E<'RecipientsTold', { requestId: string; recipients: readonly string[]; on: CalendarDay }>
  /** They had received the data, and it is impossible to tell them. */
  | E<'RecipientsNotTold', { requestId: string; recipients: readonly string[] } & Personal<{ because: string }>>
  /** The patient takes an entry of the record for wrong. It stays, with what they say of it. `entry`: stream and revision. */
  | E<'EntryDisputed', { requestId: string; entry: string } & Personal<{ statement: string }>>
  /** Nothing more is to be done. */
  | E<'DataRequestClosed', { requestId: string; outcome: DataRequestOutcome } & Personal<{ because: string }>>;

export type DataRequestCommand =
  | {
      readonly type: 'ReceiveDataRequest';
      readonly requestId: string;
      readonly kind: DataRequestKind;
      readonly receivedOn: CalendarDay;
      readonly asks: string;
    }
  | { readonly type: 'ExtendDataRequest'; readonly requestId: string; readonly months: number; readonly because: string }
  | { readonly type: 'DecideDisclosure'; readonly requestId: string; readonly decisions: readonly Disclosure[] }
  | { readonly type: 'ReviewSeriousHarm'; readonly requestId: string; readonly withheld: readonly string[]; readonly finding: string }
  | {
      readonly type: 'MakeDataPackage';
      readonly requestId: string;
      /** Instant; what was recorded later is not in it. */
      readonly until: string;
      readonly digest: string;
      /** Entries that name somebody else: each needs a decision. */
      readonly aboutOthers: readonly string[];
    }
  | {
      readonly type: 'RecordRecipients';
      readonly requestId: string;
      readonly recipients: readonly string[];
      /** Null: they can not be told. */
      readonly on: CalendarDay | null;
      /** Why they can not be told; empty when they were. */
      readonly because: string;
    }
  | { readonly type: 'DisputeEntry'; readonly requestId: string; readonly entry: string; readonly statement: string }
  | {
      readonly type: 'CloseDataRequest';
      readonly requestId: string;
      readonly outcome: DataRequestOutcome;
      readonly because: string;
      /** Everybody who had received the data, as the cases say now. */
      readonly recipients: readonly string[];
    };

export interface DataRequest {
  readonly kind: DataRequestKind;
  readonly receivedOn: CalendarDay;
  /** Months beyond the first. */
  readonly extended: number;
  readonly asks: string;
  /** By entry; the last decision counts. */
  readonly decisions: Readonly<Record<string, Disclosure>>;
  /** Who decided any of them. */
  readonly decidedBy: readonly string[];
  readonly harm: { readonly by: Person; readonly withheld: readonly string[]; readonly finding: string } | null;
  readonly package: { readonly until: string; readonly digest: string; readonly withheld: number } | null;
  /** By recipient; the last word counts. */
  readonly told: Readonly<Record<string, Telling>>;
  readonly outcome: DataRequestOutcome | null;
}

export type DataRequests = Readonly<Record<string, DataRequest>>;

/** One calendar month after it came, and up to two more: the same day of that month, or its last where it has none (Art. 12(3)). */
export function answerDueOn({ receivedOn, extended }: Pick<DataRequest, 'receivedOn' | 'extended'>): CalendarDay {
  const months = Number(receivedOn.slice(5, 7)) + extended; // from 0: one month later
  const [year, month] = [Number(receivedOn.slice(0, 4)) + Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const two = (n: number): string => String(n).padStart(2, '0');
  return day(`${year}-${two(month)}-${two(Math.min(Number(receivedOn.slice(8)), last))}`);
}

interface Context {
  readonly today: CalendarDay;
  readonly actor: Person;
}

export function decideDataRequest(command: DataRequestCommand, requests: DataRequests, { today, actor }: Context): DataRequestEvent[] {
  const { requestId } = command;
  if (command.type === 'ReceiveDataRequest') {
    if (requests[requestId]) refuse('DataRequestExists', 'This request is recorded already.');
    if (command.receivedOn > today)
      refuse('DateInFuture', 'The request must have come today or earlier.', { on: command.receivedOn, today });
    const { kind, receivedOn } = command;
    return [
      { type: 'DataRequestReceived', data: { requestId, kind, receivedOn, personal: { asks: words('what is asked', command.asks) } } },
    ];
  }
  const request = requests[requestId];
  if (!request) return refuse('DataRequestNotFound', 'There is no such request of this patient.');
  if (request.outcome !== null) return refuse('DataRequestClosed', 'This request is closed. Record a new one if the patient asks again.');
  switch (command.type) {
    case 'ExtendDataRequest': {
      const { months } = command;
      if (months !== 1 && months !== 2) refuse('ExtensionTooLong', 'The law allows one or two months more.', { months });
      if (request.extended > 0) refuse('ExtendedAlready', 'The time was extended once already. It cannot be extended again.');
      if (today > answerDueOn(request))
        refuse('ExtendedTooLate', 'The first month is over. The patient had to be told of more time before it ended.');
      return [
        { type: 'DataRequestExtended', data: { requestId, months, personal: { because: words('why it takes longer', command.because) } } },
      ];
    }
    case 'DecideDisclosure': {
      for (const { disclosed, because } of command.decisions) if (!disclosed) words('why it is withheld', because);
      const news = command.decisions.filter((one) => !same(request.decisions[one.entry], one));
      if (news.length === 0) return [];
      return [{ type: 'DisclosureDecided', data: { requestId, by: actor, personal: { decisions: news } } }];
    }
    case 'ReviewSeriousHarm':
      if (request.decidedBy.includes(actor.id))
        refuse('SecondPersonNeeded', 'You decided on entries of this request. Another clinician has to look at what could do harm.');
      return [
        {
          type: 'SeriousHarmReviewed',
          data: { requestId, by: actor, withheld: command.withheld, personal: { finding: words('what you found', command.finding) } },
        },
      ];
    case 'MakeDataPackage': {
      if (request.kind !== 'subject-access')
        refuse('NotSubjectAccess', 'Only a subject access request is answered with a copy of the record.');
      const open = command.aboutOthers.filter((entry) => !request.decisions[entry]);
      if (open.length > 0)
        refuse('DisclosureUndecided', `Decide first on each entry that names somebody else: ${open.length} to do.`, { open: open.length });
      if (!request.harm) refuse('HarmNotReviewed', 'A clinician has to look first whether the record could do serious harm to somebody.');
      const withheld = withheldFrom(request).size;
      return [{ type: 'DataPackageMade', data: { requestId, until: command.until, digest: command.digest, withheld } }];
    }
    case 'RecordRecipients': {
      const { recipients, on } = command;
      onlyToPutRight(request);
      if (recipients.length === 0) refuse('WordsMissing', 'Select who was told, or can not be.', { what: 'who was told' });
      if ((on === null) === (command.because.trim() === ''))
        refuse('DayOrReason', 'Enter either the day on which they were told, or why that is impossible.');
      if (on === null) return [{ type: 'RecipientsNotTold', data: { requestId, recipients, personal: { because: command.because } } }];
      if (on > today) refuse('DateInFuture', 'They must have been told today or earlier.', { on, today });
      return [{ type: 'RecipientsTold', data: { requestId, recipients, on } }];
    }
    case 'DisputeEntry': {
      onlyToPutRight(request);
      const [entry, statement] = [words('which entry', command.entry), words('what the patient says', command.statement)];
      return [{ type: 'EntryDisputed', data: { requestId, entry, personal: { statement } } }];
    }
    case 'CloseDataRequest': {
      if (command.outcome === 'answered' && request.kind === 'subject-access' && !request.package)
        refuse('DataPackageMissing', 'Make the package first: without it the patient has no answer.');
      const untold = command.recipients.filter((one) => !Object.hasOwn(request.told, one)).length;
      if (command.outcome === 'answered' && request.kind === 'rectification' && untold > 0)
        refuse('RecipientsUntold', `Record first whom you told what was put right: ${untold} to do.`, { untold });
      return [
        {
          type: 'DataRequestClosed',
          data: { requestId, outcome: command.outcome, personal: { because: words('what the patient was told', command.because) } },
        },
      ];
    }
  }
}

/** What was told until now is not all any more: whoever had the data has to hear of what was put right since, too. */
export function tellAgain(requests: DataRequests): DataRequests {
  return Object.fromEntries(Object.entries(requests).map(([id, one]) => [id, one.outcome === null ? { ...one, told: {} } : one]));
}

function onlyToPutRight({ kind }: DataRequest): void {
  if (kind !== 'rectification') refuse('NotRectification', 'This belongs to a request to have something put right.');
}

export function evolveDataRequests(requests: DataRequests, event: DataRequestEvent): DataRequests {
  const { requestId } = event.data;
  const change = (to: (request: DataRequest) => Partial<DataRequest>): DataRequests => {
    const request = requests[requestId];
    return request ? { ...requests, [requestId]: { ...request, ...to(request) } } : requests;
  };
  switch (event.type) {
    case 'DataRequestReceived': {
      const { kind, receivedOn, personal } = event.data;
      const fresh = { extended: 0, decisions: {}, decidedBy: [], harm: null, package: null, told: {}, outcome: null };
      return { ...requests, [requestId]: { kind, receivedOn, asks: personal.asks, ...fresh } };
    }
    case 'DataRequestExtended':
      return change(() => ({ extended: event.data.months }));
    case 'DisclosureDecided':
      return change(({ decisions, decidedBy }) => ({
        decisions: { ...decisions, ...Object.fromEntries(event.data.personal.decisions.map((one) => [one.entry, one])) },
        decidedBy: [...new Set([...decidedBy, event.data.by.id])],
        // what is given has changed: it has to be put together again
        package: null,
      }));
    case 'SeriousHarmReviewed':
      return change(() => ({
        harm: { by: event.data.by, withheld: event.data.withheld, finding: event.data.personal.finding },
        package: null,
      }));
    case 'DataPackageMade':
      return change(() => ({ package: { until: event.data.until, digest: event.data.digest, withheld: event.data.withheld } }));
    case 'RecipientsTold':
    case 'RecipientsNotTold': {
      const telling: Telling = event.type === 'RecipientsTold' ? { on: event.data.on } : { because: event.data.personal.because };
      return change(({ told }) => ({ told: { ...told, ...Object.fromEntries(event.data.recipients.map((one) => [one, telling])) } }));
    }
    case 'EntryDisputed':
      return requests;
    case 'DataRequestClosed':
      return change(() => ({ outcome: event.data.outcome }));
  }
}

/** Entries that the patient is not given: for the sake of somebody else, or because it could do serious harm. */
export function withheldFrom({ decisions, harm }: Pick<DataRequest, 'decisions' | 'harm'>): ReadonlySet<string> {
  const forOthers = Object.values(decisions).filter(({ disclosed }) => !disclosed);
  return new Set([...forOthers.map(({ entry }) => entry), ...(harm?.withheld ?? [])]);
}

function words(what: string, text: string): string {
  if (text.trim() === '') refuse('WordsMissing', `Enter ${what}.`, { what });
  return text;
}

const same = (a: Disclosure | undefined, b: Disclosure): boolean => a?.disclosed === b.disclosed && a.because === b.because;

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
