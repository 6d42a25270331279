import type { DataSource } from 'typeorm';

/** NHS numbers that led to nobody, for one person, before the search by number stops for them. */
const MOST = 20;
const WITHIN_MS = 10 * 60_000;

/** Counts for each person how often a search by number led to nobody, in all processes together. */
export class SearchMisses {
  constructor(private readonly database: DataSource) {}

  /** Counts one search. False: there were too many misses in the last ten minutes, and this one is not to be answered. */
  async mayGoOn(userId: string, now: Date, isMiss: boolean): Promise<boolean> {
    const since = new Date(now.getTime() - WITHIN_MS);
    return this.database.transaction(async (tx) => {
      // one after the other: side by side, each of a hundred would see nineteen
      await tx.query(`select pg_advisory_xact_lock(hashtext('search_miss'), hashtext($1))`, [userId]);
      const [recent]: { misses: number }[] = await tx.query(
        'select count(*)::int as misses from search_miss where user_id = $1 and at > $2',
        [userId, since],
      );
      if ((recent?.misses ?? 0) >= MOST) return false;
      if (isMiss) {
        await tx.query('delete from search_miss where user_id = $1 and at <= $2', [userId, since]);
        await tx.query('insert into search_miss (user_id, at) values ($1, $2)', [userId, now]);
      }
      return true;
    });
  }
}
