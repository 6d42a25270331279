import { parseArgs } from 'node:util';
import { environmentWith, loadConfig } from '@guardian/config';
import { compareLogs, copyLog, EventStoreDbEventStore, type EventStore, type LogSummary, PostgresEventStore } from '@guardian/event-store';
import { inProblems } from './backup-words';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { copyTeller } from './copy-teller';

const USAGE = 'Say both: --from <address> --to <address>, each a postgres:// or an esdb:// address, or DATABASE_URL or EVENTSTORE_URL.';

/** `guardian copy-log --from <address> --to <address>`; with `--verify` both are read and compared, and nothing is written. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' }, verify: { type: 'boolean' } } });
  if (values.from === undefined || values.to === undefined) throw new Problem(USAGE);
  const [source, target] = [addressOf('--from', values.from), addressOf('--to', values.to)];
  if (placeOf(source) === placeOf(target)) throw new Problem('--from and --to are the same log.');
  if (isPostgres(target) && !values.verify) await migrateDatabase(target);
  const [from, to] = [open(source), open(target)];
  const teller = copyTeller(process.stderr);
  try {
    await requireAnswer('--from', from);
    await requireAnswer('--to', to);
    const options = { from, to, onProgress: teller.tell };
    if (values.verify) {
      const found = await inProblems(() => compareLogs(options));
      teller.end();
      console.log(`The same: ${inWords(found)}`);
      return 0;
    }
    const { copied, ...found } = await inProblems(() => copyLog(options));
    teller.end();
    console.log(`Copied ${number(copied)} events, read the target back and found the same: ${inWords(found)}`);
    console.log(next(target));
    return 0;
  } finally {
    teller.end();
    await Promise.all([from.close(), to.close()]);
  }
}

/** As the configuration checks it. The names of its variables stand for what they say: a password is better not on a command line. */
function addressOf(option: string, given: string): string {
  const { database, eventStore } = loadConfig();
  const named = given === 'DATABASE_URL' ? database.url : given === 'EVENTSTORE_URL' ? eventStore.url : given;
  if (named === undefined) throw new Problem(`${option} names ${given}, which is not set.`);
  const [, scheme = ''] = /^([a-z+]+):\/\//.exec(named) ?? [];
  if (!/^(postgres(ql)?|esdb(\+discover)?)$/.test(scheme)) throw new Problem(`${option} is not an address of a log. ${USAGE}`);
  loadConfig(environmentWith(isPostgres(named) ? { DATABASE_URL: named } : { EVENTSTORE_URL: named }));
  return named;
}

const isPostgres = (address: string): boolean => address.startsWith('postgres');

/** Without who signs in and how. Two names of one server are not seen as one; a copy of a log onto itself finds nothing to copy. */
const placeOf = (address: string): string =>
  address
    .replace(/^postgresql:/, 'postgres:')
    .replace(/\/\/.*@/, '//')
    .replace(/\?.*$/, '');

const open = (address: string): EventStore =>
  isPostgres(address) ? new PostgresEventStore({ connectionString: address }) : new EventStoreDbEventStore({ connectionString: address });

/** Once and at first, so that a wrong password is told at once and not taken for an outage. */
async function requireAnswer(option: string, store: EventStore): Promise<void> {
  try {
    await store.head();
  } catch (error) {
    const { cause, message } = error as { cause?: { message?: string; code?: string }; message: string };
    throw new Problem(`The log in ${option} cannot be read: ${cause?.message || cause?.code || message}`);
  }
}

const number = (value: number): string => value.toLocaleString('en-GB');

function inWords({ events, categories, hash }: LogSummary): string {
  const each = categories.map(
    ({ category, streams, events: own }) => `${number(own)} in ${number(streams)} streams of category ${category}`,
  );
  return `${number(events)} events${each.length > 0 ? ` (${each.join(', ')})` : ''}. Hash of the log: ${hash}`;
}

const next = (target: string): string =>
  isPostgres(target)
    ? 'Next: set DATABASE_URL to the target, take EVENTSTORE_URL away, and run guardian log-moved.'
    : 'Next: set EVENTSTORE_URL to the target and run guardian log-moved.';
