import { PostgresEventStore } from '@guardian/event-store';
import { contactLog, recordContact, runnerOn } from './contact-log';

const [url = '', cases = '', count = '', prefix = ''] = process.argv.slice(2);
const runner = runnerOn(new PostgresEventStore({ connectionString: url }));

/** Prints one line `case command revision` for each command that was acknowledged. */
async function send(id: string, commandId: string): Promise<void> {
  const { revision } = await runner.handle(contactLog, id, ...recordContact(commandId));
  process.stdout.write(`${id} ${commandId} ${revision}\n`);
}

const commands = Array.from({ length: Number(count) }, (_, i) => `${prefix}-${i}`);
Promise.all(commands.flatMap((commandId) => cases.split(',').map((id) => send(id, commandId)))).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(String(error));
    process.exit(1);
  },
);
