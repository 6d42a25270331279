import { createHmac } from 'node:crypto';
import { v5 as nameUuid } from 'uuid';

// Part of every case id that was ever written: must never change.
const CASES = '0b8f3c52-9d1e-5c44-8a53-64b1d8a5e210';

/** The same command opens the same case, however often it is sent. */
export const caseIdFor = (commandId: string): string => nameUuid(commandId, CASES);

/** The id of a command that is a part of another one: the same again for the same, and never too long for the log (200 characters). */
export const partOf = (commandId: string, part: string): string => nameUuid(`${part}:${commandId}`, CASES);

/**
 * The patient's stream: a keyed hash of the NHS number, so that two people at two desks can not register one patient twice, on any
 * store, and nobody without the key can test a number against the log. Without an NHS number: a new patient per command.
 */
export function patientIdFor(nhsNumber: string | null, lookupKey: string, commandId: string): string {
  if (nhsNumber === null) return nameUuid(`patient:${commandId}`, CASES);
  const hex = createHmac('sha256', lookupKey).update(nhsNumber).digest('hex');
  // RFC 9562 version 8: a layout of our own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// 32 signs without I, O, 0 and 1, which are misread on the telephone.
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const SPACE = 2 ** 30;

/**
 * `GR-` and six letters or digits for the n-th case. A multiplication by an odd number modulo 2^30 never meets itself, so
 * references are unique, and neighbours look nothing alike. 1,073 million references.
 */
export function caseReference(n: number): string {
  if (n >= SPACE) throw new RangeError('all case references are used');
  let mixed = Number((BigInt(n) * 668_265_263n + 374_761_393n) % BigInt(SPACE));
  let text = '';
  for (let i = 0; i < 6; i++) {
    text += SIGNS[mixed % 32];
    mixed = Math.floor(mixed / 32);
  }
  return `GR-${text}`;
}
