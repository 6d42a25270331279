import { randomUUID } from 'node:crypto';
import { caseloadReadModels } from '@guardian/caseload';
import { type EventStore, openEventStore, PostgresEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { replay } from '@guardian/projections';
import type { Bench } from './bench';
import { demoLog } from './demo-log';
import { benchLog } from './log';
import { short } from './report';
import { interleaved, median, ratio, type Rounds, timed } from './rounds';
import { sampleEvent } from './sample-event';

const GOAL = 26;
const readModels = [...caseloadReadModels, ...oversightReadModels];

/** What it costs that personal data is sealed: the same work on the same events, sealed and in the clear. */
export async function sealing({ server, report, rounds, quick }: Bench): Promise<void> {
  const [cases, appends] = quick ? [30, 400] : [500, 4_000];
  const { sealed, plain, events } = await demoLog(server, cases);
  report.heading(`What sealing costs, ${short(events)} events of the demonstration`);
  const open = { sealed: () => openEventStore(benchLog(sealed)), plain: () => new PostgresEventStore({ connectionString: plain }) };
  const stores = { sealed: open.sealed(), plain: open.plain() };
  const each = (work: (store: EventStore, url: string) => Promise<number>) =>
    interleaved(rounds, { sealed: () => work(stores.sealed, sealed), plain: () => work(stores.plain, plain) });
  const fact = (what: string, { sealed: of, plain: beside }: Rounds<'sealed' | 'plain'>) =>
    report.fact(`${what}: in the clear`, `${short(ratio(of, beside))}   ${short(median(of))} : ${short(median(beside))} ms for all`);

  fact(`${short(appends)} appends of one event, 8 writers`, await each((store) => appended(store, appends)));
  fact(`${short(appends)} new streams of one event, 8 writers`, await each((store) => begun(store, appends)));
  const id = randomUUID();
  for (const store of [stores.sealed, stores.plain]) await store.append({ category: 'bench', id }, 0, Array(40).fill(sampleEvent));
  fact(`${short(appends / 4)} readings of a stream of 40 events, 8 readers`, await each((store) => readOften(store, id, appends / 4)));
  const { sealed: of, plain: beside } = await each((store, url) => timed(() => replay({ url, store, readModels })));
  report.goal({
    goal: GOAL,
    what: 'all read models from the log: in the clear',
    measured: ratio(of, beside),
    atMost: 1.5,
    detail: `${short(median(of))} : ${short(median(beside))} ms, 1 worker`,
  });
  await Promise.all([stores.sealed.close(), stores.plain.close()]);
  await Promise.all([server.drop(sealed), server.drop(plain)]);
}

const WRITERS = 8;
const atOnce = (work: () => Promise<void>) => timed(() => Promise.all(Array.from({ length: WRITERS }, work)));

const appended = (store: EventStore, count: number) =>
  atOnce(async () => {
    const stream = { category: 'bench', id: randomUUID() };
    for (let n = 0; n < count / WRITERS; n++) await store.append(stream, n, [sampleEvent]);
  });

const begun = (store: EventStore, count: number) =>
  atOnce(async () => {
    for (let n = 0; n < count / WRITERS; n++) await store.append({ category: 'bench', id: randomUUID() }, 0, [sampleEvent]);
  });

const readOften = (store: EventStore, id: string, count: number) =>
  atOnce(async () => {
    for (let n = 0; n < count / WRITERS; n++) await store.read({ category: 'bench', id });
  });
