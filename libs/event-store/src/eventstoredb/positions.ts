import type { Position as LogPosition } from '@eventstore/db-client';
import { DomainError } from '@guardian/kernel';
import type { Position } from '../event-store';

const TEXT = /^esdb:(\d{1,20})\/(\d{1,20})$/;

/** What a server before 22.6 says where a stream is read: it does not know the event's place in the log. */
const NOT_TOLD = 18_446_744_073_709_551_615n;

/** Both numbers, exact: they are beyond what a number of JavaScript holds. The prefix tells it from a position of PostgreSQL. */
export function asText(position: LogPosition | undefined): Position {
  if (!position || position.commit === NOT_TOLD) {
    throw new DomainError(
      'EventStoreTooOld',
      'This EventStoreDB does not say where an event stands in the log. Version 22.10 or later is needed.',
    );
  }
  return `esdb:${position.commit}/${position.prepare}` as Position;
}

/** Throws DomainError `PositionOfAnotherStore`. */
export function fromText(text: Position): LogPosition {
  const [, commit, prepare] = TEXT.exec(text) ?? [];
  if (commit === undefined || prepare === undefined) {
    throw new DomainError(
      'PositionOfAnotherStore',
      'This position is not one of an EventStoreDB: it was read from another kind of event store.',
    );
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

export function comparePositions(a: Position | undefined, b: Position | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [left, right] = [fromText(a), fromText(b)];
  return sign(left.commit - right.commit) || sign(left.prepare - right.prepare);
}

const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0);
