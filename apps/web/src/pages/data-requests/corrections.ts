import type { PatientRecord } from '@guardian/casework';
import type { Identity, PatientEvent } from '@guardian/casework/events';

export interface Correction {
  readonly at: Date;
  readonly by: string;
  /** As it was recorded until then. */
  readonly was: Identity;
  readonly is: Identity;
  readonly because: string;
}

/** What was put right of who the patient is, oldest first: what those who had received it have to be told (UK GDPR, Art. 19). */
export function correctionsOf({ events }: PatientRecord): Correction[] {
  const found: Correction[] = [];
  let was: Identity | undefined;
  for (const { type, data, metadata } of events) {
    const event = { type, data } as PatientEvent;
    if (event.type === 'PatientRegistered') was = event.data.personal;
    if (event.type !== 'IdentityCorrected' || !was) continue;
    const { identity: is, because } = event.data.personal;
    found.push({ at: new Date(metadata.recordedAt), by: metadata.actor.name, was, is, because });
    was = is;
  }
  return found;
}
