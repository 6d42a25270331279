import type { Actor } from '@guardian/event-store';
import type { Role } from './roles';
import type { Scope } from './scope';

export interface SignedInUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly scope: Scope;
}

/** Who an event says did it. */
export const actorOf = ({ id, name, role, organisation }: SignedInUser): Actor => ({ id, name, role, organisation });
