import { type CalendarDay, DomainError } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ListedCoordinator } from './coordinators';

/** Somebody sees the work of a colleague who is away, in their own list, from the first day to the last. The cases stay the colleague's. */
export interface Cover {
  /** Made once for each intention: the same again changes nothing. */
  readonly coverId: string;
  readonly absent: ListedCoordinator;
  readonly by: ListedCoordinator;
  readonly fromOn: CalendarDay;
  readonly toOn: CalendarDay;
}

/** Who covers whom. Rows and no events: who is away is nothing that happened to a patient. */
@Injectable()
export class CoverCalendar {
  constructor(private readonly database: DataSource) {}

  /** Under way and to come, for these coordinators, in the order of their days. */
  of(coordinatorIds: readonly string[], today: CalendarDay): Promise<Cover[]> {
    return this.read('absent_id = any($1) and to_on >= $2', [coordinatorIds, today]);
  }

  /** Whom this person covers on that day. */
  coveredBy(userId: string, today: CalendarDay): Promise<Cover[]> {
    return this.read('by_id = $1 and from_on <= $2 and to_on >= $2', [userId, today]);
  }

  /** Throws CoverDatesWrong, CoverBySelf, and CoverOverlaps: on none of the days may one be away who is covered already, or who covers. */
  async add(cover: Cover, recordedBy: ListedCoordinator): Promise<void> {
    const { coverId, absent, by, fromOn, toOn } = cover;
    if (toOn < fromOn) throw new DomainError('CoverDatesWrong', 'The last day must not be before the first.', { fromOn, toOn });
    if (absent.id === by.id) throw new DomainError('CoverBySelf', 'Nobody covers for themselves. Select somebody else.', { by: by.id });
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('caseload_cover'))`);
      const clashes: { coverId: string; words: string }[] = await tx.query(
        `select cover_id as "coverId", absent_name || ' is away and covered by ' || by_name || ' on some of these days.' as words
           from caseload_cover where from_on <= $4 and to_on >= $3 and (absent_id in ($1, $2) or by_id = $1) order by from_on`,
        [absent.id, by.id, fromOn, toOn],
      );
      if (clashes.some((clash) => clash.coverId === coverId)) return;
      const [clash] = clashes;
      if (clash) throw new DomainError('CoverOverlaps', clash.words, { fromOn, toOn });
      await tx.query(
        `insert into caseload_cover (cover_id, absent_id, absent_name, by_id, by_name, from_on, to_on, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [coverId, absent.id, absent.name, by.id, by.name, fromOn, toOn, recordedBy],
      );
    });
  }

  /** The colleague is back, or the cover was a mistake. Ending what has ended changes nothing. */
  async end(coverId: string): Promise<void> {
    await this.database.query('delete from caseload_cover where cover_id = $1', [coverId]);
  }

  private async read(condition: string, values: readonly unknown[]): Promise<Cover[]> {
    interface Row {
      readonly coverId: string;
      readonly absentId: string;
      readonly absentName: string;
      readonly byId: string;
      readonly byName: string;
      readonly fromOn: CalendarDay;
      readonly toOn: CalendarDay;
    }
    const rows: Row[] = await this.database.query(
      `select cover_id as "coverId", absent_id as "absentId", absent_name as "absentName", by_id as "byId", by_name as "byName",
         from_on as "fromOn", to_on as "toOn" from caseload_cover where ${condition} order by from_on, to_on, cover_id`,
      [...values],
    );
    return rows.map(({ coverId, absentId, absentName, byId, byName, fromOn, toOn }) => ({
      ...{ coverId, fromOn, toOn },
      absent: { id: absentId, name: absentName },
      by: { id: byId, name: byName },
    }));
  }
}
