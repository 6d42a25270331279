import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** How far a sealed table had got. */
export interface SignedHead {
  readonly log: string;
  readonly rows: number;
  /** Of the last row that was sealed. */
  readonly position: bigint;
  readonly seal: number;
  /** 64 hexadecimal digits. */
  readonly root: string;
}

export interface Checkpoint {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly heads: readonly SignedHead[];
}

/** 30 decimal digits of a SHA-256, in groups of five: to be read aloud and compared on paper. */
export function fingerprintOf(content: string | Buffer): string {
  const number = BigInt(`0x${createHash('sha256').update(content).digest('hex')}`) % 10n ** 30n;
  return (String(number).padStart(30, '0').match(/\d{5}/g) ?? []).join(' ');
}

/** Of the public key, also when the private one is given. */
export const keyFingerprint = (key: KeyObject): string =>
  fingerprintOf((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }));

const entry = (name: string, value: string | number | bigint): string => `${name.padEnd(13)}${value}\n`;
const inTwoLines = (name: string, groups: readonly string[]): string => {
  const half = Math.ceil(groups.length / 2);
  return entry(name, groups.slice(0, half).join(' ')) + entry('', groups.slice(half).join(' '));
};

/** One small page of text, signed: narrow enough to be printed. */
export function signedCheckpoint({ day, madeAt, heads }: Checkpoint, key: KeyObject): string {
  const body = [
    `GUARDIAN CHECKPOINT OF ${day}\n\n${entry('Made at', madeAt)}${entry('Key', keyFingerprint(key))}`,
    ...heads.map(
      ({ log, rows, position, seal, root }) =>
        entry('Table', log) +
        entry('Rows', rows) +
        entry('Position', position) +
        entry('Seal', seal) +
        inTwoLines('Root', root.match(/.{8}/g) ?? []),
    ),
    '',
  ].join('\n');
  return body + ending(body, sign(null, Buffer.from(body), key));
}

const ending = (body: string, signature: Buffer): string =>
  entry('Fingerprint', fingerprintOf(body)) + inTwoLines('Signature', signature.toString('base64').match(/.{44}/g) ?? []);

const ENDING = /^Fingerprint .*\nSignature +(\S+)\n +(\S+)\n$/m;
const HEAD = /^Table +(?<log>\S+)\nRows +(?<rows>\d+)\nPosition +(?<position>\d+)\nSeal +(?<seal>\d+)\nRoot +(?<root>[0-9a-f \n]+)$/gm;

/** Undefined when none of these keys signed exactly this. */
export function readCheckpoint(text: string, keys: readonly KeyObject[]): Checkpoint | undefined {
  const found = ENDING.exec(text);
  const body = text.slice(0, found?.index);
  const signature = Buffer.from(`${found?.[1]}${found?.[2]}`, 'base64');
  const isSigned = keys.some((key) => verify(null, Buffer.from(body), key, signature));
  if (!isSigned || text !== body + ending(body, signature)) return undefined;
  const heads = [...body.matchAll(HEAD)].map(({ groups = {} }) => {
    const { log = '', rows, position = '', seal, root = '' } = groups;
    return { log, rows: Number(rows), position: BigInt(position), seal: Number(seal), root: root.replace(/\s/g, '') };
  });
  const [, day = ''] = /^GUARDIAN CHECKPOINT OF (\S+)\n/.exec(body) ?? [];
  const [, madeAt = ''] = /^Made at +(\S+)\n/m.exec(body) ?? [];
  return { day, madeAt, heads };
}
