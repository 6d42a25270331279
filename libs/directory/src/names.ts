/** `Castle Point and Rochford` → `castle-point-and-rochford`: the code of a place, and of a PCN without a national code. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

const SHORT_WORDS = new Set(['and', 'at', 'by', 'in', 'of', 'on', 'the']);
const ABBREVIATIONS = new Set(['dr', 'drs', 'mr', 'mrs', 'st', 'gt', 'ctr', 'rd']);

/**
 * The national files shout: `DR GC CHAJED'S PRACTICE` → `Dr GC Chajed's Practice`. Up to three letters without a vowel are initials,
 * unless they are a known abbreviation. A name that is already in mixed case stays as it is.
 */
export function readableName(name: string): string {
  const tidy = name
    .trim()
    .replaceAll(/,(?=\S)/g, ', ')
    .replaceAll(/\s+/g, ' ');
  if (tidy !== tidy.toUpperCase()) return tidy;
  return tidy.toLowerCase().replaceAll(/[a-z0-9][a-z0-9']*/g, (word, at: number) => {
    if (at > 0 && SHORT_WORDS.has(word)) return word;
    const initials = word.length <= 3 && !/[aeiouy]/.test(word) && !ABBREVIATIONS.has(word);
    return initials ? word.toUpperCase() : word.slice(0, 1).toUpperCase() + word.slice(1);
  });
}

const COMPASS = /^(north|south|east|west|central|[nsew]|[- ])+$/i;
const NUMBER = /^(\d+|one|two|three|four|five|six|seven|eight|nine|ten|[- ])+$/i;

/** What is wrong with a PCN's name by the national naming rules, one sentence each; empty when it is right. */
export function pcnNameProblems(name: string): string[] {
  const area = name.replace(/\bPCN\b/gi, '').trim();
  const problems: string[] = [];
  if (!/\S PCN$/.test(name)) problems.push('A PCN name ends with “PCN”, after a space.');
  if (name.length > 40) problems.push(`A PCN name has at most 40 characters; this one has ${name.length}.`);
  if (COMPASS.test(area)) problems.push('A PCN name says where it is: a compass point alone does not.');
  if (NUMBER.test(area)) problems.push('A PCN name says where it is: a number alone does not.');
  if (name.includes('&')) problems.push('A PCN name uses “and”, not “&”.');
  return problems;
}
