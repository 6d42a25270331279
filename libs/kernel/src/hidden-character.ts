/** What stands in a text and cannot be seen there: half of a character, a mark that turns the direction of text, a control character. */
export type HiddenCharacter = 'half-character' | 'direction-mark' | 'control-character';

/** The first reason why a text cannot be kept exactly as it is; undefined when it can. Tabs and line ends may stand in a text. */
export function hiddenCharacter(text: string): HiddenCharacter | undefined {
  if (/\p{Cs}/u.test(text)) return 'half-character';
  // The left-to-right and right-to-left overrides can make a name read as another name.
  if (/[\u202A-\u202E\u2066-\u2069]/.test(text)) return 'direction-mark';
  // Everything below a space but tab and line ends, and what stands beside it above 127; PostgreSQL cannot keep the first of them.
  if (/(?![\t\n\r])\p{Cc}/u.test(text)) return 'control-character';
  return undefined;
}
