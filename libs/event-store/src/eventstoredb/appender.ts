import { randomUUID } from 'node:crypto';
import {
  type EventData,
  type EventStoreDBClient,
  jsonEvent,
  type JSONEventType,
  NO_STREAM,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { DomainError } from '@guardian/kernel';
import { type Appended, EventRefused, type NewEvent, StreamConflict, type StreamId, streamName } from '../event-store';
import { errorType, type Patience, untilAnswered, within } from './attempts';
import type { LogPages } from './log-pages';
import { asText } from './positions';

/** Appends until it is known what became of it. */
export class Appender {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly pages: LogPages,
    private readonly patience: Patience,
    private readonly isOver: () => boolean,
  ) {}

  /**
   * The ids are made once, before the first try: the server looks whether the events at these revisions have these ids, so an append
   * that was stored and not answered is answered when it is sent again, and one that lost to another writer is a conflict. They say
   * nothing about the command: of two processes that answer one command at the same time, one must hear of the conflict.
   */
  async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    const sent = events.map(({ type, data, metadata }) =>
      jsonEvent({ id: randomUUID(), type, data, metadata } as unknown as JSONEventType),
    );
    const revision = expectedRevision + events.length;
    const name = streamName(stream);
    return untilAnswered(this.patience.patienceMs, this.isOver, async (attempt) => {
      const position = await this.send(stream, name, expectedRevision, sent);
      // the answer to events that were there already does not tell their place reliably
      return { revision, position: attempt === 1 ? asText(position) : await this.positionOf(name, revision) };
    });
  }

  private async send(stream: StreamId, name: string, expectedRevision: number, events: readonly EventData[]) {
    const expected = expectedRevision === 0 ? NO_STREAM : BigInt(expectedRevision - 1);
    try {
      const answer = await within(
        this.patience.answerWithinMs,
        this.client.appendToStream(name, [...events], { expectedRevision: expected, requiresLeader: true }),
      );
      if (answer.nextExpectedRevision !== BigInt(expectedRevision + events.length - 1)) throw streamDamaged(name);
      return answer.position;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) {
        const { actualVersion } = error;
        throw new StreamConflict(stream, expectedRevision, typeof actualVersion === 'bigint' ? Number(actualVersion) + 1 : 0);
      }
      if (errorType(error) === 'maximum-append-size-exceeded')
        throw new EventRefused('it is more than this EventStoreDB takes in one append');
      if (errorType(error) === 'stream-deleted') throw streamDamaged(name);
      throw error;
    }
  }

  private async positionOf(name: string, revision: number) {
    const [event] = (await this.pages.ofStream(name, BigInt(revision - 1), 1)) ?? [];
    return asText(event?.position);
  }
}

export const streamDamaged = (stream: string): DomainError =>
  new DomainError('StreamDamaged', 'A part of this record was deleted in EventStoreDB, which Guardian never does. It must be restored.', {
    stream,
  });
