import { openEventStore, PostgresEventStore } from '@guardian/event-store';
import { generateDemo } from '../../apps/cli/src/demo/generate-demo';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import { benchLog } from './log';
import type { BenchServer } from './server';

/** The events of a demonstration in two databases: as they are kept, and with their personal data in the clear. */
export async function demoLog(server: BenchServer, cases: number): Promise<{ sealed: string; plain: string; events: number }> {
  const [sealed, plain] = [await server.database(), await server.database()];
  await loadReferenceData(benchLog(sealed));
  await generateDemo({ ...benchLog(sealed), lookupKey: 'for the bench only, for the bench only', cases, seed: 1 });
  return { sealed, plain, events: await copyOpened(sealed, plain) };
}

async function copyOpened(from: string, to: string): Promise<number> {
  const [source, target] = [openEventStore(benchLog(from)), new PostgresEventStore({ connectionString: to })];
  let events = 0;
  try {
    for (let page = await source.readAll(undefined, 1_000); page.length > 0; page = await source.readAll(page.at(-1)?.position, 1_000)) {
      for (const { stream, revision, type, data, metadata } of page) await target.append(stream, revision - 1, [{ type, data, metadata }]);
      events += page.length;
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
  return events;
}
