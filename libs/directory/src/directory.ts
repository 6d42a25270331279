import { type CalendarDay, day } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CommunityService, Place, Provider, Service, type ServiceKind } from './entities';
import type { CommunityServiceFound } from './offer-match';

/** A code and the name that people read. */
export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface PracticeOnDay extends Named {
  /** Null when it belonged to none on that day. */
  readonly pcn: Named | null;
  readonly place: Named;
}

export interface PcnOnDay extends Named {
  /** U and five digits; null until the national file has named it. */
  readonly nationalCode: string | null;
  readonly place: Named;
}

export interface ServiceFilter {
  /** National treatment function code. */
  readonly specialty?: string;
  readonly kind?: ServiceKind;
  readonly onDay: CalendarDay;
}

const PRACTICES = `
  select practice.code, practice.name,
         pcn.code as pcn_code, pcn.name as pcn_name,
         place.code as place_code, place.name as place_name
    from practice
    join place on place.code = practice.place_code
    left join practice_pcn membership on membership.practice_code = practice.code
         and $1::date between membership.valid_from and coalesce(membership.valid_until, 'infinity')
    left join pcn on pcn.code = membership.pcn_code
   where $1::date between practice.valid_from and coalesce(practice.valid_until, 'infinity')`;

interface PracticeRow extends Named {
  readonly pcn_code: string | null;
  readonly pcn_name: string | null;
  readonly place_code: string;
  readonly place_name: string;
}

/**
 * Practices, PCNs, places, providers and services as they were on a day. Sources: the national practice and PCN files, and before their
 * first import the shipped directory, which holds from 2019-07-01.
 */
@Injectable()
export class Directory {
  constructor(private readonly db: DataSource) {}

  /** Undefined when there is no such practice or it was not open on this day. */
  async practice(code: string, onDay: CalendarDay): Promise<PracticeOnDay | undefined> {
    const [row] = await this.db.query<PracticeRow[]>(`${PRACTICES} and practice.code = $2`, [onDay, code]);
    return row && practiceOnDay(row);
  }

  /** Those open on this day, by name. */
  async practices(onDay: CalendarDay): Promise<PracticeOnDay[]> {
    const rows = await this.db.query<PracticeRow[]>(`${PRACTICES} order by practice.name, practice.code`, [onDay]);
    return rows.map(practiceOnDay);
  }

  /** Those that open practices belonged to on this day, by name. */
  async pcns(onDay: CalendarDay): Promise<PcnOnDay[]> {
    const rows = await this.db.query<(Named & { national_code: string | null; place_code: string; place_name: string })[]>(
      `select pcn.code, pcn.name, pcn.national_code, place.code as place_code, place.name as place_name
         from pcn join place on place.code = pcn.place_code
        where pcn.code in (select pcn_code from (${PRACTICES}) practice_on_day)
        order by pcn.name, pcn.code`,
      [onDay],
    );
    return rows.map(({ code, name, national_code: nationalCode, place_code, place_name }) => ({
      code,
      name,
      nationalCode,
      place: { code: place_code, name: place_name },
    }));
  }

  places(): Promise<Place[]> {
    return this.db.manager.find(Place, { order: { name: 'asc' } });
  }

  /**
   * Registered patients of a practice, or of all practices of a PCN, by the last count taken by this day. Null when it is not known for
   * every one of them: a part of a PCN is never passed off as the whole.
   */
  async listSize(pcnOrPractice: string, onDay: CalendarDay): Promise<number | null> {
    const [row] = await this.db.query<{ patients: number | null }[]>(
      `select case when count(*) = count(counted.patients) then sum(counted.patients)::integer end as patients
         from (${PRACTICES} and $2 in (practice.code, pcn.code)) member
         left join lateral (select patients from list_size
                             where practice_code = member.code and taken_on <= $1
                             order by taken_on desc limit 1) counted on true`,
      [onDay, pcnOrPractice],
    );
    return row?.patients ?? null;
  }

  /** By name. Those with `isExample` are no real organisations. */
  providers(): Promise<Provider[]> {
    return this.db.manager.find(Provider, { order: { name: 'asc' } });
  }

  /** By name, also those that are not open today. */
  async communityServices(): Promise<CommunityServiceFound[]> {
    const services = await this.db.manager.find(Service, { where: { kind: 'tier-two' }, order: { name: 'asc', code: 'asc' } });
    const details = new Map((await this.db.manager.find(CommunityService)).map((one) => [one.serviceCode, one]));
    const providers = new Map((await this.providers()).map((one) => [one.code, one]));
    return services.flatMap(({ code, name, providerCode, validFrom, validUntil }) => {
      const [detail, provider] = [details.get(code), providers.get(providerCode)];
      if (!detail || !provider) return [];
      const { serviceCode: _, ...more } = detail;
      const days = { validFrom: day(validFrom), validUntil: validUntil === null ? null : day(validUntil), countedOn: day(more.countedOn) };
      return [{ ...more, ...days, code, name, provider: provider.name, isExample: provider.isExample }];
    });
  }

  /** Services on this day, by provider and name. */
  services({ specialty, kind, onDay }: ServiceFilter): Promise<Service[]> {
    const services = this.db.manager
      .createQueryBuilder(Service, 'service')
      .where(`:onDay between service.validFrom and coalesce(service.validUntil, 'infinity')`, { onDay })
      .orderBy({ 'service.providerCode': 'ASC', 'service.name': 'ASC' });
    if (specialty !== undefined) services.andWhere({ specialty });
    if (kind !== undefined) services.andWhere({ kind });
    return services.getMany();
  }
}

function practiceOnDay({ code, name, pcn_code, pcn_name, place_code, place_name }: PracticeRow): PracticeOnDay {
  const pcn = pcn_code === null || pcn_name === null ? null : { code: pcn_code, name: pcn_name };
  return { code, name, pcn, place: { code: place_code, name: place_name } };
}
