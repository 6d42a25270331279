import type { CalendarDay } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A practice with all that the directory ever knew of it. */
export interface PracticeHistory {
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly validFrom: CalendarDay;
  /** The last day on which it was open; null: it still is. */
  readonly validUntil: CalendarDay | null;
  /** The oldest first. */
  readonly networks: readonly { readonly name: string; readonly from: CalendarDay; readonly until: CalendarDay | null }[];
  /** The last count of its registered patients; null: none is known. */
  readonly listSize: { readonly patients: number; readonly takenOn: CalendarDay; readonly source: string } | null;
}

/** Every practice that there is or was, and to which PCNs it belonged from when until when: so mergers can be followed. */
@Injectable()
export class PracticeHistories {
  constructor(private readonly database: DataSource) {}

  /** By name. `page` counts from 1. */
  async list(page: number, size: number): Promise<{ practices: PracticeHistory[]; total: number }> {
    const rows = await this.database.query<(PracticeHistory & { readonly total: number })[]>(
      `select practice.code, practice.name, place.name as place, practice.valid_from::text as "validFrom",
         practice.valid_until::text as "validUntil", (count(*) over ())::int as total,
         coalesce((select json_agg(json_build_object('name', pcn.name, 'from', m.valid_from, 'until', m.valid_until) order by m.valid_from)
                     from practice_pcn m join pcn on pcn.code = m.pcn_code where m.practice_code = practice.code), '[]') as networks,
         (select json_build_object('patients', patients, 'takenOn', taken_on, 'source', source)
            from list_size where practice_code = practice.code order by taken_on desc limit 1) as "listSize"
       from practice join place on place.code = practice.place_code
       order by practice.name, practice.code limit $1 offset $2`,
      [size, (page - 1) * size],
    );
    return { practices: rows, total: rows[0]?.total ?? 0 };
  }
}
