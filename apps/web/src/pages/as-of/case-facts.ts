import { asking, type CaseState, NEXT_MOVER, outstandingItems, stepOf } from '@guardian/casework';
import { latest } from '@guardian/casework/events';
import { longDate } from '../../layout/filters';
import { priorityWords, stepWords } from '../../layout/words';
import { moverWords } from '../case/mover-words';
import { MEANS_WORDS, VALIDATION_ANSWER_WORDS } from '../case/safety-words';

/** What a case says of itself, in words, each under its name: to be compared with the same case on another day. */
export function caseFacts(state: CaseState): ReadonlyMap<string, string> {
  const step = stepOf(state.progress);
  const contact = latest(state.progress.contacts);
  const appointment = latest(state.progress.appointments);
  const items = Object.values(state.items);
  const outstanding = outstandingItems(state).map(({ name }) => name);
  return new Map([
    ['Stage', stepWords[step].text],
    ['Who has the next move', moverWords[NEXT_MOVER[step]]],
    ['Priority', priorityWords[state.priority]],
    ['Clinically held by', state.holder ? `${state.holder.name}, ${state.holder.organisation}` : 'Nobody'],
    ['Baton offered to', state.offer ? `${state.offer.to.name}, to be answered by ${longDate(state.offer.replyBy)}` : 'Nobody'],
    ['Coordinator', state.coordinator?.name ?? 'Nobody'],
    ['Hospital', state.provider?.name ?? 'Not sent'],
    ['Hospital appointment', appointment ? longDate(appointment) : 'None'],
    ['Workup', items.length === 0 ? 'Nothing agreed' : outstanding.length === 0 ? 'All there' : `Outstanding: ${outstanding.join(', ')}`],
    [
      'Tests',
      Object.values(state.tests)
        .map(({ name, status }) => `${name}: ${status.replaceAll('-', ' ')}`)
        .join('; ') || 'None',
    ],
    ['Last contact', contact ? `${longDate(contact.on)}, ${contact.outcome.replaceAll('-', ' ')}` : 'None'],
    ['Next contact', contact?.nextOn ? longDate(contact.nextOn) : 'Nothing planned'],
    ['Still needed?', stillNeeded(state)],
  ]);
}

function stillNeeded({ safety }: CaseState): string {
  const { last } = asking(safety);
  if (!last) return 'Not asked';
  return last.answer
    ? `${VALIDATION_ANSWER_WORDS[last.answer]}, said on ${longDate(last.answeredOn)}`
    : `Asked ${MEANS_WORDS[last.how].toLowerCase()}`;
}
