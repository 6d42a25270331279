// A check-in as its pages show it: each question with the last answer beside it, the rules that it is judged by, and what is different.
import { type CaseState, checkInsDone, compareAnswer, raisesRedFlag } from '@guardian/casework';
import type { CheckIn } from '@guardian/casework/events';
import { longDate } from '@guardian/kernel';
import type { CheckInQuestion, PathwayDefinition } from '@guardian/pathways';
import { choices } from '../../layout/choices';

const ANSWER_WORDS: Readonly<Record<string, string>> = { better: 'Better', same: 'The same', worse: 'Worse', yes: 'Yes', no: 'No' };

export const answerWords = (answer: string): string => ANSWER_WORDS[answer] ?? `${answer} of 10`;

/** Name of a question's field in the form. */
export const fieldOf = ({ code }: CheckInQuestion): string => `answer-${code}`;

export const answersOf = ({ kind }: CheckInQuestion): string[] =>
  kind === 'better-same-worse' ? ['better', 'same', 'worse'] : kind === 'yes-no' ? ['yes', 'no'] : [];

/** The questions of the pathway version; `points` more on a scale are worse. */
export function questionsToAsk({ checkIn: { questions } }: PathwayDefinition, state: CaseState, points: number) {
  const last = checkInsDone(state.safety).at(-1);
  return questions.map((question) => ({
    name: fieldOf(question),
    text: question.text,
    scale: question.kind === 'scale-0-10',
    choices: choices(Object.fromEntries(answersOf(question).map((answer) => [answer, answerWords(answer)]))),
    hint: [lastTime(question, last), rule(question, points)].filter((words) => words !== '').join(' '),
  }));
}

function lastTime({ code }: CheckInQuestion, last: CheckIn | undefined): string {
  const answer = last?.answers.find(({ question }) => question === code)?.answer;
  return answer === undefined || !last?.on ? 'Not asked before.' : `Last time, ${longDate(last.on)}: ${answerWords(answer).toLowerCase()}.`;
}

function rule({ kind, redFlag }: CheckInQuestion, points: number): string {
  if (kind !== 'scale-0-10') return redFlag ? `Red flag: ${answerWords(redFlag.when).toLowerCase()}.` : '';
  const flag = redFlag ? ` Red flag: ${redFlag.when.replace('>= ', '')} or more.` : '';
  return `Worse: ${points} or more above last time.${flag}`;
}

/** One check-in with the one before it. */
export function answersGiven({ checkIn: { questions } }: PathwayDefinition, done: CheckIn, before: CheckIn | undefined, points: number) {
  return questions.flatMap((question) => {
    const answer = done.answers.find((given) => given.question === question.code)?.answer;
    if (answer === undefined) return [];
    const last = before?.answers.find((given) => given.question === question.code)?.answer;
    return [
      {
        text: question.text,
        answer: answerWords(answer),
        last: last === undefined ? null : answerWords(last),
        difference: difference(question, answer, last),
        worse: compareAnswer(question, answer, last, points) === 'worse',
        instruction: raisesRedFlag(question, answer) ? (question.redFlag?.instruction ?? null) : null,
      },
    ];
  });
}

export type AnswerGiven = ReturnType<typeof answersGiven>[number];

export function difference({ kind }: CheckInQuestion, answer: string, last: string | undefined): string {
  if (last === undefined) return 'First answer';
  if (answer === last) return 'No difference';
  if (kind !== 'scale-0-10') return `Was: ${answerWords(last).toLowerCase()}`;
  const more = Number(answer) - Number(last);
  return more > 0 ? `${more} more` : `${-more} less`;
}
