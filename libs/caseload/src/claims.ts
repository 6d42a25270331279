import { londonDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { readRows } from '@guardian/projections';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Who is at a case, and since when. */
export interface Claim {
  readonly caseId: string;
  readonly userId: string;
  readonly userName: string;
  readonly since: Date;
}

interface Person {
  readonly id: string;
  readonly name: string;
}

const CLAIM = 'case_id as "caseId", user_id as "userId", user_name as "userName", since';

/** The page that follows a saving opens the case once more: who has just saved is not at it again. */
const AFTER_SAVING_SECONDS = 30;

/**
 * Who is at which case right now, so that two do not ring the same patient. A claim is taken by opening a case, is over after some minutes
 * or when its holder saves, and keeps nobody out. It is no event: nothing is decided by it.
 */
@Injectable()
export class Claims {
  constructor(private readonly database: DataSource) {}

  /** Takes the case, unless somebody else is at it. Answers with who is; null when this person has just saved. */
  async take(caseId: string, { id, name }: Person, now: Date): Promise<Claim | null> {
    const until = new Date(now.getTime() + 60_000 * limitOn('claimMinutes', londonDay(now)).is);
    const [claim] = await readRows<Claim>(
      this.database,
      `with taken as (
         insert into caseload_claim as held (case_id, user_id, user_name, since, until) values ($1, $2, $3, $4, $5)
         on conflict (case_id) do update set
           user_id = excluded.user_id, user_name = excluded.user_name, until = excluded.until, saved_at = null,
           since = case when held.user_id = excluded.user_id and held.until > excluded.since then held.since else excluded.since end
         where case when held.until > excluded.since
           then held.user_id = excluded.user_id and held.until < excluded.until - interval '1 minute'
           else held.user_id <> excluded.user_id or held.saved_at is null
             or held.saved_at < excluded.since - interval '${AFTER_SAVING_SECONDS} seconds' end
         returning *)
       select ${CLAIM} from taken
       union all select ${CLAIM} from caseload_claim where case_id = $1 and until > $4 and not exists (select from taken)`,
      [caseId, id, name, now, until],
    );
    return claim ?? null;
  }

  /** Those that hold now, by case. */
  async of(caseIds: readonly string[], now: Date): Promise<Map<string, Claim>> {
    const claims = await readRows<Claim>(this.database, `select ${CLAIM} from caseload_claim where case_id = any($1) and until > $2`, [
      caseIds,
      now,
    ]);
    return new Map(claims.map((claim) => [claim.caseId, claim]));
  }

  /** This person saved something on the case: their claim is over, and the case is among those that they worked on today. */
  async saved(caseId: string, { id }: Person, now: Date): Promise<void> {
    const today = londonDay(now);
    await this.database.query(`update caseload_claim set until = $3, saved_at = $3 where case_id = $1 and user_id = $2`, [caseId, id, now]);
    await this.database.query(
      `insert into caseload_worked_on (user_id, worked_on, case_id, saved_at) values ($1, $2, $3, $4)
       on conflict (user_id, worked_on, case_id) do update set saved_at = excluded.saved_at`,
      [id, today, caseId, now],
    );
    await this.database.query(`delete from caseload_worked_on where user_id = $1 and worked_on < $2::date - 31`, [id, today]);
  }
}
