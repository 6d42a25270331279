// What an enquiry says on its page: the question, and what happened to it.
import type { EnquiryEvent } from '@guardian/casework/events';
import type { RecordedEvent } from '@guardian/event-store';
import { longDate } from '@guardian/kernel';
import { ASKERS, CHANNELS, SAVED } from './enquiry-forms';

type Recorded = RecordedEvent<EnquiryEvent>;
const eventOf = ({ type, data }: Recorded) => ({ type, data }) as EnquiryEvent;

export function questionOf(events: readonly Recorded[]) {
  const received = events.map(eventOf).find((event) => event.type === 'EnquiryReceived');
  if (!received) throw new Error('an enquiry that was not received');
  const { personal, channel, asker = 'other', on, promisedBy = null } = received.data;
  return { ...personal, channel: CHANNELS[channel], asker: ASKERS[asker], on, promisedBy };
}

/** Oldest first. */
export const historyOf = (events: readonly Recorded[]) =>
  events.map((event) => ({
    at: new Date(event.metadata.recordedAt),
    by: event.metadata.actor.name,
    text: textOf(eventOf(event)),
  }));

function textOf({ type, data }: EnquiryEvent): string {
  switch (type) {
    case 'EnquiryReceived':
      return `Received by ${CHANNELS[data.channel].toLowerCase()} on ${longDate(data.on)}.`;
    case 'EnquiryMatchedToCase':
      return 'Tied to a case.';
    case 'EnquiryAnswered': {
      const saved = (data.saved ?? []).map((work) => SAVED[work].toLowerCase()).join(', ');
      return `Answered on ${longDate(data.on)} by ${CHANNELS[data.how].toLowerCase()}: ${data.personal.answer}${saved ? ` It saved: ${saved}.` : ''}`;
    }
    case 'EnquiryPassedOn':
      return `Passed on to ${data.to}: ${data.personal.because}`;
    case 'EnquiryClosed':
      return { answered: 'Closed: answered.', 'passed-on': 'Closed: passed on.', 'not-for-us': 'Closed: not for this service.' }[
        data.outcome
      ];
  }
}
