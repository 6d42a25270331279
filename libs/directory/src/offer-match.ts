// Which community services fit a patient, and why the others do not. Pure, and only from facts that Guardian knows.
import { type CalendarDay, longDate } from '@guardian/kernel';
import type { CommunityService, Service } from './entities';

/** A community service with its name, provider and the days on which it is open. */
export interface CommunityServiceFound extends Omit<CommunityService, 'serviceCode' | 'countedOn'>, Pick<Service, 'code' | 'name'> {
  readonly provider: string;
  readonly validFrom: CalendarDay;
  readonly validUntil: CalendarDay | null;
  readonly countedOn: CalendarDay;
  readonly isExample: boolean;
}

export interface Seeking {
  /** Codes of the options that are agreed for the patient's pathway. */
  readonly options: readonly string[];
  readonly place: { readonly code: string; readonly name: string };
  readonly age: number;
  readonly sex: string;
  readonly suspectedCancer: boolean;
  readonly on: CalendarDay;
}

export interface NotOffered {
  readonly service: CommunityServiceFound;
  /** One sentence each; at least one. */
  readonly reasons: readonly string[];
}

export interface Matched {
  readonly fit: readonly CommunityServiceFound[];
  /** Agreed for the pathway, and yet not for this patient, or not now. */
  readonly notNow: readonly NotOffered[];
  readonly otherNeeds: readonly NotOffered[];
  /** Codes of agreed options that no service of the directory is. */
  readonly nowhere: readonly string[];
}

/** Every service is in exactly one of the three lists. */
export function matchServices(services: readonly CommunityServiceFound[], seeking: Seeking): Matched {
  const isAgreed = ({ options }: CommunityServiceFound): boolean => options.some((option) => seeking.options.includes(option));
  const judged = services.map((service) => ({ service, agreed: isAgreed(service), reasons: reasonsAgainst(service, seeking) }));
  const plain = ({ service, reasons }: NotOffered): NotOffered => ({ service, reasons });
  return {
    fit: judged.filter(({ agreed, reasons }) => agreed && reasons.length === 0).map(({ service }) => service),
    notNow: judged.filter(({ agreed, reasons }) => agreed && reasons.length > 0).map(plain),
    otherNeeds: judged
      .filter(({ agreed }) => !agreed)
      .map(({ service, reasons }) => ({ service, reasons: ['It is not agreed for this pathway.', ...reasons] })),
    nowhere: seeking.options.filter((option) => !services.some(({ options }) => options.includes(option))),
  };
}

function reasonsAgainst(service: CommunityServiceFound, { place, age, sex, suspectedCancer, on }: Seeking): string[] {
  const { validFrom, validUntil, ageFrom, ageUntil, placesFree } = service;
  const reasons: string[] = [];
  if (on < validFrom) reasons.push(`It opens on ${longDate(validFrom)}.`);
  if (validUntil !== null && on > validUntil) reasons.push(`It closed on ${longDate(validUntil)}.`);
  if (!service.placeCodes.includes(place.code)) reasons.push(`It does not take patients of practices in ${place.name}.`);
  if (ageFrom !== null && age < ageFrom) reasons.push(`It takes patients from the age of ${ageFrom}; this patient is ${age}.`);
  if (ageUntil !== null && age > ageUntil) reasons.push(`It takes patients up to the age of ${ageUntil}; this patient is ${age}.`);
  if (service.sex !== null && service.sex !== sex) {
    reasons.push(`It takes ${service.sex} patients only; the record says ${sex.replaceAll('-', ' ')}.`);
  }
  if (suspectedCancer && !service.takesSuspectedCancer) reasons.push('It does not take patients while cancer is suspected.');
  if (placesFree === 0) reasons.push(`It had no place free on ${longDate(service.countedOn)}.`);
  return reasons;
}
