/** Where a row of a file belongs. Every row is counted in exactly one. */
export const BUCKETS = ['new', 'close-match', 'unchanged', 'different', 'refused'] as const;

/**
 * `new`: not here yet. `close-match`: not here yet, and the patient has an open case on the same pathway. `unchanged`: brought in
 * before. `different`: brought in before with other content; nothing is changed. `refused`: cannot be imported.
 */
export type Bucket = (typeof BUCKETS)[number];

export type Counts = Readonly<Record<Bucket, number>>;

export const NO_ROWS: Counts = { new: 0, 'close-match': 0, unchanged: 0, different: 0, refused: 0 };

/** How many rows an import brings in. */
export const broughtIn = (counts: Counts): number => counts.new + counts['close-match'];

/** How many rows stay outside and go into the file of failing rows. */
export const leftOut = (counts: Counts): number => counts.different + counts.refused;
