const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/**
 * The same shape with nothing of a person in it: what is read in place of personal data whose key was destroyed. Whoever folds events meets
 * text where there was text and a day where there was a day.
 */
export function asErased(value: unknown): unknown {
  if (typeof value === 'string') return DAY.test(value) ? '1900-01-01' : INSTANT.test(value) ? '1900-01-01T00:00:00.000Z' : 'Erased';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asErased(one)]));
}
