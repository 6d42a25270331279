// What a national role that somebody chose at NHS Care Identity Service 2 lets them be in Guardian.
import type { Role } from '@guardian/access';
import { activities } from './national-roles.json';

interface NationalRole {
  readonly person_roleid?: unknown;
  readonly activity_codes?: unknown;
}

const rolesOf: Readonly<Record<string, { readonly roles: readonly string[] }>> = activities;

/**
 * The claims `nhsid_nrbac_roles` (each with `person_roleid` and `activity_codes`) and `selected_roleid`. Empty where none was chosen: with
 * several to choose from and no choice, nobody is let in as the one that can do most.
 */
export function rolesAllowedBy(claims: Readonly<Record<string, unknown>>): Set<Role> {
  const roles = Array.isArray(claims['nhsid_nrbac_roles']) ? (claims['nhsid_nrbac_roles'] as NationalRole[]) : [];
  const chosen = roles.find(({ person_roleid: id }) => id !== undefined && id === claims['selected_roleid']);
  const codes = Array.isArray(chosen?.activity_codes) ? chosen.activity_codes : [];
  return new Set(codes.flatMap((code) => (Object.hasOwn(rolesOf, String(code)) ? (rolesOf[String(code)]?.roles ?? []) : [])) as Role[]);
}
