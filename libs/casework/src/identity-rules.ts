export const IDENTITY_RULES = Symbol('IdentityRules');
export interface IdentityRules {
  /** Key of the hash by which an NHS number leads to its patient. */
  readonly lookupKey: string;
  /** NHS numbers in the 999 range belong to nobody: taken for demonstrations and tests only. */
  readonly testNumbersOnly: boolean;
}
