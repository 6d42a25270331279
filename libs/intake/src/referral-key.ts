import { createHash } from 'node:crypto';
import type { IncomingReferral } from '@guardian/casework';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a sender said, however it was written: dates, capitals and spaces do not count, nor what the directory knows of a code. */
export const contentHash = ({ practice, provider, ...said }: IncomingReferral): string =>
  sha256(JSON.stringify([Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)), practice.code, provider?.code]));

/** The same for the same referral, whichever file brings it: the sender's id, or without one all that the row says. */
export function referralKey(referral: IncomingReferral): string {
  const { identifier } = referral.source;
  return identifier === null ? `content:${contentHash(referral)}` : `id:${identifier.replaceAll(/\s/g, '').toUpperCase()}`;
}

/** The case id follows from it, so that no referral is ever brought in twice. */
export const importCommandId = (key: string): string => `import:${sha256(key).slice(0, 40)}`;
