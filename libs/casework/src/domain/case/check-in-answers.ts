// What the answers of a check-in say: against the last ones, and by the red-flag rules of the pathway version.
import type { CheckInAnswer, Compared } from './events';
import { refuse, type Question } from './state';

const ALLOWED: Readonly<Record<Question['kind'], RegExp>> = {
  'better-same-worse': /^(better|same|worse)$/,
  'scale-0-10': /^([0-9]|10)$/,
  'yes-no': /^(yes|no)$/,
};

/** Refuses an answer that is missing, that the question does not allow, or that nobody asked for. */
export function answersTo(questions: readonly Question[], given: readonly CheckInAnswer[]): CheckInAnswer[] {
  const unasked = given.find(({ question }) => !questions.some(({ code }) => code === question));
  if (unasked) refuse('QuestionNotAsked', 'This pathway does not ask that question.', { question: unasked.question });
  return questions.map(({ code, text, kind }) => {
    const answer = given.find(({ question }) => question === code)?.answer ?? '';
    if (!ALLOWED[kind].test(answer)) refuse('AnswerMissing', `Answer the question: ${text}`, { question: code });
    return { question: code, answer };
  });
}

/** `>= 9` on the scale, or the answer itself. */
export function raisesRedFlag({ kind, redFlag }: Question, answer: string): boolean {
  if (!redFlag) return false;
  return kind === 'scale-0-10' ? Number(answer) >= Number(redFlag.when.replace('>=', '')) : answer === redFlag.when;
}

/**
 * One answer against the last one. What better and worse mean is known of a scale (from `points` up or down) and of a question that
 * asks for it; of yes and no it is not: there a red flag says so.
 */
export function compareAnswer({ kind }: Question, answer: string, last: string | undefined, points: number): Compared {
  if (kind === 'better-same-worse') return answer as Compared;
  if (last === undefined) return 'first';
  if (kind === 'yes-no') return 'same';
  const more = Number(answer) - Number(last);
  return more >= points ? 'worse' : -more >= points ? 'better' : 'same';
}

export interface Verdict {
  readonly compared: Compared;
  readonly redFlags: readonly string[];
}

/** Worse when any answer is worse: one that got better does not make up for it. */
export function judge(
  questions: readonly Question[],
  answers: readonly CheckInAnswer[],
  last: readonly CheckInAnswer[] | undefined,
  points: number,
): Verdict {
  const pairs = questions.flatMap((question) => {
    const answer = answers.find((given) => given.question === question.code)?.answer;
    return answer === undefined ? [] : [{ question, answer }];
  });
  const each = pairs.map(({ question, answer }) =>
    compareAnswer(question, answer, last?.find((before) => before.question === question.code)?.answer, points),
  );
  const redFlags = pairs.filter(({ question, answer }) => raisesRedFlag(question, answer)).map(({ question }) => question.code);
  const compared = each.includes('worse') ? 'worse' : last === undefined ? 'first' : each.includes('better') ? 'better' : 'same';
  return { compared, redFlags };
}
