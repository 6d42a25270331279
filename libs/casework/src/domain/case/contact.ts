import type { CalendarDay } from '@guardian/kernel';
import type { ContactEvent, ContactMeans, ContactOutcome, ContactParty } from './events';
import { aboutEntry, alive, type Decides, type Evolves, happenedOn, notPast, refuse, words } from './state';

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
  | { readonly type: 'CorrectContact'; readonly contactId: string; readonly notes: string; readonly reason: string };

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
};
