// A referral as the specs of rows are given it; written out by hand.
import { day } from '@guardian/kernel';

/** Recorded at noon of this day. */
export const at = (on: string) => ({ metadata: { recordedAt: `${on}T12:00:00.000Z` } });

export const opening = {
  reference: 'GR-K7M2QX',
  patientId: '5bec0000-0000-4000-8000-000000000002',
  pathway: { id: 'knee-pain', version: 1 },
  specialty: '110',
  priority: 'routine',
  suspectedCancer: false,
  referredOn: day('2026-03-02'),
  practice: { code: 'F81086', pcn: 'southend-east-pcn', place: 'southend' },
  holder: { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' },
  source: { system: 'form', identifier: null },
  personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
} as const;

export const received = { type: 'ReferralReceived', data: opening, ...at('2026-03-04') } as const;
