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

/** Things that several entries speak of, by their id: the first entry of each says all of it, a later one what is new. */
export type Threads<T> = Readonly<Record<string, readonly Said<Partial<T>>[]>>;

/** One more entry about the thing of this id; without a first one it is about nothing. */
export function say<T>(threads: Threads<T>, id: string, entry: number, is: Partial<T>): Threads<T> {
  const said = Object.hasOwn(threads, id) ? threads[id] : undefined;
  return said ? { ...threads, [id]: [...said, { entry, is }] } : threads;
}

/** The first entry about something. */
export const open = <T>(threads: Threads<T>, id: string, entry: number, is: T): Threads<T> => ({ ...threads, [id]: [{ entry, is }] });

/** What its entries say together; undefined where none stands. */
export function threadOf<T>(threads: Threads<T>, id: string): T | undefined {
  const said = Object.hasOwn(threads, id) ? threads[id] : undefined;
  return said && (Object.assign({}, ...said.map(({ is }) => is)) as T);
}

export const allThreads = <T>(threads: Threads<T>): (T & { readonly id: string })[] =>
  Object.keys(threads).flatMap((id) => {
    const is = threadOf(threads, id);
    return is ? [{ ...is, id }] : [];
  });

/** Without its first entry a thing was never there. */
export function threadsWithout<T>(threads: Threads<T>, entry: number): Threads<T> {
  const left = Object.entries(threads).filter(([, said]) => said[0]?.entry !== entry);
  return Object.fromEntries(left.map(([id, said]) => [id, without(said, entry)]));
}
