import type { Actor } from '@guardian/event-store';

/** Who stands behind what comes about by itself. */
export const GUARDIAN: Actor = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'Guardian' };
