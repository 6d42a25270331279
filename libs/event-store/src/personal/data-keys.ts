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
  private asked: { readonly streams: Set<string>; readonly answer: Promise<ReadonlyMap<string, DataKey>> } | undefined;
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

  /** The key that seals what is added to this stream; made when there is none. Those who ask at the same time are answered together. */
  async forWriting(streamId: string): Promise<DataKey> {
    this.asked ??= this.nextAnswer();
    this.asked.streams.add(streamId);
    const key = (await this.asked.answer).get(streamId);
    if (!key) throw new KeyMissing('Somebody destroyed it at this moment.');
    return key;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private nextAnswer(): NonNullable<DataKeys['asked']> {
    const streams = new Set<string>();
    const answer = this.turn.then(() => {
      this.asked = undefined;
      return this.inUse([...streams]);
    });
    this.turn = answer.catch(() => undefined);
    return { streams, answer };
  }

  private async inUse(streamIds: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const select = 'select id, stream_id, wrapped from guardian_keys.data_key where stream_id = any ($1) and wrapped is not null';
    const found = await this.rows(select, [streamIds]);
    const without = streamIds.filter((id) => !found.some(({ stream_id }) => stream_id === id));
    if (without.length > 0) {
      const made = without.map((stream_id) => ({ id: randomUUID(), stream_id }));
      await this.rows(
        `insert into guardian_keys.data_key (id, stream_id, wrapped) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])
         on conflict (stream_id) where wrapped is not null do nothing`,
        [made.map(({ id }) => id), without, made.map((one) => this.masterKeys.wrap(randomBytes(32), boundTo(one)))],
      );
      found.push(...(await this.rows(select, [without])));
    }
    return new Map(
      found.flatMap((row) =>
        row.wrapped ? [[row.stream_id, { id: row.id, key: this.masterKeys.unwrap(row.wrapped, boundTo(row)) }] as const] : [],
      ),
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
