// A process of its own that appends: `append-process.js <url> <writers> <appends of each>`.
import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '@guardian/event-store';
import { sampleEvent } from './sample-event';

const [url = '', writers = '', appends = ''] = process.argv.slice(2);
const STREAM_LENGTH = 40;

async function main(): Promise<void> {
  const store = new PostgresEventStore({ connectionString: url });
  const write = async (): Promise<void> => {
    let id = randomUUID();
    for (let n = 0; n < Number(appends); n++) {
      if (n % STREAM_LENGTH === 0) id = randomUUID();
      await store.append({ category: 'bench', id }, n % STREAM_LENGTH, [sampleEvent]);
    }
  };
  await Promise.all(Array.from({ length: Number(writers) }, write));
  await store.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
