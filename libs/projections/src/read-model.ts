import type { DomainEvent } from '@guardian/kernel';
import type { EventMetadata, Position } from '@guardian/event-store';

/** A TypeORM entity class of read-model rows. */
export type RowClass<Row extends object = object> = new () => Row;

/**
 * The rows of one stream, in every table of the read model, as they stand in memory during a batch. A handler changes no row itself:
 * it calls `change`, or copies it, changes the copy and `put`s it. Set, do not add: folding the same event twice must give the same rows.
 */
export interface Rows {
  /** In the order of their primary key, so that a replay sees what the live fold saw. */
  all<Row extends object>(table: RowClass<Row>): readonly Readonly<Row>[];
  /** The only row of the stream in this table; undefined before the first `put`. Throws when there are several. */
  one<Row extends object>(table: RowClass<Row>): Readonly<Row> | undefined;
  /** Sets a whole row and keeps it; one with the same primary key is replaced. */
  put<Row extends object>(table: RowClass<Row>, row: Row): void;
  /**
   * Sets some properties, none of them of its key, of a row that `one` or `all` gave; several changes of a row add up. Much less work in a
   * replay than a `put`. Whether the row in hand shows the change is not said.
   */
  change<Row extends object>(table: RowClass<Row>, row: Readonly<Row>, to: Partial<Row>): void;
  /** Takes out the row with this row's primary key, if there is one. */
  remove<Row extends object>(table: RowClass<Row>, row: Row): void;
}

export interface EventOf<E extends DomainEvent, T extends E['type'] = E['type']> {
  /** The stream's uuid: the case id in a read model of cases. */
  readonly id: string;
  readonly type: T;
  readonly data: Extract<E, { type: T }>['data'];
  readonly revision: number;
  readonly position: Position;
  readonly metadata: EventMetadata;
}

export const ignored = Symbol('ignored');

export type Handlers<E extends DomainEvent> = {
  readonly [T in E['type']]: ((rows: Rows, event: EventOf<E, T>) => void) | typeof ignored;
};

/**
 * One read model: its tables, and what each event does to the rows of its stream. Handlers know no clock, look nothing up outside
 * their own rows and send nothing. Every table has the stream's uuid as its first primary-key column.
 */
export interface ReadModel<E extends DomainEvent = DomainEvent> {
  readonly name: string;
  /** Stream category whose events it folds. */
  readonly category: string;
  readonly tables: readonly RowClass[];
  readonly on: Handlers<E>;
  /**
   * One more whenever handlers put something else into columns that were there before; 1 unless told. New columns are noticed without it:
   * rows of an earlier release are built anew by whoever leads, beside the old ones.
   */
  readonly version?: number;
}

/** A read model of whatever events: what the runner, a replay and the lists in the composition roots deal in. */
export type AnyReadModel = Omit<ReadModel, 'on'> & { readonly on: object };
