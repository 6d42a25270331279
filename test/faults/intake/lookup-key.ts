export const LOOKUP_KEY = 'for tests only, for tests only, for tests only';
