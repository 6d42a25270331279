import { createHash } from 'node:crypto';

/** 16 hexadecimal digits that depend on what a command says and not on the order in which its fields were written. */
export function commandHash(command: object): string {
  return createHash('sha256')
    .update(JSON.stringify(command, (_key, value: unknown) => sorted(value)))
    .digest('hex')
    .slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
