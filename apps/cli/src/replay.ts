import { parseArgs } from 'node:util';
import { caseloadReadModels } from '@guardian/caseload';
import { loadConfig } from '@guardian/config';
import { PostgresEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { replay, type ReplayProgress } from '@guardian/projections';
import { Problem } from './problem';
import { withServiceDatabase } from './service-database';

const READ_MODELS = [...caseloadReadModels, ...oversightReadModels];

/** `guardian replay <read-model>`: builds it anew beside the live one, from the first event on, and switches when it has caught up. */
export async function run(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const readModel = READ_MODELS.find(({ name }) => name === positionals[0]);
  if (!readModel || positionals.length > 1) {
    throw new Problem(`Name one read model: guardian replay ${READ_MODELS.map(({ name }) => name).join(' | ')}`);
  }
  return withServiceDatabase(loadConfig(), console.error, async (url) => {
    const store = new PostgresEventStore({ connectionString: url });
    let said = '';
    const onProgress = ({ phase, events }: ReplayProgress): void => {
      const line = `${phase}, ${events.toLocaleString('en-GB')} events read`;
      if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K${phase === 'switched' ? '\n' : ''}`);
      else if (phase !== said) process.stderr.write(`${line}\n`);
      said = phase;
    };
    try {
      const { events, streams } = await replay({ url, store, readModel, onProgress });
      console.log(`${readModel.name}: built anew from ${events} events of ${streams} streams`);
    } finally {
      await store.close();
    }
    return 0;
  });
}
