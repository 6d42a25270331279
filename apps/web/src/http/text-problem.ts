import { hiddenCharacter, type HiddenCharacter } from '@guardian/kernel';

const PROBLEMS: Readonly<Record<HiddenCharacter, string>> = {
  'half-character': 'contains half of a character. Type it again',
  'direction-mark': 'contains a hidden character that changes the direction of text. Type it again instead of pasting it',
  'control-character': 'contains a hidden control character. Type it again instead of pasting it',
};

/** What is wrong with a piece of text, in words that follow the field's name; undefined when it can be kept exactly as it is. */
export function textProblem(text: string): string | undefined {
  const found = hiddenCharacter(text);
  return found && PROBLEMS[found];
}
