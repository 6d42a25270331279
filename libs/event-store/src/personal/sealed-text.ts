import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits: nonce, ciphertext, tag. `boundTo` is no secret: whoever puts the sealed
 * bytes into another place cannot open them there. One key seals far fewer than the 2^32 texts after which nonces might repeat.
 */
export function seal(key: Buffer, plain: Buffer, boundTo: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(boundTo));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when key or place are others, or a bit was changed. */
export function unseal(key: Buffer, sealed: Buffer, boundTo: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV), { authTagLength: TAG }).setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()]);
}
