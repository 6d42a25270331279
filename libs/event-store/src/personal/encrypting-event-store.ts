import { DomainError } from '@guardian/kernel';
import { encode } from '../encode';
import {
  type Appended,
  type EventMetadata,
  type EventStore,
  type LogShare,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type StreamId,
  streamName,
} from '../event-store';
import { asErased } from './as-erased';
import type { DataKey, DataKeys, KeyRing } from './data-keys';
import { seal, unseal } from './sealed-text';

/** `personal` of an event as the log keeps it. */
interface Sealed {
  /** Base64 of `seal`, bound to stream, type and revision. */
  readonly aes256gcm: string;
  /** Id of the data key. */
  readonly key: string;
  /** What is read in its place when the key was destroyed. */
  readonly erased: object;
}

type WithPersonal = Readonly<Record<string, unknown>> & { readonly personal: object };

/**
 * The port over another store: what stands under `personal` in the data of an event (docs/adr/0005) is sealed with the key of its stream
 * before it is stored, and opened when it is read. Whoever folds events knows nothing of it. Events from before keys, and those without
 * personal data, pass as they are. Errors: those of the store, and `KeyMissing`.
 */
export class EncryptingEventStore implements EventStore {
  private closing: Promise<void> | undefined;

  constructor(
    private readonly inner: EventStore,
    private readonly keys: DataKeys,
  ) {}

  async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    if (!events.some(({ data }) => hasPersonal(data))) return this.inner.append(stream, expectedRevision, events);
    // what cannot be stored is refused for its own sake: sealed, anything can
    encode(stream, expectedRevision, events);
    const key = await this.keys.forWriting(stream.id, expectedRevision === 0);
    return this.inner.append(
      stream,
      expectedRevision,
      events.map((event, nth) => sealed(event, key, placeOf(stream, event.type, expectedRevision + nth + 1))),
    );
  }

  async read(stream: StreamId, afterRevision?: number): Promise<RecordedEvent[]> {
    const events = await this.inner.read(stream, afterRevision);
    if (!events.some(({ data }) => isSealed(data))) return events;
    const ring = await this.keys.of([stream.id]);
    return events.map((event) => ({ ...event, data: opened(event, ring) }));
  }

  /** Whether personal data of these streams stands in the log as it was written, from before there were keys: destroying keys would not erase it. */
  async hasUnsealed(streams: readonly StreamId[]): Promise<boolean> {
    for (const stream of streams) {
      const events = await this.inner.read(stream);
      if (events.some(({ data }) => hasPersonal(data) && !isSealed(data))) return true;
    }
    return false;
  }

  /** A page is opened event by event as it is looked at: most readers pass over most events. */
  async readAll(after: Position | undefined, limit: number, share?: LogShare): Promise<RecordedEvent[]> {
    const events = await this.inner.readAll(after, limit, share);
    if (events.length === 0) return events;
    const ring = await this.keys.of([...new Set(events.map(({ stream }) => stream.id))]);
    return events.map((event) => new OpenedEvent(event, ring));
  }

  head(): Promise<Position | undefined> {
    return this.inner.head();
  }

  secondsBehind(after: Position | undefined): Promise<number> {
    return this.inner.secondsBehind(after);
  }

  waitForEvents(after: Position | undefined, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    return this.inner.waitForEvents(after, timeoutMs, signal);
  }

  compare(a: Position | undefined, b: Position | undefined): number {
    return this.inner.compare(a, b);
  }

  close(): Promise<void> {
    this.closing ??= this.inner.close().then(() => this.keys.close());
    return this.closing;
  }
}

class OpenedEvent implements RecordedEvent {
  readonly stream: StreamId;
  readonly revision: number;
  readonly position: Position;
  readonly type: string;
  private openedData: object | undefined;

  constructor(
    private readonly stored: RecordedEvent,
    private readonly ring: KeyRing,
  ) {
    this.stream = stored.stream;
    this.revision = stored.revision;
    this.position = stored.position;
    this.type = stored.type;
  }

  get data(): object {
    return (this.openedData ??= opened(this.stored, this.ring));
  }

  get metadata(): EventMetadata {
    return this.stored.metadata;
  }
}

const placeOf = (stream: StreamId, type: string, revision: number): string => `${streamName(stream)} ${revision} ${type}`;

const hasPersonal = (data: object): data is WithPersonal => {
  const { personal } = data as Partial<WithPersonal>;
  return typeof personal === 'object' && personal !== null;
};

const isSealed = (data: object): data is { readonly personal: Sealed } =>
  hasPersonal(data) && typeof (data.personal as Partial<Sealed>).aes256gcm === 'string';

function sealed(event: NewEvent, { id, key }: DataKey, place: string): NewEvent {
  if (!hasPersonal(event.data)) return event;
  const { personal } = event.data;
  const text = seal(key, Buffer.from(JSON.stringify(personal)), place);
  const stored: Sealed = { aes256gcm: text.toString('base64'), key: id, erased: asErased(personal) as object };
  return { ...event, data: { ...event.data, personal: stored } };
}

function opened({ stream, type, revision, data }: RecordedEvent, ring: KeyRing): object {
  if (!isSealed(data)) return data;
  const { aes256gcm, key: id, erased } = data.personal;
  const key = ring.key(id);
  if (!key) return { ...data, personal: erased };
  const place = placeOf(stream, type, revision);
  return { ...data, personal: JSON.parse(textOf(key, aes256gcm, place)) as object };
}

function textOf(key: Buffer, base64: string, place: string): string {
  try {
    return unseal(key, Buffer.from(base64, 'base64'), place).toString();
  } catch {
    throw new DomainError('EventDamaged', 'A part of this record was changed behind Guardian, or stands in the wrong place.', { place });
  }
}
