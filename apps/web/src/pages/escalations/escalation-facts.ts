// What the one who is asked has to know, written for the user from the case: they change it as they like.
import { checkInsDone, isToActOn, threadOf } from '@guardian/casework';
import type { Urgency } from '@guardian/casework/events';
import { daysBetween, longDate, type CalendarDay } from '@guardian/kernel';
import type { PathwayDefinition } from '@guardian/pathways';
import { priorityWords, stepWords } from '../../layout/words';
import type { OpenedCase } from '../case/case-desk';
import { COMPARED_WORDS } from '../case/safety-words';
import { writtenAbout } from '../case/written-about';
import { answersGiven } from '../check-ins/check-in-view';

export interface Prefilled {
  readonly question: string;
  readonly facts: string;
  readonly urgency: Urgency | '';
}

/** `after`: the check-in (`k1`) or change of condition (`n1`) that it follows; anything else: only where the case is. */
export function escalationFacts(
  opened: OpenedCase,
  definition: PathwayDefinition,
  at: { readonly after: string; readonly today: CalendarDay; readonly points: number },
): Prefilled {
  const { state, row } = opened;
  const waited = daysBetween(row.referredOn, at.today);
  const where = `${definition.name}, ${priorityWords[state.priority].toLowerCase()}. ${stepWords[row.step].text}. Day ${waited} since the referral of ${longDate(row.referredOn)}.`;
  const told = afterCheckIn(opened, definition, at) ?? afterChange(opened, at.after);
  return told ? { ...told, facts: `${told.facts}\n${where}` } : { question: '', facts: where, urgency: '' };
}

function afterCheckIn(
  opened: OpenedCase,
  definition: PathwayDefinition,
  { after, points }: { readonly after: string; readonly points: number },
): Prefilled | undefined {
  const done = checkInsDone(opened.state.safety);
  const nth = done.findIndex(({ id }) => id === after);
  const checkIn = done[nth];
  if (!checkIn?.on) return undefined;
  const answers = answersGiven(definition, checkIn, done[nth - 1], points);
  const did = writtenAbout(opened, 'CheckInActedOn', ({ checkInId }) => checkInId === after)?.personal.did;
  const flagged = checkIn.redFlags.length > 0;
  const lines = [
    `Check-in of ${longDate(checkIn.on)}: ${flagged ? 'red flag' : COMPARED_WORDS[checkIn.compared ?? 'first'].toLowerCase()}.`,
    ...answers.map(({ text, answer, last }) => `${text} ${answer}${last === null ? '' : ` (last time: ${last.toLowerCase()})`}`),
    ...(did === undefined || isToActOn(checkIn) ? [] : [`Done so far: ${did}`]),
  ];
  const facts = lines.join('\n');
  if (flagged) return { question: 'The check-in raised a red flag. What should happen now?', facts, urgency: 'now' };
  if (checkIn.compared === 'worse') return { question: 'The patient is worse. What should happen now?', facts, urgency: 'today' };
  return { question: '', facts, urgency: '' };
}

function afterChange(opened: OpenedCase, after: string): Prefilled | undefined {
  const change = threadOf(opened.state.safety.changes, after);
  if (!change) return undefined;
  const what = writtenAbout(opened, 'ConditionChangeReported', ({ changeId }) => changeId === after)?.personal.what;
  return {
    question: 'The condition has changed. What should happen now?',
    facts: `Reported by the ${change.by} on ${longDate(change.on)}: ${what ?? ''}`,
    urgency: change.outcome === 'emergency' ? 'now' : 'today',
  };
}
