import { openSafety, type OpenSafety } from '@guardian/casework';
import { longDate } from '../../layout/filters';
import type { OpenedCase } from '../case/case-desk';

/** What would be left behind if the case were closed now, in the words of "You are closing this with …". */
export function stillOpen({ state, row }: Pick<OpenedCase, 'state' | 'row'>): string[] {
  const tests = Object.values(state.tests).flatMap(({ name, status, bookedFor }) => {
    switch (status) {
      case 'reported':
        return [`a result that nobody has reviewed (${name})`];
      case 'acknowledged':
        return [`a result that the patient does not know (${name})`];
      case 'booked':
        return [`a test booked${bookedFor ? ` for ${longDate(bookedFor)}` : ''} (${name})`];
      case 'ordered':
      case 'to-rebook':
      case 'performed':
        return [`a test under way (${name})`];
      case 'told':
      case 'withdrawn':
        return [];
    }
  });
  const appointment = row.appointmentOn ? [`a hospital appointment on ${longDate(row.appointmentOn)}`] : [];
  const offer = state.offer ? [`an offer of the baton that ${state.offer.to.name} has not answered`] : [];
  return [...openSafety(state.safety).flatMap(inWords), ...tests, ...appointment, ...offer];
}

function inWords({ what, who }: OpenSafety): string[] {
  switch (what) {
    case 'red-flag':
      return ['a red flag or a worse answer of which nobody has written what was done'];
    case 'change':
      return ['a change of condition of which nobody has decided what follows'];
    case 'escalation':
    case 'escalation-passed-on':
    case 'escalation-acknowledged':
      return [`a question that ${who ?? 'somebody'} has not answered`];
    case 'message':
      return [`a message that ${who ?? 'the team'} has not answered`];
    case 'expedite':
      return [`a request to move the patient forward that ${who ?? 'somebody'} has not answered`];
    case 'expedite-to-tell':
      return ['a reply that patient and referrer do not both know'];
    case 'harm-review':
      return ['a harm review that is not done; it stays to be done'];
    // With the case its check-ins end, and so does the wish to close it.
    case 'check-in':
    case 'check-in-missed':
    case 'exit':
      return [];
  }
}
