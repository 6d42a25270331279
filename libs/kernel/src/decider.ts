/** A plain value with a type: what commands and events are made of. */
export interface Typed {
  readonly type: string;
}

/** An event as the domain sees it: a written literal in the past tense and its facts. */
export interface DomainEvent extends Typed {
  readonly data: object;
}

/** `E<'CaseClosed', { reason: string }>`: the one way event types are written. */
export interface E<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

/**
 * Marks the part of an event that identifies or describes a person. It is always the one key `personal`, so that the store's
 * codec can encrypt it with the patient's own key without knowing any event type.
 */
export interface Personal<P extends object> {
  readonly personal: Readonly<P>;
}

/**
 * How one kind of stream decides. `evolve` never refuses history. `decide` returns the events that follow from a command, `[]` when
 * it is already so, or throws a DomainError. Neither knows a clock, a database or chance: `Context` brings what they need.
 */
export interface Decider<State, Command extends Typed, Event extends DomainEvent, Context = void> {
  readonly category: string;
  readonly initialState: State;
  evolve(state: State, event: Event): State;
  decide(command: Command, state: State, context: Context): readonly Event[];
}

export function fold<State, Event>(evolve: (state: State, event: Event) => State, initial: State, events: readonly Event[]): State {
  return events.reduce(evolve, initial);
}
