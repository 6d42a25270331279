import type { CalendarDay } from '@guardian/kernel';
import type { ContactEvent, ContactMeans, ContactOutcome, ContactParty } from './events';
import { aboutEntry, alive, type CaseState, type Decides, type Evolves, happenedOn, notPast, refuse, words } from './state';
import { latest } from './said';

export type ContactCommand =
  | {
      readonly type: 'RecordContact';
      readonly on: CalendarDay;
      readonly who: ContactParty;
      readonly how: ContactMeans;
      readonly outcome: ContactOutcome;
      readonly notes: string;
      /** When to try or speak again; null when nothing is planned. */
      readonly nextOn: CalendarDay | null;
    }
  | { readonly type: 'CorrectContact'; readonly contactId: string; readonly notes: string; readonly reason: string }
  | { readonly type: 'AskValidation'; readonly how: ContactMeans; readonly replyBy: CalendarDay }
  | { readonly type: 'AnswerValidation'; readonly on: CalendarDay; readonly answer: 'still-needed' | 'not-needed' | 'unsure' };

export const decideContact: Decides<ContactCommand> = {
  RecordContact({ type: _, notes, ...contact }, state, { today }) {
    happenedOn('The contact date', contact.on, state, today);
    if (contact.outcome === 'spoke') words('notes, if you spoke to someone', notes);
    if (contact.nextOn) notPast('The next contact', contact.nextOn, today);
    if (contact.who === 'patient') alive(state);
    // Counted by entries: a contact that was taken back keeps its number.
    const contactId = `c${state.entries.filter((type) => type === 'ContactRecorded').length + 1}`;
    return [{ type: 'ContactRecorded', data: { contactId, ...contact, personal: { notes } } }];
  },

  CorrectContact({ contactId, notes, reason }, state) {
    if (!state.contacts.some(({ is }) => is === contactId))
      refuse('ContactNotFound', 'There is no such contact on this case.', { contactId });
    words('why it is corrected', reason);
    return [{ type: 'ContactCorrected', data: { contactId, personal: { notes, reason } } }];
  },

  AskValidation({ how, replyBy }, state, { today }) {
    alive(state);
    notPast('The reply date', replyBy, today);
    return [{ type: 'ValidationAsked', data: { on: today, how, replyBy } }];
  },

  AnswerValidation({ on, answer }, state, { today }) {
    if (!latest(state.validations)) refuse('NotAsked', 'The patient has not been asked yet.');
    happenedOn('The date of the answer', on, state, today);
    return [{ type: 'ValidationAnswered', data: { on, answer } }];
  },
};

export const evolveContact: Evolves<ContactEvent> = {
  ContactRecorded: (state, { contactId }) => ({
    ...state,
    contacts: [...state.contacts, { entry: state.entries.length + 1, is: contactId }],
  }),
  ContactCorrected: (state, { contactId }) => {
    const contact = state.contacts.find(({ is }) => is === contactId);
    return contact ? aboutEntry(state, contact.entry) : state;
  },
  ValidationAsked: (state, { on }) => validation(state, on),
  ValidationAnswered: (state) => validation(state, null),
};

const validation = (state: CaseState, is: CalendarDay | null): CaseState => ({
  ...state,
  validations: [...state.validations, { entry: state.entries.length + 1, is }],
});
