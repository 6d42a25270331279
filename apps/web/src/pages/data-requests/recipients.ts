// Who had received what is kept of a patient: they have to be told what was put right (UK GDPR, Art. 19).
import type { CaseRecord } from '@guardian/casework';
import type { CaseEvent } from '@guardian/casework/events';
import { PRACTICE_HIDDEN } from '../case/restricted';

type As = 'practice' | 'hospital' | 'test';

export interface Recipient {
  /** The first entry by which they had it, and as what: `case-<uuid>:12:hospital`. It tells no code of a practice that is not to be shown. */
  readonly id: string;
  readonly name: string;
  readonly as: As;
}

export const RECIPIENT_WORDS: Readonly<Record<As, string>> = {
  practice: 'The practice that referred',
  hospital: 'The referral was sent there',
  test: 'A test was ordered there',
};

/** In the order in which they had it, each organisation once. */
export function recipientsOf(cases: readonly CaseRecord[], restricted: boolean): Recipient[] {
  const found = new Map<string, Recipient>();
  const events = cases.flatMap((one) => one.events).sort((a, b) => (a.metadata.recordedAt < b.metadata.recordedAt ? -1 : 1));
  for (const { stream, revision, type, data } of events) {
    for (const { code, name, as } of namedIn({ type, data } as CaseEvent)) {
      const id = `${stream.category}-${stream.id}:${revision}:${as}`;
      const shown = restricted && as === 'practice' ? PRACTICE_HIDDEN : name;
      if (!found.has(code)) found.set(code, { id, name: shown, as });
    }
  }
  return [...found.values()];
}

function namedIn({ type, data }: CaseEvent): { code: string; name: string; as: As }[] {
  if (type === 'ReferralSent' || type === 'ProviderChanged') return [{ ...data.to, as: 'hospital' }];
  if (type === 'DiagnosticOrdered') return [{ ...data.site, as: 'test' }];
  if (type !== 'ReferralReceived' && type !== 'CaseTakenOn') return [];
  const practice = { code: data.practice.code, name: data.holder.organisation, as: 'practice' } as const;
  return type === 'CaseTakenOn' ? [practice, { ...data.provider, as: 'hospital' }] : [practice];
}
