// Why two cases may be the same need, or the same person under two records. Pure, and the same whichever case came first.
import type { Sex } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';

/** What is compared of a case and its patient. */
export interface Comparable {
  readonly patientId: string;
  /** Other records of the same person. */
  readonly linkedTo: readonly string[];
  readonly nhsNumber: string | null;
  readonly family: string;
  readonly given: string;
  readonly bornOn: CalendarDay;
  readonly sex: Sex;
  /** Null where it is not known, and of a restricted record: where somebody lives must not show in a reason. */
  readonly postcode: string | null;
  readonly pathwayId: string;
  /** Treatment function code. */
  readonly specialty: string;
}

/**
 * The reasons to compare two open cases, in words; none where there is nothing to compare. The same person has to have the same need;
 * two records that look like one person are compared whatever the need. `letters`: how many may differ in a given name that is near.
 */
export function likeness(a: Comparable, b: Comparable, letters: number): string[] {
  const need = sameNeed(a, b);
  const person = samePerson(a, b);
  if (person) return need ? [person, need] : [];
  const looks = likePerson(a, b, letters);
  return looks && need ? [...looks, need] : (looks ?? []);
}

function samePerson(a: Comparable, b: Comparable): string | undefined {
  if (a.nhsNumber !== null && a.nhsNumber === b.nhsNumber) return 'same NHS number';
  if (a.patientId === b.patientId) return 'same patient record';
  return a.linkedTo.includes(b.patientId) || b.linkedTo.includes(a.patientId) ? 'two records of the same person' : undefined;
}

function sameNeed(a: Comparable, b: Comparable): string | undefined {
  if (a.pathwayId === b.pathwayId) return 'same pathway';
  return a.specialty === b.specialty ? 'same specialty' : undefined;
}

function likePerson(a: Comparable, b: Comparable, letters: number): string[] | undefined {
  if (a.bornOn !== b.bornOn || a.sex !== b.sex || plain(a.family) !== plain(b.family)) return undefined;
  const given = nearGiven(plain(a.given), plain(b.given), letters);
  const postcode = a.postcode !== null && b.postcode !== null && plain(a.postcode) === plain(b.postcode);
  if (!given && !postcode) return undefined;
  return ['same date of birth, sex and family name', ...(given ? [given] : []), ...(postcode ? ['same postcode'] : [])];
}

function nearGiven(a: string, b: string, letters: number): string | undefined {
  if (a === b) return 'same given name';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const shortened = short.length > 1 && long.startsWith(short);
  return shortened || lettersApart(a, b) <= letters ? 'near given name' : undefined;
}

/** Letters and digits alone, without accents. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** How many letters have to be put in, left out or changed to make one name of the other. */
function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
