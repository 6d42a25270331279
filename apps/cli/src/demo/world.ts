// What the invented cases take from the real directory and the published pathways.
import { demoUsers, type SignedInUser } from '@guardian/access';
import type { ProviderRef } from '@guardian/casework';
import type { Directory } from '@guardian/directory';
import type { CalendarDay } from '@guardian/kernel';
import type { PathwayDefinition, PathwayDefinitions } from '@guardian/pathways';
import { Problem } from '../problem';

export interface DemoPractice {
  readonly code: string;
  readonly name: string;
  readonly pcn: string | null;
  /** Code of the place. */
  readonly place: string;
  /** Registered patients. */
  readonly patients: number;
}

export interface DemoWorld {
  readonly practices: readonly DemoPractice[];
  readonly pathways: readonly PathwayDefinition[];
  /** Every consultant-led service and every diagnostic service, by provider. */
  readonly hospitals: readonly (ProviderRef & { readonly specialties: readonly string[] })[];
  readonly testSites: readonly ProviderRef[];
}

/** Throws Problem when the directory or the pathways have not been loaded. */
export async function demoWorld(directory: Directory, definitions: PathwayDefinitions, onDay: CalendarDay): Promise<DemoWorld> {
  const practices: DemoPractice[] = [];
  for (const { code, name, pcn, place } of await directory.practices(onDay)) {
    const patients = await directory.listSize(code, onDay);
    if (patients) practices.push({ code, name, pcn: pcn?.code ?? null, place: place.code, patients });
  }
  const pathways = (await definitions.all(onDay)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const services = await directory.services({ onDay });
  const providers = await directory.providers();
  const servicesOf = (provider: ProviderRef, kind: 'consultant-led' | 'diagnostic') =>
    services.filter((service) => service.providerCode === provider.code && service.kind === kind);
  const refs = providers.map(({ code, name }) => ({ code, name })).sort((a, b) => (a.code < b.code ? -1 : 1));
  const hospitals = refs
    .map((ref) => ({ ...ref, specialties: servicesOf(ref, 'consultant-led').flatMap(({ specialty }) => specialty ?? []) }))
    .filter(({ specialties }) => specialties.length > 0);
  const testSites = refs.filter((ref) => servicesOf(ref, 'diagnostic').length > 0);
  if (practices.length === 0 || pathways.length === 0 || hospitals.length === 0 || testSites.length === 0) {
    throw new Problem('The directory and the pathways are not loaded yet: run guardian start once.');
  }
  return { practices: practices.sort((a, b) => (a.code < b.code ? -1 : 1)), pathways, hospitals, testSites };
}

/** The hospital that most patients of a place are referred to; RAJ for any other place. */
const NEAREST_HOSPITAL: Readonly<Record<string, string>> = { havering: 'RF4' };

/** The hospitals that treat this specialty, the nearest first. */
export function hospitalsFor(world: DemoWorld, place: string, specialty: string): readonly ProviderRef[] {
  const nearest = NEAREST_HOSPITAL[place] ?? 'RAJ';
  const treating = world.hospitals.filter(({ specialties }) => specialties.includes(specialty));
  return (treating.length > 0 ? treating : world.hospitals)
    .map(({ code, name }) => ({ code, name }))
    .sort((a, b) => Number(b.code === nearest) - Number(a.code === nearest));
}

const first = (role: SignedInUser['role'], place: string): SignedInUser => {
  const users = demoUsers.filter((user) => user.role === role);
  const found = users.find(({ scope }) => scope.kind === 'place' && scope.code === place) ?? users[0];
  if (!found) throw new Error(`there is no demo user with the role ${role}`);
  return found;
};

/** Who works the cases of a place. */
export const coordinatorOf = (place: string): SignedInUser => first('coordinator', place);
export const clinicianOf = (place: string): SignedInUser => first('clinician', place);
