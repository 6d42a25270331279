/** Something that an entry says until that entry is corrected; the last one that stands holds. */
export interface Said<T> {
  readonly entry: number;
  readonly is: T;
}

/** The last that stands, whatever was said and taken back before. */
export const latest = <T>(said: readonly Said<T>[]): T | null => said.at(-1)?.is ?? null;

/** What was said so far, but for what this entry said. */
export const without = <T extends { readonly entry: number }>(said: readonly T[], entry: number): readonly T[] =>
  said.filter((one) => one.entry !== entry);
