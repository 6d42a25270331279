import { addDays, day } from '@guardian/kernel';

/** A practice in a PCN, from a day up to and including a day; null: still. */
export interface Membership {
  readonly pcnCode: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

export type MembershipChange =
  | { readonly outcome: 'added' | 'changed' | 'unchanged'; readonly memberships: readonly Membership[] }
  | { readonly outcome: 'refused'; readonly clash: Membership };

const FOREVER = '9999-12-31';
const last = (membership: Membership): string => membership.validUntil ?? FOREVER;

export const overlap = (a: Membership, b: Membership): boolean => a.validFrom <= last(b) && b.validFrom <= last(a);

/**
 * The memberships of one practice once a file has told one. `toldBefore`: every other one that the file told of this practice so far,
 * taken or refused. Memberships of the same PCN that overlap are the same one: it takes over the last day, and the first day if that is
 * earlier. A membership of another PCN that began earlier ends the day before. What would put a practice in two PCNs is refused.
 */
export function withMembership(memberships: readonly Membership[], told: Membership, toldBefore: readonly Membership[]): MembershipChange {
  const toldTwice = toldBefore.find((earlier) => overlap(earlier, told));
  if (toldTwice !== undefined) return { outcome: 'refused', clash: toldTwice };

  const same = memberships.filter((held) => held.pcnCode === told.pcnCode && overlap(held, told));
  const validFrom = [told, ...same].map((one) => one.validFrom).toSorted()[0] ?? told.validFrom;
  if (same.length === 1 && same[0]?.validFrom === validFrom && same[0].validUntil === told.validUntil) {
    return { outcome: 'unchanged', memberships };
  }

  const result = { ...told, validFrom };
  const others = memberships.filter((held) => !same.includes(held));
  const clash = others.find((held) => overlap(held, result) && held.validFrom >= validFrom);
  if (clash !== undefined) return { outcome: 'refused', clash };
  return {
    outcome: same.length === 0 ? 'added' : 'changed',
    memberships: [...others.map((held) => (overlap(held, result) ? endingBefore(held, result) : held)), result],
  };
}

const endingBefore = (held: Membership, next: Membership): Membership => ({ ...held, validUntil: addDays(day(next.validFrom), -1) });
