import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, type Decider, type DomainEvent, DomainError, type Typed } from '@guardian/kernel';
import { commandHash } from './command-hash';
import {
  type Actor,
  EventRefused,
  type EventMetadata,
  type EventStore,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
  StreamConflict,
  type StreamId,
  streamName,
} from './event-store';
import { type Answer, FoldedStream } from './folded-stream';
import { Turns } from './turns';
import { upcast, type Upcasters } from './upcast';

export interface HandleOptions<X> {
  /** From the client, made once per intention: 1 to 200 characters. The same id again gets the first answer. */
  readonly commandId: string;
  readonly actor: Actor;
  /** What the decider needs besides the command and the state. */
  readonly context: X;
  /** The revision that the person was looking at; leave it out when the command may meet whatever stands there now. */
  readonly ifRevision?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
}

export interface Handled {
  readonly stream: StreamId;
  /** Of the command's last event; where the stream stands when it appended nothing. */
  readonly revision: number;
  /** Of the command's last event: a read model that has reached it shows what the command did. Undefined for an empty stream. */
  readonly position: Position | undefined;
  readonly appended: number;
  /** True when the command had been answered before. */
  readonly replayed: boolean;
}

export interface StreamRunnerOptions {
  readonly upcasters?: Upcasters;
  /** How often a command is decided anew because another process was faster. Default 30. */
  readonly attempts?: number;
  /** How many commands may wait for one stream before StoreBusy. Default 10,000. */
  readonly mostWaiting?: number;
}

/** The one way by which a command becomes events: read, fold, decide, append at the revision that was read. */
export class StreamRunner {
  /** What is kept from one command on a stream to the next that already waits: the stream, folded. */
  private readonly turns: Turns<unknown>;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly options: StreamRunnerOptions = {},
  ) {
    this.turns = new Turns(options.mostWaiting ?? 10_000);
  }

  /**
   * Resolves when the events are durable. Throws the decider's own refusal; `CommandIdReused` (same id, other command);
   * `StreamMovedOn` with `revision`, `by` and `at` (`ifRevision` is not where the stream stands); and the errors of `EventStore`.
   */
  async handle<S, C extends Typed, E extends DomainEvent, X>(
    decider: Decider<S, C, E, X>,
    id: string,
    command: C,
    options: HandleOptions<X>,
  ): Promise<Handled> {
    if (options.commandId === '' || options.commandId.length > 200) throw new EventRefused('a command id has 1 to 200 characters');
    const stream = { category: decider.category, id };
    return this.turns.take(streamName(stream), async (turn) => {
      const inMemory = turn.kept as FoldedStream<S, C, E, X> | undefined;
      const known = inMemory?.decider === decider;
      const folded = known ? inMemory : new FoldedStream(decider);
      try {
        if (!known) await this.catchUp(stream, folded);
        turn.kept = folded;
        return await this.decideAndAppend(stream, folded, command, options, !known);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        turn.kept = undefined;
        return await this.answerInDoubt(stream, decider, command, options.commandId, error);
      }
    });
  }

  /** A stream as it stands, and all that happened in it, oldest first. An unknown stream has the initial state and revision 0. */
  async load<S, C extends Typed, E extends DomainEvent, X>(
    decider: Decider<S, C, E, X>,
    id: string,
  ): Promise<{ state: S; revision: number; events: RecordedEvent<E>[] }> {
    const folded = new FoldedStream(decider);
    const events = await this.catchUp({ category: decider.category, id }, folded);
    return { state: folded.state, revision: folded.revision, events: events as RecordedEvent<E>[] };
  }

  private async decideAndAppend<S, C extends Typed, E extends DomainEvent, X>(
    stream: StreamId,
    folded: FoldedStream<S, C, E, X>,
    command: C,
    options: HandleOptions<X>,
    justRead: boolean,
  ): Promise<Handled> {
    let fresh = justRead;
    for (let attempt = 1; ; attempt++) {
      const first = folded.answerTo(options.commandId);
      if (first) return replayed(stream, first, command, options.commandId);
      let events: readonly E[] = [];
      try {
        events = decide(folded, command, options);
      } catch (refusal) {
        if (fresh) throw refusal;
      }
      if (events.length === 0) {
        if (fresh) return { stream, revision: folded.revision, position: folded.position, appended: 0, replayed: false };
        // An append is checked by the store. A refusal, or "already so", is not: it must not rest on what another process made old.
        await this.catchUp(stream, folded);
        fresh = true;
        continue;
      }
      const metadata = this.metadata(command, options);
      try {
        const appended = await this.store.append(
          stream,
          folded.revision,
          events.map(({ type, data }) => ({ type, data, metadata })),
        );
        folded.appended(events, metadata, appended);
        return { stream, ...appended, appended: events.length, replayed: false };
      } catch (error) {
        if (!(error instanceof StreamConflict) || attempt >= (this.options.attempts ?? 30)) throw error;
        await pause(Math.random() * Math.min(2 ** attempt, 50));
        await this.catchUp(stream, folded);
        fresh = true;
      }
    }
  }

  /** The store did not say whether it stored: look once. Not there does not mean never, so the doubt stays. */
  private async answerInDoubt<S, C extends Typed, E extends DomainEvent, X>(
    stream: StreamId,
    decider: Decider<S, C, E, X>,
    command: C,
    commandId: string,
    doubt: StoreUnavailable,
  ): Promise<Handled> {
    const folded = new FoldedStream(decider);
    try {
      await this.catchUp(stream, folded);
    } catch {
      throw doubt;
    }
    const first = folded.answerTo(commandId);
    if (!first) throw doubt;
    return replayed(stream, first, command, commandId);
  }

  private async catchUp<S, C extends Typed, E extends DomainEvent, X>(
    stream: StreamId,
    folded: FoldedStream<S, C, E, X>,
  ): Promise<RecordedEvent[]> {
    const read = await this.store.read(stream, folded.revision);
    const events = read.map((event) => upcast(this.options.upcasters ?? {}, event));
    folded.catchUp(events);
    return events;
  }

  private metadata<X>(command: object, { commandId, actor, correlationId, causationId }: HandleOptions<X>): EventMetadata {
    return {
      commandId,
      commandHash: commandHash(command),
      recordedAt: this.clock.now().toISOString(),
      actor,
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
    };
  }
}

function decide<S, C extends Typed, E extends DomainEvent, X>(
  { decider, state, revision, last }: FoldedStream<S, C, E, X>,
  command: C,
  { ifRevision, context }: HandleOptions<X>,
): readonly E[] {
  if (ifRevision === undefined || ifRevision === revision) return decider.decide(command, state, context);
  const facts = { revision, by: last?.actor.name, at: last?.recordedAt };
  throw new DomainError('StreamMovedOn', 'This was changed after you opened it. Look at what changed, then try again.', facts);
}

function replayed(stream: StreamId, { commandHash: firstHash, ...answer }: Answer, command: object, commandId: string): Handled {
  if (firstHash !== commandHash(command)) {
    throw new DomainError('CommandIdReused', 'This form was already sent with other content. Open it again and send it once more.', {
      commandId,
    });
  }
  return { stream, ...answer, replayed: true };
}
