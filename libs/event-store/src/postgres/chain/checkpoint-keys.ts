import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DomainError } from '@guardian/kernel';

/** From a PEM file. Throws DomainError `NoCheckpointKey`, which shows nothing of what is in it. */
export const readSigningKey = (file: string): KeyObject => read(file, createPrivateKey, 'an Ed25519 private key');

/** From a PEM file with the public key, or with the private one that it belongs to. Throws as `readSigningKey`. */
export const readVerifyingKey = (file: string): KeyObject => read(file, createPublicKey, 'an Ed25519 key');

/** All keys of a PEM file: that which signs, and behind it those that did before. Throws as `readSigningKey`. */
export const readVerifyingKeys = (file: string): KeyObject[] => {
  const blocks = textOf(file).match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [''];
  return blocks.map((pem) => keyIn(pem, file, createPublicKey, 'an Ed25519 key'));
};

const read = (file: string, parse: (pem: string) => KeyObject, what: string): KeyObject => keyIn(textOf(file), file, parse, what);

const refused = (file: string, reason: string) =>
  new DomainError('NoCheckpointKey', `The key of the checkpoints cannot be used: ${file} ${reason}.`);

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(file, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function keyIn(pem: string, file: string, parse: (pem: string) => KeyObject, what: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = parse(pem);
  } catch {
    key = undefined; // the reason may quote the file
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw refused(file, `does not hold ${what} in PEM form`);
  return key;
}
