// What a radio, tick or drop-down list offers.

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** Coded values with their words, in the order of the table. */
export const choices = (words: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** Things that have a code and a name. */
export const namedChoices = (of: readonly { readonly code: string; readonly name: string }[]): Choice[] =>
  of.map(({ code, name }) => ({ value: code, text: name }));
