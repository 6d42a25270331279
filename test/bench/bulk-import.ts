import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '@guardian/event-store';
import type { Bench } from './bench';
import { copyIn } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio } from './rounds';
import { sampleEvent } from './sample-event';
import { withClient } from './server';

/** Streams that are written at the same time, and events in each append. */
const LANES = 8;
const EVENTS = 100;

/** Goal 5: many events at once through the store, beside COPY into the same table. */
export async function bulkImport({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Bulk import, in events a second');
  const total = quick ? 8_000 : 40_000;
  const [ours, bare] = [await server.database(), await server.database()];
  const store = new PostgresEventStore({ connectionString: ours });
  const events = Array.from({ length: EVENTS }, () => sampleEvent);
  const write = async (): Promise<void> => {
    for (let n = 0; n < total / LANES / EVENTS; n++) await store.append({ category: 'bench', id: randomUUID() }, 0, events);
  };
  const perSecond = await withClient(bare, (client) =>
    interleaved(rounds, {
      store: () => rate(total, () => Promise.all(Array.from({ length: LANES }, write))),
      copy: () => {
        const rows = lines(total);
        return rate(total, () => copyIn(client, 'events (stream_id, revision, category, type, data, metadata)', rows));
      },
    }),
  );
  await store.close();
  for (const url of [ours, bare]) await server.drop(url);
  const { store: imported, copy } = perSecond;
  const detail = `${short(median(imported))} beside ${short(median(copy))}`;
  report.goal({
    goal: 5,
    what: `${EVENTS} events an append, ${LANES} at a time : COPY in`,
    measured: ratio(imported, copy),
    atLeast: 0.5,
    detail,
  });
}

function lines(total: number): string[] {
  const rest = ['bench', sampleEvent.type, JSON.stringify(sampleEvent.data), JSON.stringify(sampleEvent.metadata)].join('\t');
  return Array.from({ length: total / EVENTS }, () => randomUUID()).flatMap((id) =>
    Array.from({ length: EVENTS }, (_, i) => `${id}\t${i + 1}\t${rest}\n`),
  );
}
