import { type Place } from '../entities';
import { slug } from '../names';

// Sub-ICB locations of Mid and South Essex, by national code, and the places that they are.
const KNOWN: Readonly<Record<string, string>> = {
  '06Q': 'Mid Essex',
  '07G': 'Thurrock',
  '99E': 'Basildon and Brentwood',
  '99F': 'Castle Point and Rochford',
  '99G': 'Southend',
};

/** The place of a sub-ICB location. The national files give only its code, so one that is not known here is called by that. */
export function placeOfSubIcb(subIcb: string): Place {
  const name = KNOWN[subIcb] ?? `Sub-ICB location ${subIcb}`;
  return { code: slug(name), name };
}
