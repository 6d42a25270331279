import { EventRefused, type NewEvent, type StreamId } from './event-store';

/** An event as text, ready to be stored. */
export interface EncodedEvent {
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Events that go into one stream together or not at all. */
export interface EncodedAppend {
  readonly stream: StreamId;
  readonly expectedRevision: number;
  readonly events: readonly EncodedEvent[];
}

/** EventStoreDB takes 1 MiB in one append by default; half of it leaves room, and letters do not belong into events. */
const MOST_BYTES = 512 * 1024;

/** What the id of every stream looks like; nothing is stored under any other. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CATEGORY = /^[a-z][a-z0-9_]{0,39}$/;
const TYPE = /^[A-Za-z][A-Za-z0-9_.]{0,99}$/;
// How JSON.stringify writes NUL and half a surrogate pair: a backslash that is not itself escaped, then u and the number.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Everything a store refuses before it asks its database, the same in each of them. Throws EventRefused. */
export function encode(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): EncodedEvent[] {
  refuseUnless(UUID.test(stream.id), 'the stream id is not a UUID in lower case');
  refuseUnless(CATEGORY.test(stream.category), 'the category is not a short word in lower case');
  refuseUnless(Number.isSafeInteger(expectedRevision) && expectedRevision >= 0, 'the expected revision is not a whole number from 0');
  refuseUnless(events.length > 0, 'there is no event');
  const encoded = events.map(({ type, data, metadata }) => {
    refuseUnless(TYPE.test(type), 'the event type is not a word');
    return { type, data: asJson(data), metadata: asJson(metadata) };
  });
  const bytes = encoded.reduce((sum, event) => sum + Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata), 0);
  refuseUnless(bytes <= MOST_BYTES, `it is ${bytes} bytes long and ${MOST_BYTES} is the most`);
  return encoded;
}

function asJson(value: object): string {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    throw new EventRefused('it cannot be written as JSON');
  }
  refuseUnless(text.startsWith('{'), 'data and metadata are JSON objects');
  refuseUnless(!UNSTORABLE.test(text), 'it has a character that no text may have (NUL or half of a surrogate pair)');
  return text;
}

function refuseUnless(holds: boolean, reason: string): void {
  if (!holds) throw new EventRefused(reason);
}
