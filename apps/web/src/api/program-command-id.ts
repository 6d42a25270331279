import type { SignedInUser } from '@guardian/access';
import { v5 as nameUuid } from 'uuid';

// Part of recorded events: must never change.
const KEYS = '3f0d2a86-5c0e-4a5e-9f5c-2d2f5f6f0b91';

/** Two programs that happen to use the same Idempotency-Key mean two things. */
export const programCommandId = (user: SignedInUser, key: string): string => nameUuid(`${user.id} ${key}`, KEYS);
