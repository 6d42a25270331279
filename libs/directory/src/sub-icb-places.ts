import { type Place } from './entities';
import { slug } from './names';

// Sub-ICB locations of Mid and South Essex, by national code, and the places that they are.
const KNOWN: Readonly<Record<string, string>> = {
  '06Q': 'Mid Essex',
  '07G': 'Thurrock',
  '99E': 'Basildon and Brentwood',
  '99F': 'Castle Point and Rochford',
  '99G': 'Southend',
};

const UNKNOWN = 'Sub-ICB location ';

/** The place of a sub-ICB location. The national files give only its code, so one that is not known here is called by that. */
export function placeOfSubIcb(subIcb: string): Place {
  const name = KNOWN[subIcb] ?? `${UNKNOWN}${subIcb}`;
  return { code: slug(name), name };
}

/** The other way round: the national code of the sub-ICB location that a place is; null for a place that is none. */
export function subIcbOfPlace(placeCode: string): string | null {
  const known = Object.entries(KNOWN).find(([, name]) => slug(name) === placeCode);
  const begins = slug(UNKNOWN + 'x').slice(0, -1);
  return known?.[0] ?? (placeCode.startsWith(begins) ? placeCode.slice(begins.length).toUpperCase() : null);
}
