import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { forgetPositions } from '@guardian/projections';
import { Problem } from './problem';
import { logOf, withDatabaseAsItIs } from './service-database';

/** `guardian log-moved`: the log that the configuration names now is a copy of the one that the lists were folded from. */
export async function run(args: string[]): Promise<number> {
  parseArgs({ args });
  const config = loadConfig();
  await withDatabaseAsItIs(config, console.error, async (databaseUrl) => {
    const store = openEventStore(logOf(config, databaseUrl));
    try {
      if ((await store.head()) === undefined) throw new Problem('The log is empty: bring the events into it with guardian copy-log first.');
    } finally {
      await store.close();
    }
    await forgetPositions(databaseUrl);
  });
  console.log(
    'The lists go on from the beginning of the log where it is now. Next: build them anew with guardian replay, and start Guardian.',
  );
  return 0;
}
