import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { asStoreError, type ConnectionOptions, resilientPool } from '../postgres/connections';
import { KeyMissing, type MasterKeys } from './master-keys';

export interface DataKey {
  readonly id: string;
  readonly key: Buffer;
}

interface Row {
  readonly id: string;
  readonly stream_id: string;
  /** Null: destroyed. */
  readonly wrapped: Buffer | null;
}

interface Asked {
  readonly streams: Set<string>;
  readonly begun: Set<string>;
}

export const boundTo = ({ id, stream_id }: Pick<Row, 'id' | 'stream_id'>): string => `${stream_id} ${id}`;

/** The keys of some streams, as they stood when they were asked for. */
export class KeyRing {
  private readonly opened = new Map<string, Buffer>();

  constructor(
    private readonly rows: ReadonlyMap<string, Row>,
    private readonly masterKeys: MasterKeys,
  ) {}

  /** Undefined: it was destroyed. Throws `KeyMissing`. */
  key(id: string): Buffer | undefined {
    const row = this.rows.get(id);
    if (!row) throw new KeyMissing('Bring the backup of the keys back: guardian keys restore.');
    if (!row.wrapped) return undefined;
    const key = this.opened.get(id) ?? this.masterKeys.unwrap(row.wrapped, boundTo(row));
    this.opened.set(id, key);
    return key;
  }
}

/**
 * The data keys in their own schema. Nothing is remembered from one call to the next: a key that was destroyed is not used again by
 * anybody. Works as guardian_app, which adds keys and reads them; destroying and wrapping anew are for the owner.
 */
export class DataKeys {
  private readonly pool: Pool;
  private asked: (Asked & { readonly answer: Promise<ReadonlyMap<string, DataKey>> }) | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    options: ConnectionOptions,
    private readonly masterKeys: MasterKeys,
  ) {
    this.pool = resilientPool(options, 2);
  }

  /** Every key that these streams ever had. Throws the errors of a store. */
  async of(streamIds: readonly string[]): Promise<KeyRing> {
    const rows = await this.rows('select id, stream_id, wrapped from guardian_keys.data_key where stream_id = any ($1)', [streamIds]);
    return new KeyRing(new Map(rows.map((row) => [row.id, row])), this.masterKeys);
  }

  /**
   * The key that seals what is added to this stream; made when there is none. Those who ask at the same time are answered together. `begun`:
   * the stream is thought to be new, which only decides how soon a key is made.
   */
  async forWriting(streamId: string, begun: boolean): Promise<DataKey> {
    this.asked ??= this.nextAnswer();
    this.asked.streams.add(streamId);
    if (begun) this.asked.begun.add(streamId);
    const key = (await this.asked.answer).get(streamId);
    if (!key) throw new KeyMissing('Somebody destroyed it at this moment.');
    return key;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private nextAnswer(): NonNullable<DataKeys['asked']> {
    const asked: Asked = { streams: new Set(), begun: new Set() };
    const answer = this.turn.then(() => {
      this.asked = undefined;
      return this.inUse(asked);
    });
    this.turn = answer.catch(() => undefined);
    return { ...asked, answer };
  }

  /** Keys for streams that are thought to be new are made at once, with one turn to the server; for the others only when they have none. */
  private async inUse({ streams, begun }: Asked): Promise<ReadonlyMap<string, DataKey>> {
    const found = await this.makeAndRead([...begun], [...streams]);
    const without = [...streams].filter((id) => !found.some(({ stream_id }) => stream_id === id));
    if (without.length > 0) found.push(...(await this.makeAndRead(without, without)), ...(await this.makeAndRead([], without)));
    return new Map(
      found.flatMap((row) =>
        row.wrapped ? [[row.stream_id, { id: row.id, key: this.masterKeys.unwrap(row.wrapped, boundTo(row)) }] as const] : [],
      ),
    );
  }

  /** What another process made at this moment is neither made nor read: it is there the next time. */
  private makeAndRead(toMake: readonly string[], toRead: readonly string[]): Promise<Row[]> {
    const made = toMake.map((stream_id) => ({ id: randomUUID(), stream_id }));
    return this.rows(
      `with made as (
         insert into guardian_keys.data_key (id, stream_id, wrapped) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])
         on conflict (stream_id) where wrapped is not null do nothing returning id, stream_id, wrapped)
       select id, stream_id, wrapped from made
       union all select id, stream_id, wrapped from guardian_keys.data_key where stream_id = any ($4) and wrapped is not null`,
      [made.map(({ id }) => id), toMake, made.map((one) => this.masterKeys.wrap(randomBytes(32), boundTo(one))), toRead],
    );
  }

  private async rows(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw asStoreError(error);
    }
  }
}
