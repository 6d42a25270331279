import { Column, Entity, PrimaryColumn } from 'typeorm';

// All days are calendar days, YYYY-MM-DD. `validUntil` is the last day on which it holds; null: it still does.

/** An area of planning, such as Southend. Its code is its name in lower case with hyphens. */
@Entity('place')
export class Place {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
}

/** A Primary Care Network. It exists on a day when practices belong to it on that day. */
@Entity('pcn')
export class Pcn {
  /**
   * Never changes. For a PCN that Guardian knew before its national code (all that are shipped): its name in lower case with hyphens,
   * such as `southend-east-pcn`. For one that came from the national file: the national code.
   */
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  /** U and five digits; null until the national file has named it. */
  @Column('text', { nullable: true, unique: true }) nationalCode: string | null;
  @Column('text') placeCode: string;
}

@Entity('practice')
export class Practice {
  /** National (ODS) code: a letter and five digits. */
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text') placeCode: string;
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validUntil: string | null;
}

/** Which PCN a practice belongs to, and when: at most one on any day. */
@Entity('practice_pcn')
export class PracticePcn {
  @PrimaryColumn('text') practiceCode: string;
  @PrimaryColumn('date') validFrom: string;
  @Column('date', { nullable: true }) validUntil: string | null;
  @Column('text') pcnCode: string;
}

/** Registered patients of a practice as counted on a day. It holds until the next count. */
@Entity('list_size')
export class ListSize {
  @PrimaryColumn('text') practiceCode: string;
  @PrimaryColumn('date') takenOn: string;
  @Column('int') patients: number;
  @Column('text') source: string;
}

@Entity('provider')
export class Provider {
  /** National (ODS) code; for an example, a code that no register would issue. */
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('boolean') isExample: boolean;
}

export type ServiceKind = 'consultant-led' | 'tier-two' | 'diagnostic';

@Entity('service')
export class Service {
  @PrimaryColumn('text') code: string;
  @Column('text') providerCode: string;
  /** National treatment function code; null for a service that is not for one specialty. */
  @Column('text', { nullable: true }) specialty: string | null;
  @Column('text') name: string;
  @Column('text') kind: ServiceKind;
  @Column('date') validFrom: string;
  @Column('date', { nullable: true }) validUntil: string | null;
}

/** What a community service says beside its entry in `service`: what it treats, whom it takes, and how soon. */
@Entity('community_service')
export class CommunityService {
  @PrimaryColumn('text') serviceCode: string;
  @Column('text') treats: string;
  /** Codes of the options of pathway definitions that it is. */
  @Column('text', { array: true }) options: string[];
  /** Places whose practices' patients it takes. */
  @Column('text', { array: true }) placeCodes: string[];
  @Column('int', { nullable: true }) ageFrom: number | null;
  @Column('int', { nullable: true }) ageUntil: number | null;
  @Column('text', { nullable: true }) sex: 'female' | 'male' | null;
  @Column('boolean') takesSuspectedCancer: boolean;
  /** 8 in 10 are seen within so many weeks; null: not known. */
  @Column('int', { nullable: true }) waitWeeks: number | null;
  @Column('int', { nullable: true }) placesFree: number | null;
  /** The day for which wait and free places were told. */
  @Column('date') countedOn: string;
  @Column('text') source: string;
}

export const directoryEntities = [Place, Pcn, Practice, PracticePcn, ListSize, Provider, Service, CommunityService];
