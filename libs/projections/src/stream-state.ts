import { type EventMetadata, type Position, type RecordedEvent, type Upcasters, upcast } from '@guardian/event-store';
import type { DomainEvent } from '@guardian/kernel';
import { type AnyReadModel, type EventOf, ignored, type Rows } from './read-model';
import type { RowTable } from './row-table';
import { StreamRows } from './stream-rows';
import { withoutPersonalData } from './without-personal-data';

/** Why a stream is parked. Names and places in the code only: an error's message may quote what stands in a patient's record. */
export interface Parking {
  /** When the first event that is missing from the rows was recorded: "out of date since". */
  readonly outOfDateSince: string;
  readonly revision: number;
  readonly error: string;
  /** Automatic tries made after the first failure. */
  readonly tries: number;
  /** Undefined: no more automatic tries. */
  readonly retryAt: Date | undefined;
}

/** Automatic tries made so far, and how long after each failure the next one follows. */
export interface Retry {
  readonly tries: number;
  readonly afterMs: readonly number[];
}

/** One stream in one read model: how far it is folded, and its rows. Folding a parked one changes nothing: its later events wait. */
export class StreamState {
  readonly rows: StreamRows;
  parking: Parking | undefined;

  constructor(
    readonly id: string,
    shapes: readonly RowTable[],
    public revision: number,
    inPlace: boolean,
  ) {
    this.rows = new StreamRows(id, shapes, inPlace);
  }

  fold(model: AnyReadModel, upcasters: Upcasters, event: RecordedEvent, retry: Retry): void {
    if (this.parking || event.revision <= this.revision) return;
    try {
      if (event.revision !== this.revision + 1) throw new RevisionMissing(this.revision + 1);
      const current = upcast(upcasters, event);
      const handle = handlerOf(model, current.type);
      if (handle) this.rows.attempt(handle, new HandledEvent(current));
      this.revision = event.revision;
    } catch (error) {
      this.park(event, error, retry);
    }
  }

  park(event: RecordedEvent, error: unknown, retry: Retry): void {
    const after = retry.afterMs[retry.tries];
    this.parking = {
      outOfDateSince: event.metadata.recordedAt,
      revision: event.revision,
      error: `${event.type}: ${withoutPersonalData(error)}`,
      tries: retry.tries,
      retryAt: after === undefined ? undefined : new Date(Date.now() + after),
    };
  }
}

/** As handlers see it. It asks the event for what a handler asks for: an event of the log is parsed when it is looked at. */
class HandledEvent implements EventOf<DomainEvent> {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: Position;

  constructor(private readonly event: RecordedEvent) {
    this.id = event.stream.id;
    this.type = event.type;
    this.revision = event.revision;
    this.position = event.position;
  }

  get data(): object {
    return this.event.data;
  }

  get metadata(): EventMetadata {
    return this.event.metadata;
  }
}

class RevisionMissing extends Error {
  constructor(revision: number) {
    super();
    this.name = `RevisionMissing ${revision}`;
  }
}

class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
}

type Handler = (rows: Rows, event: object) => void;

function handlerOf(model: AnyReadModel, type: string): Handler | undefined {
  const handler = Object.hasOwn(model.on, type) ? (model.on as Record<string, Handler | typeof ignored>)[type] : undefined;
  if (handler === undefined) throw new UnknownEventType();
  return handler === ignored ? undefined : handler;
}
