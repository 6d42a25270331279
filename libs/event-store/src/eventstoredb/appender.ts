import { randomUUID } from 'node:crypto';
import type { AppendResult, EventData, EventStoreDBClient, JSONType, WrongExpectedVersionError } from '@eventstore/db-client';
import { type Appended, EventRefused, type NewEvent, StreamConflict, type StreamId, streamName } from '../event-store';
import { errorType, type Patience, Silence, untilAnswered, within } from './attempts';
import { streamDamaged } from './guardian-events';
import type { LogPages } from './log-pages';
import { asText } from './positions';
import type { AppendingClient } from './shared-clients';

/** One answer may get lost; a second silence is the connection's. */
const SILENCES = 2;

/** Appends until it is known what became of it. */
export class Appender {
  constructor(
    private readonly client: AppendingClient,
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
    const sent = events.map(eventData);
    const revision = expectedRevision + events.length;
    const name = streamName(stream);
    let silences = 0;
    return untilAnswered(this.patience.patienceMs, this.isOver, async (attempt) => {
      const client = await this.client.current();
      try {
        const position = await this.send(client, stream, expectedRevision, sent);
        // the answer to events that were there already does not tell their place reliably
        return { revision, position: attempt === 1 ? asText(position) : await this.positionOf(name, revision) };
      } catch (error) {
        if (error instanceof Silence && ++silences >= SILENCES) this.client.replace(client);
        throw error;
      }
    });
  }

  private async send(
    client: EventStoreDBClient,
    stream: StreamId,
    expectedRevision: number,
    events: readonly EventData[],
  ): Promise<AppendResult['position']> {
    const name = streamName(stream);
    const expected = expectedRevision === 0 ? 'no_stream' : BigInt(expectedRevision - 1);
    try {
      const answer = await within(
        this.patience.answerWithinMs,
        client.appendToStream(name, [...events], { expectedRevision: expected, requiresLeader: true }),
      );
      if (answer.nextExpectedRevision !== BigInt(expectedRevision + events.length - 1)) throw streamDamaged(name);
      return answer.position;
    } catch (error) {
      if (errorType(error) === 'wrong-expected-version') {
        const { actualVersion } = error as WrongExpectedVersionError;
        throw new StreamConflict(stream, expectedRevision, typeof actualVersion === 'bigint' ? Number(actualVersion) + 1 : 0);
      }
      if (errorType(error) === 'maximum-append-size-exceeded')
        throw new EventRefused('it is more than this EventStoreDB takes in one append');
      if (errorType(error) === 'stream-deleted') throw streamDamaged(name);
      throw error;
    }
  }

  private async positionOf(name: string, revision: number) {
    const [event] = await this.pages.ofStream(name, BigInt(revision - 1), 1);
    return asText(event?.position);
  }
}

// Encoded once before, so it is known that the client will find nothing in it that JSON cannot write.
const eventData = ({ type, data, metadata }: NewEvent): EventData => ({
  id: randomUUID(),
  contentType: 'application/json',
  type,
  data: data as JSONType,
  metadata: metadata as unknown as JSONType & object,
});
