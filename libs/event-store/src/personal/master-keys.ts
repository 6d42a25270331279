import { createHash } from 'node:crypto';
import { DomainError } from '@guardian/kernel';
import { seal, unseal } from './sealed-text';

const MARK = 4;

/** Wraps data keys. The first master key wraps; the others are those of before, which only unwrap until `guardian keys rotate` has run. */
export class MasterKeys {
  private readonly byMark: ReadonlyMap<string, Buffer>;
  private readonly current: Buffer;

  /** 64 hexadecimal digits each, at least one. */
  constructor(hex: readonly string[]) {
    const keys = hex.map((one) => Buffer.from(one, 'hex'));
    const [current] = keys;
    if (!current || keys.some((key) => key.length !== 32)) throw new RangeError('a master key has 64 hexadecimal digits');
    this.current = current;
    this.byMark = new Map(keys.map((key) => [markOf(key).toString('hex'), key]));
  }

  /** Mark of the master key, then the sealed data key. `boundTo` names what the data key is for. */
  wrap(dataKey: Buffer, boundTo: string): Buffer {
    return Buffer.concat([markOf(this.current), seal(this.current, dataKey, boundTo)]);
  }

  /** Throws `KeyMissing` when this process has not the master key that wrapped it, or it is for something else. */
  unwrap(wrapped: Buffer, boundTo: string): Buffer {
    const key = this.byMark.get(wrapped.subarray(0, MARK).toString('hex'));
    if (!key) throw new KeyMissing('It was made with a master key that is not in the configuration.');
    try {
      return unseal(key, wrapped.subarray(MARK), boundTo);
    } catch {
      throw new KeyMissing('What is kept in its place is not the key that was made for it.');
    }
  }

  isCurrent(wrapped: Buffer): boolean {
    return wrapped.subarray(0, MARK).equals(markOf(this.current));
  }
}

/** Says which key it is and nothing about it. */
const markOf = (key: Buffer): Buffer => createHash('sha256').update('guardian master key').update(key).digest().subarray(0, MARK);

/** A record cannot be read for want of a key. It is not erased: with the right keys it can be read again. */
export class KeyMissing extends DomainError {
  constructor(why: string) {
    super('KeyMissing', `The key of this record is missing. ${why}`);
  }
}
