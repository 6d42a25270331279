import { fork } from 'node:child_process';
import { once } from 'node:events';
import { EventStoreDBClient, type EventData, NO_STREAM } from '@eventstore/db-client';
import { EventStoreDbEventStore } from '@guardian/event-store';
import { v4 as newUuid } from 'uuid';
import type { Bench } from './bench';
import { interleaved, median, ratio } from './rounds';
import { short } from './report';
import { sampleEvent } from './sample-event';
import { writeFor } from './writers';

/** Many short turns: the two differ by less than this machine does from one second to the next. */
const TURN_MS = 400;
const TURNS_A_ROUND = 6;
const BATCH = 50;

/** What a store on EventStoreDB adds to its bare client. Both append to the same double of the protocol, in a process of its own. */
export async function eventStoreDb(bench: Bench): Promise<void> {
  bench.report.heading('EventStoreDB: the store beside the bare client, on the same double, in appends a second');
  const double = fork('test/faults/event-store/run-typescript.cjs', ['test/eventstoredb-double/process.ts']);
  const [url] = (await once(double, 'message')) as [string];
  const store = new EventStoreDbEventStore({ connectionString: url });
  const client = EventStoreDBClient.connectionString(url);
  try {
    for (const { writers, events } of [
      { writers: 1, events: 1 },
      { writers: 8, events: 1 },
      { writers: 64, events: 1 },
      { writers: 8, events: BATCH },
    ]) {
      await by({ writers, events }, store, client, bench);
    }
  } finally {
    await store.close();
    await client.dispose();
    double.kill();
  }
}

async function by(
  { writers, events }: { readonly writers: number; readonly events: number },
  store: EventStoreDbEventStore,
  client: EventStoreDBClient,
  { report, rounds, quick }: Bench,
): Promise<void> {
  const batch = Array.from({ length: events }, () => sampleEvent);
  const appendBy = {
    store: (id: string, appends: number) => store.append({ category: 'bench', id }, appends * events, batch),
    client: (id: string, appends: number) =>
      client.appendToStream(`bench-${id}`, batch.map(eventData), {
        expectedRevision: appends === 0 ? NO_STREAM : BigInt(appends * events - 1),
      }),
  };
  const cpu = { store: [] as number[], client: [] as number[] };
  const run = (name: keyof typeof appendBy) => async (): Promise<number> => {
    const before = process.cpuUsage();
    const { perSecond, count } = await writeFor(TURN_MS, writers, appendBy[name]);
    const { user, system } = process.cpuUsage(before);
    cpu[name].push((user + system) / count);
    return perSecond;
  };
  for (const append of Object.values(appendBy)) await writeFor(300, writers, append); // code warm
  const perSecond = await interleaved(quick ? rounds : rounds * TURNS_A_ROUND, { store: run('store'), client: run('client') });
  const what = `${writers} ${writers === 1 ? 'writer' : 'writers'}${events > 1 ? `, ${events} events an append` : ''} : bare client`;
  const detail = `${short(median(perSecond.store))} beside ${short(median(perSecond.client))}; CPU of an append ${short(median(cpu.store))} beside ${short(median(cpu.client))} µs`;
  report.goal({ goal: 20, what, measured: ratio(perSecond.store, perSecond.client), atLeast: 0.8, detail });
}

const eventData = (): EventData => ({
  id: newUuid(),
  contentType: 'application/json',
  type: sampleEvent.type,
  data: { ...sampleEvent.data },
  metadata: { ...sampleEvent.metadata, actor: { ...sampleEvent.metadata.actor } },
});
