import type { CheckIn } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { shippedDefinitions } from '@guardian/pathways';
import { answersGiven, difference } from './check-in-view';

const question = (kind: 'better-same-worse' | 'scale-0-10' | 'yes-no') => ({ code: 'q', text: 'How are you?', kind });

describe('what is different from last time, in words', () => {
  it.each([
    ['scale-0-10', '7', undefined, 'First answer'],
    ['scale-0-10', '7', '7', 'No difference'],
    ['scale-0-10', '10', '7', '3 more'],
    ['scale-0-10', '2', '10', '8 less'],
    ['yes-no', 'yes', 'no', 'Was: no'],
    ['better-same-worse', 'worse', 'better', 'Was: better'],
  ] as const)('%s: %s after %s is "%s"', (kind, answer, last, words) => {
    expect(difference(question(kind), answer, last)).toBe(words);
  });
});

describe('a check-in beside the one before it', () => {
  const itch = shippedDefinitions().find(({ id }) => id === 'chronic-dermatology');
  if (!itch) throw new Error('no pathway of the skin is shipped');
  const scale = itch.checkIn.questions.find(({ kind }) => kind === 'scale-0-10')?.code ?? '';
  const done = (answer: string): CheckIn => ({
    ...{ status: 'done', dueOn: day('2026-08-20'), on: day('2026-08-20'), compared: 'same', redFlags: [], actedOn: false },
    answers: [{ question: scale, answer }],
  });

  it('shows both answers, and the instruction of a red flag', () => {
    expect(answersGiven(itch, done('9'), done('8'), 2)).toEqual([
      {
        text: 'How bad is the itch, from 0 to 10?',
        answer: '9 of 10',
        last: '8 of 10',
        difference: '1 more',
        worse: false,
        instruction: 'Ask a Guardian clinician to call the patient back today.',
      },
    ]);
  });

  it('leaves out what was not asked then, and says which answers are worse', () => {
    expect(answersGiven(itch, done('6'), done('4'), 2)).toMatchObject([{ worse: true, instruction: null }]);
    expect(answersGiven(itch, done('6'), undefined, 2)).toMatchObject([{ worse: false, last: null, difference: 'First answer' }]);
  });
});
