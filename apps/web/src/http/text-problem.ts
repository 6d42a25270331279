/** What is wrong with a piece of text, in words that follow the field's name; undefined when it can be kept exactly as it is. */
export function textProblem(text: string): string | undefined {
  if (/\p{Cs}/u.test(text)) return 'contains half of a character. Type it again';
  // The left-to-right and right-to-left overrides can make a name read as another name.
  if (/[\u202A-\u202E\u2066-\u2069]/.test(text))
    return 'contains a hidden character that changes the direction of text. Type it again instead of pasting it';
  // Everything below a space but tab and line ends; PostgreSQL cannot keep the first of them.
  if (/(?![\t\n\r])[\p{Cc}]/u.test(text)) return 'contains a hidden control character. Type it again instead of pasting it';
  return undefined;
}
