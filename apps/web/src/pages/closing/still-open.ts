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
  const offer = state.offeredTo ? [`an offer of the baton that ${state.offeredTo.name} has not answered`] : [];
  return [...tests, ...appointment, ...offer];
}
