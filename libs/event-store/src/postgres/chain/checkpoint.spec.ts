import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { type Checkpoint, keyFingerprint, readCheckpoint, signedCheckpoint } from './checkpoint';
import { readSigningKey, readVerifyingKey } from './checkpoint-keys';

const pair = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const checkpoint: Checkpoint = {
  day: '2026-11-23',
  madeAt: '2026-11-23T00:00:41.120Z',
  heads: [
    { log: 'events', rows: 1201, position: 1310n, seal: 37, root: '0123456789abcdef'.repeat(4) },
    { log: 'read_audit', rows: 9_007_199, position: 9_007_199_254_740_993n, seal: 1, root: 'f'.repeat(64) },
  ],
};
const text = signedCheckpoint(checkpoint, pair.privateKey);

describe('a signed checkpoint', () => {
  it('is a small page of text that can be printed and read aloud', () => {
    expect(text.replace(/(?<=^(Key|Fingerprint) +)(\d{5} ?){6}/gm, '<30 digits>').replace(/[A-Za-z0-9+/=]{44}/g, '<44 characters>')).toBe(
      `GUARDIAN CHECKPOINT OF 2026-11-23

Made at      2026-11-23T00:00:41.120Z
Key          <30 digits>

Table        events
Rows         1201
Position     1310
Seal         37
Root         01234567 89abcdef 01234567 89abcdef
             01234567 89abcdef 01234567 89abcdef

Table        read_audit
Rows         9007199
Position     9007199254740993
Seal         1
Root         ffffffff ffffffff ffffffff ffffffff
             ffffffff ffffffff ffffffff ffffffff

Fingerprint  <30 digits>
Signature    <44 characters>
             <44 characters>
`,
    );
  });

  it('is read again as it was signed, with the right key among others', () => {
    expect(readCheckpoint(text, [pair.publicKey])).toEqual(checkpoint);
    expect(readCheckpoint(text, [other.publicKey, createPublicKey(pair.privateKey)])).toEqual(checkpoint);
  });

  it('is not read with another key', () => {
    expect(readCheckpoint(text, [other.publicKey])).toBeUndefined();
    expect(readCheckpoint(text, [])).toBeUndefined();
    expect(readCheckpoint(signedCheckpoint(checkpoint, other.privateKey), [pair.publicKey])).toBeUndefined();
  });

  it('is not read when any one character of it is another, or missing, or one is added', () => {
    const at = fc.nat(text.length - 1);
    const character = fc.constantFrom(...'0123456789abcdefABC \n\t.=');
    fc.assert(
      fc.property(at, character, fc.nat(1), (place, put, takenAway) => {
        const changed = text.slice(0, place) + put + text.slice(place + takenAway);
        fc.pre(changed !== text);
        expect(readCheckpoint(changed, [pair.publicKey])).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    for (const changed of ['', text.slice(1), text.slice(0, -1), `${text}\n`, text + text]) {
      expect(readCheckpoint(changed, [pair.publicKey])).toBeUndefined();
    }
  });

  it('names its key, the same for the private and the public part, and another for another', () => {
    expect(keyFingerprint(pair.privateKey)).toBe(keyFingerprint(pair.publicKey));
    expect(keyFingerprint(pair.publicKey)).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(keyFingerprint(other.publicKey)).not.toBe(keyFingerprint(pair.publicKey));
    expect(text).toContain(keyFingerprint(pair.publicKey));
  });
});

describe('the file of the key', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guardian-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const secret = file('private.pem', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const open = file('public.pem', pair.publicKey.export({ type: 'spki', format: 'pem' }));

  it('is read to sign, and to verify by either part', () => {
    expect(keyFingerprint(readSigningKey(secret))).toBe(keyFingerprint(pair.publicKey));
    for (const each of [secret, open]) expect(keyFingerprint(readVerifyingKey(each))).toBe(keyFingerprint(pair.publicKey));
  });

  it.each([
    ['the public part', open],
    [
      'a key of another kind',
      file('rsa.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })),
    ],
    ['no key', file('hunter2.pem', 'hunter2 is no key')],
  ])('is refused with %s', (_, given) => {
    expect(() => readSigningKey(given)).toThrow(`${given} does not hold an Ed25519 private key in PEM form.`);
  });

  it('is refused when it is not there', () => {
    expect(() => readVerifyingKey('/nowhere/key.pem')).toThrow(
      'The key of the checkpoints cannot be used: /nowhere/key.pem cannot be read (ENOENT).',
    );
  });
});
