import { type CalendarDay, type Decider, DomainError, type E, type Personal, unreachable } from '@guardian/kernel';

export type EnquiryEvent =
  /** A question reached the service. */
  | E<
      'EnquiryReceived',
      { channel: EnquiryChannel; on: CalendarDay; asker?: EnquiryAsker; place?: string; promisedBy?: CalendarDay } & Personal<{
        from: string;
        question: string;
      }>
    >
  /** It is about this case. */
  | E<'EnquiryMatchedToCase', { caseId: string }>
  /** The asker has an answer, which saved others this work. */
  | E<'EnquiryAnswered', { on: CalendarDay; how: EnquiryChannel; saved?: SavedWork[] } & Personal<{ answer: string }>>
  /** Somebody else has to answer it. */
  | E<'EnquiryPassedOn', { to: string } & Personal<{ because: string }>>
  /** Nothing more is to be done. */
  | E<'EnquiryClosed', { outcome: 'answered' | 'passed-on' | 'not-for-us' }>;

export type EnquiryChannel = 'phone' | 'email' | 'letter' | 'in-person';
export type EnquiryAsker = 'patient' | 'carer' | 'practice' | 'hospital' | 'other';
/** Work that somebody else would have had without the answer: what the deflection ledger counts. */
export const SAVED_WORK = ['practice-call', 'practice-appointment', 'practice-letter', 'hospital-call'] as const;
export type SavedWork = (typeof SAVED_WORK)[number];

export type EnquiryCommand =
  | {
      readonly type: 'ReceiveEnquiry';
      readonly channel: EnquiryChannel;
      readonly on: CalendarDay;
      readonly asker?: EnquiryAsker;
      /** Code of the place whose team answers; the whole service unless told. */
      readonly place?: string;
      /** The day by which whoever asks was told to expect an answer. */
      readonly promisedBy?: CalendarDay;
      readonly from: string;
      readonly question: string;
    }
  | { readonly type: 'MatchEnquiry'; readonly caseId: string }
  | {
      readonly type: 'AnswerEnquiry';
      readonly on: CalendarDay;
      readonly how: EnquiryChannel;
      readonly answer: string;
      readonly saved?: readonly SavedWork[];
    }
  | { readonly type: 'PassOnEnquiry'; readonly to: string; readonly because: string }
  | { readonly type: 'CloseEnquiry'; readonly outcome: 'answered' | 'passed-on' | 'not-for-us' };

export interface EnquiryState {
  readonly received: boolean;
  /** Null: the whole service may answer. */
  readonly place: string | null;
  readonly caseId: string | null;
  readonly answered: boolean;
  readonly passedOn: boolean;
  readonly closed: boolean;
}

export const enquiryDecider: Decider<EnquiryState, EnquiryCommand, EnquiryEvent, { readonly today: CalendarDay }> = {
  category: 'enquiry',
  initialState: { received: false, place: null, caseId: null, answered: false, passedOn: false, closed: false },

  decide(command, state, { today }) {
    if (command.type === 'ReceiveEnquiry') {
      if (state.received) refuse('EnquiryExists', 'This enquiry is here already.');
      if (command.on > today) refuse('DateInFuture', 'The date of the enquiry must be today or in the past.', { on: command.on, today });
      const { type: _, from, question, ...rest } = command;
      words('what was asked', question);
      if (command.promisedBy && command.promisedBy < command.on)
        refuse('PromisedBeforeAsked', 'The promised day must not be before the day of the enquiry.', { promisedBy: command.promisedBy });
      return [{ type: 'EnquiryReceived', data: { ...rest, personal: { from, question } } }];
    }
    if (!state.received) refuse('EnquiryNotFound', 'There is no such enquiry.');
    if (state.closed) refuse('EnquiryClosed', 'This enquiry is closed.');
    switch (command.type) {
      case 'MatchEnquiry':
        return state.caseId === command.caseId ? [] : [{ type: 'EnquiryMatchedToCase', data: { caseId: command.caseId } }];
      case 'AnswerEnquiry':
        if (command.on > today) refuse('DateInFuture', 'The date of the answer must be today or in the past.', { on: command.on, today });
        words('the answer', command.answer);
        for (const saved of command.saved ?? [])
          if (!SAVED_WORK.includes(saved)) refuse('UnknownSavedWork', `Guardian does not count "${saved}" as saved work.`, { saved });
        return [
          {
            type: 'EnquiryAnswered',
            data: {
              ...{ on: command.on, how: command.how, personal: { answer: command.answer } },
              ...(command.saved && { saved: [...new Set(command.saved)].sort() }),
            },
          },
        ];
      case 'PassOnEnquiry':
        words('who has to answer it', command.to);
        return [{ type: 'EnquiryPassedOn', data: { to: command.to, personal: { because: command.because } } }];
      case 'CloseEnquiry':
        // No question ends in silence: it was answered, passed on, or said to be not for this service.
        if (command.outcome === 'answered' && !state.answered) refuse('NotAnswered', 'Record the answer before you close this enquiry.');
        if (command.outcome === 'passed-on' && !state.passedOn)
          refuse('NotPassedOn', 'Record who has it now before you close this enquiry.');
        return [{ type: 'EnquiryClosed', data: { outcome: command.outcome } }];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'EnquiryReceived':
        return { ...state, received: true, place: event.data.place ?? null };
      case 'EnquiryMatchedToCase':
        return { ...state, caseId: event.data.caseId };
      case 'EnquiryAnswered':
        return { ...state, answered: true };
      case 'EnquiryPassedOn':
        return { ...state, passedOn: true };
      case 'EnquiryClosed':
        return { ...state, closed: true };
      default:
        return unreachable(event);
    }
  },
};

function words(what: string, text: string): void {
  if (text.trim() === '') refuse('WordsMissing', `Enter ${what}.`, { what });
}

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
