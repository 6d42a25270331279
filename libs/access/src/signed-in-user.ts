import type { Actor } from '@guardian/event-store';
import { type Role, roleMay } from './roles';
import type { Scope } from './scope';

export interface SignedInUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly scope: Scope;
}

/** Whether lists may name patients to them; whoever they may not gets counts. */
export const mayListPatients = ({ role, scope }: SignedInUser): boolean => scope.mayReadPatients && roleMay(role, 'see-patients');

/** Who an event says did it. */
export const actorOf = ({ id, name, role, organisation }: SignedInUser): Actor => ({ id, name, role, organisation });
