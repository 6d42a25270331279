// `copy-process.ts <database url of the source> <address of the target>`: prints a line for each step, so that a test can kill it.
import { copyLog, EventStoreDbEventStore, PostgresEventStore } from '@guardian/event-store';

const [source = '', target = ''] = process.argv.slice(2);
const from = new PostgresEventStore({ connectionString: source });
const to = target.startsWith('esdb')
  ? new EventStoreDbEventStore({ connectionString: target })
  : new PostgresEventStore({ connectionString: target });
copyLog({ from, to, onProgress: ({ what, done }) => process.stdout.write(`${what} ${done}\n`) }).catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
