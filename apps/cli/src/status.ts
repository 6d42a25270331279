import { parseArgs } from 'node:util';
import { caseloadReadModels } from '@guardian/caseload';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { ProjectionStatus } from '@guardian/projections';
import { withServiceDatabase } from './service-database';

/** `guardian status`: how old each list is, and what stands still. Exit code 1 when something needs attention. */
export async function run(args: string[]): Promise<number> {
  parseArgs({ args });
  return withServiceDatabase(loadConfig(), console.error, async (url, log) => {
    const store = openEventStore(log);
    const status = new ProjectionStatus({ url, store, readModels: [...caseloadReadModels, ...oversightReadModels] });
    try {
      const all = await status.all();
      for (const { name, running, behindSeconds, parked } of all) {
        const age = behindSeconds === 0 ? 'up to date' : `${Math.ceil(behindSeconds)} s behind`;
        console.log(`${name}: ${age}, ${running ? 'folded by a worker' : 'no worker folds it'}${parked ? `, ${parked} out of date` : ''}`);
      }
      return all.every(({ behindSeconds, parked }) => behindSeconds <= 60 && parked === 0) ? 0 : 1;
    } finally {
      await status.close();
      await store.close();
    }
  });
}
