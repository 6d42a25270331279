import type { RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { DomainError } from '@guardian/kernel';
import type { EventMetadata, RecordedEvent, StreamId } from '../event-store';
import { asText } from './positions';

/** Names of Guardian's streams, `<category>-<uuid>`: also the filter that the server applies for us. */
export const STREAM_NAME = '^[a-z][a-z0-9_]{0,39}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const STREAM = new RegExp(STREAM_NAME);
const UUID_LENGTH = 36;

/** Undefined for what the server or somebody else wrote: it stands in the same log. */
export function streamOf({ streamId, type }: ClientEvent): StreamId | undefined {
  // the end of a deleted stream is noted in the stream itself
  if (type.startsWith('$') || !STREAM.test(streamId)) return undefined;
  return { category: streamId.slice(0, -UUID_LENGTH - 1), id: streamId.slice(-UUID_LENGTH) };
}

/** Throws DomainError `EventUnreadable` for one that Guardian cannot have written: the client hands out broken JSON as text. */
export function recorded(stream: StreamId, { revision, position, type, data, metadata }: ClientEvent): RecordedEvent {
  if (!isJsonObject(data) || !isJsonObject(metadata)) {
    throw new DomainError('EventUnreadable', 'An event in a stream of Guardian is not JSON: somebody else has written it.', {
      stream: `${stream.category}-${stream.id}`,
      revision: Number(revision) + 1,
    });
  }
  return {
    stream,
    revision: Number(revision) + 1,
    position: asText(position),
    type,
    data,
    metadata: metadata as unknown as EventMetadata,
  };
}

const isJsonObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

export const streamDamaged = (stream: string): DomainError =>
  new DomainError('StreamDamaged', 'A part of this record was deleted in EventStoreDB, which Guardian never does. It must be restored.', {
    stream,
  });
