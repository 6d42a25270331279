import { type Decider, type DomainEvent, fold, type Typed } from '@guardian/kernel';
import type { Appended, EventMetadata, NewEvent, Position, RecordedEvent } from './event-store';

/** What a command did: the answer that every retry of it gets again. */
export interface Answer {
  readonly commandHash: string;
  readonly revision: number;
  readonly position: Position;
  /** How many events it appended. */
  readonly appended: number;
}

/** One stream in memory: its state, where it stands, and the answers that it has given. */
export class FoldedStream<S, C extends Typed, E extends DomainEvent, X> {
  state: S;
  revision = 0;
  position: Position | undefined;
  /** Of the newest event: who changed this last, and when. */
  last: EventMetadata | undefined;
  private readonly answers = new Map<string, Answer>();

  constructor(readonly decider: Decider<S, C, E, X>) {
    this.state = decider.initialState;
  }

  answerTo(commandId: string): Answer | undefined {
    return this.answers.get(commandId);
  }

  /** Events as read from the store, current in shape. */
  catchUp(events: readonly RecordedEvent[]): void {
    for (const event of events) this.add([event as unknown as E], event.metadata, event);
  }

  /** Events as just decided and stored. */
  appended(events: readonly E[], metadata: EventMetadata, appended: Appended): void {
    this.add(events, metadata, appended);
  }

  private add(events: readonly E[], metadata: NewEvent['metadata'], { revision, position }: Appended): void {
    this.state = fold((state, event) => this.decider.evolve(state, event), this.state, events);
    this.revision = revision;
    this.position = position;
    this.last = metadata;
    const { commandId, commandHash } = metadata;
    const before = this.answers.get(commandId)?.appended ?? 0;
    this.answers.set(commandId, { commandHash, revision, position, appended: before + events.length });
  }
}
