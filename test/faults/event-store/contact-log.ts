import type { Actor, EventStore, HandleOptions } from '@guardian/event-store';
import { StreamRunner } from '@guardian/event-store';
import { type Decider, type E, systemClock } from '@guardian/kernel';

export interface RecordContact {
  readonly type: 'RecordContact';
  readonly outcome: string;
}

/** Each command appends three events, so that a command stored in part would show. */
export const contactLog: Decider<number, RecordContact, E<'ContactRecorded', { outcome: string; part: number }>> = {
  category: 'case',
  initialState: 0,
  evolve: (contacts, event) => contacts + (event.data.part === 3 ? 1 : 0),
  decide: ({ outcome }) => [1, 2, 3].map((part) => ({ type: 'ContactRecorded', data: { outcome, part } })),
};

export const actor: Actor = { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' };

export const recordContact = (commandId: string): [RecordContact, HandleOptions<void>] => [
  { type: 'RecordContact', outcome: `outcome of ${commandId}` },
  { commandId, actor, context: undefined },
];

export const runnerOn = (store: EventStore) => new StreamRunner(store, systemClock);
