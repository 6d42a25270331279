import { DomainError } from '@guardian/kernel';

/** The part of the population that somebody is concerned with, and whether they have a relationship to the patients in it. */
export interface Scope {
  readonly kind: 'place' | 'pcn' | 'practice' | 'everywhere';
  /** Directory code of the place, PCN or practice; empty for everywhere. */
  readonly code: string;
  /** False for those who see counts only. */
  readonly mayReadPatients: boolean;
  /** Patients whose records they have opened for a while without a relationship, with the ISO instant at which that ends. On no list. */
  readonly opened?: readonly { readonly patientId: string; readonly until: string }[];
}

/** For answering one patient about their data, wherever they belong: pages of it ask for an action of their own, `protect-privacy`. */
export const EVERY_PATIENT: Scope = { kind: 'everywhere', code: '', mayReadPatients: true };

/** A condition on a read-model row; undefined: no condition. */
export type ScopeFilter = { readonly column: 'place_code' | 'pcn_code' | 'practice_code'; readonly value: string } | undefined;

/** Where a patient belongs, as read-model rows carry it. Null where it is not known. */
export interface Belonging {
  readonly placeCode: string | null;
  readonly pcnCode: string | null;
  readonly practiceCode: string | null;
}

export class NotAllowed extends DomainError {
  constructor(message = 'Your role does not include this. Ask the Guardian service manager if you need it.') {
    super('NotAllowed', message);
  }
}

const columns = { place: 'place_code', pcn: 'pcn_code', practice: 'practice_code' } as const;

/** Throws NotAllowed for a scope that may not read patients. */
export function refuseCounts({ mayReadPatients }: Scope): void {
  if (!mayReadPatients)
    throw new NotAllowed('Your role sees counts, not patients. Ask the Guardian team if you need to know about one patient.');
}

/** For lists of patients. Throws NotAllowed for a scope that may not read patients. */
export function scopeFilter(scope: Scope): ScopeFilter {
  refuseCounts(scope);
  return aggregateFilter(scope);
}

/** For counts. Whoever may not read patients must get small numbers suppressed. */
export function aggregateFilter(scope: Scope): ScopeFilter {
  return scope.kind === 'everywhere' ? undefined : { column: columns[scope.kind], value: scope.code };
}

/** Whether somebody is concerned with who belongs there, be it by counts alone. */
export function scopeConcerns({ kind, code }: Scope, of: Belonging): boolean {
  return kind === 'everywhere' || code === { place: of.placeCode, pcn: of.pcnCode, practice: of.practiceCode }[kind];
}

/** Whether one patient's record may be opened. False is answered with "not found": not yours looks like not there. */
export const scopeCovers = (scope: Scope, of: Belonging & { readonly patientId?: string }): boolean =>
  scope.mayReadPatients && (scopeConcerns(scope, of) || openedUntil(scope, of.patientId) !== undefined);

/** Until when the record of this patient is open to somebody who opened it; undefined: they have not. */
export const openedUntil = ({ opened = [] }: Scope, patientId: string | undefined): string | undefined =>
  opened.find((one) => one.patientId === patientId)?.until;

/** A practice as the directory knows it on some day. */
interface KnownPractice {
  readonly code: string;
  readonly pcn: { readonly code: string } | null;
  readonly place: { readonly code: string };
}

/** Those with whose patients somebody is concerned: whose referrals they bring in, and whose cases they list. */
export const practicesIn = <P extends KnownPractice>(scope: Scope, practices: readonly P[]): P[] =>
  practices.filter(({ code, pcn, place }) =>
    scopeConcerns(scope, { placeCode: place.code, pcnCode: pcn?.code ?? null, practiceCode: code }),
  );
