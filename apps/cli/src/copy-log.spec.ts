import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { ProjectionRunner, ProjectionStatus } from '@guardian/projections';
import { type Double, startDouble } from '../../../test/eventstoredb-double/double';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { run as copyLog } from './copy-log';
import { run as importFile } from './import';
import { run as logMoved } from './log-moved';
import { Problem } from './problem';
import { READ_MODELS } from './read-models';
import { logOf } from './service-database';
import { run as status } from './status';

jest.setTimeout(120_000);

let database: TestDatabase;
let double: Double;
let folder: string;
let printed: string[];
let drawn: string;

beforeAll(async () => {
  database = await testDatabase();
  double = await startDouble();
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-copy-log-'));
  process.env['DATABASE_URL'] = database.url;
  process.env['GUARDIAN_DATA_DIR'] = folder;
  const keep = (line: unknown) => void printed.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    drawn += String(text);
    return true;
  });
  await importFile([path.resolve('libs/intake/src/template/referrals-template.csv')]);
  await folded();
});
afterAll(async () => {
  jest.restoreAllMocks();
  for (const name of ['DATABASE_URL', 'GUARDIAN_DATA_DIR', 'EVENTSTORE_URL']) delete process.env[name];
  rmSync(folder, { recursive: true, force: true });
  await double.close();
  await database.drop();
});
beforeEach(() => {
  printed = [];
  drawn = '';
});
printed = [];

/** Until the lists have read this log to the end. */
async function folded(): Promise<void> {
  const store = openEventStore(logOf(loadConfig(), database.url));
  const runner = new ProjectionRunner({ url: database.url, store, readModels: READ_MODELS });
  const of = new ProjectionStatus({ url: database.url, store, readModels: READ_MODELS });
  runner.start();
  for (const { name } of READ_MODELS) expect(await of.waitUntil(name, (await store.head())!, 20_000)).toBe('fresh');
  await runner.stop();
  await of.close();
  await store.close();
}

const cases = async () => (await database.pool.query('select c::text as row from caseload_case c order by 1')).rows as unknown[];

describe('a log that is moved to EventStoreDB', () => {
  it('is copied, read back, and the next step is told', async () => {
    expect(await copyLog(['--from', 'DATABASE_URL', '--to', double.url])).toBe(0);
    expect(printed).toEqual([
      expect.stringMatching(
        /^Copied (\d+) events, read the target back and found the same: \1 events \(\d+ in 3 streams of category case, .*\)\. Hash of the log: [0-9a-f]{64}$/,
      ),
      'Next: set EVENTSTORE_URL to the target and run guardian log-moved.',
    ]);
    expect(drawn).toMatch(/^Reading the source: (\d+) events\nCopying: \1 of \1\nVerifying: \1 of \1\n$/);
  });

  it('is copied once, however often it is asked for', async () => {
    await copyLog(['--from', database.url, '--to', double.url]);
    expect(printed[0]).toMatch(/^Copied 0 events, /);
  });

  it('can be compared at any time, without a word of what is in it', async () => {
    expect(await copyLog(['--verify', '--from', double.url, '--to', database.url])).toBe(0);
    expect(printed).toEqual([expect.stringMatching(/^The same: \d+ events \(/)]);
  });

  it('gives the lists as they were, once they were told', async () => {
    const before = await cases();
    expect(before).toHaveLength(3);
    process.env['EVENTSTORE_URL'] = double.url;
    await expect(status([])).rejects.toThrow(/follow "Moving a log"/);
    expect(await logMoved([])).toBe(0);
    await folded();
    expect(await cases()).toEqual(before);
    expect(await status([])).toBe(0);
    await importFile([path.resolve('libs/intake/src/template/referrals-template.csv')]);
    expect(printed.join('\n')).toContain('New 0 | Close match 0 | Already held 3');
  });

  it('goes back by the same steps, with what was added since', async () => {
    const cluster = openEventStore(logOf(loadConfig(), database.url));
    const log = await cluster.readAll(undefined, 500);
    const { stream, type, data, metadata } = log.find((event) => event.stream.category === 'case')!;
    await cluster.append({ ...stream, id: '00000000-0000-4000-8000-000000000001' }, 0, [
      { type, data: { ...data, reference: 'GR-AAAAAA' }, metadata },
    ]);
    await cluster.close();
    await copyLog(['--from', 'EVENTSTORE_URL', '--to', 'DATABASE_URL']);
    expect(printed[0]).toMatch(/^Copied 1 events, /);
    expect(printed[1]).toBe('Next: set DATABASE_URL to the target, take EVENTSTORE_URL away, and run guardian log-moved.');
    delete process.env['EVENTSTORE_URL'];
    expect(await logMoved([])).toBe(0);
    await folded();
    expect(await cases()).toHaveLength(4);
  });
});

describe('guardian copy-log says in one line what is in the way:', () => {
  const refused = (args: string[]) => expect(copyLog(args)).rejects;

  it('one side only', () => refused(['--from', double.url]).toThrow(/^Say both: --from <address> --to <address>/));

  it('an address of something else', async () => {
    await refused(['--from', database.url, '--to', 'kurrentdb://localhost:2113']).toThrow(/^--to is not an address of a log\. Say both/);
    await refused(['--from', 'esdb://ada:se@cret@localhost:2113', '--to', database.url]).toThrow(/percent-encoded/);
    await refused(['--from', 'EVENTSTORE_URL', '--to', database.url]).toThrow(
      new Problem('--from names EVENTSTORE_URL, which is not set.'),
    );
  });

  it('the same log on both sides', async () => {
    const other = new URL(database.url);
    other.username = 'somebody';
    await refused(['--from', database.url, '--to', `${other.href}?sslmode=disable`]).toThrow(
      new Problem('--from and --to are the same log.'),
    );
  });

  it('nobody there, or a wrong password', async () => {
    await refused(['--from', 'postgres://guardian@127.0.0.1:1/guardian', '--to', double.url]).toThrow(
      new Problem('The log in --from cannot be read: connect ECONNREFUSED 127.0.0.1:1'),
    );
    await refused(['--from', database.url, '--to', double.urlFor('admin', 'wrong')]).toThrow(/^The log in --to cannot be read: /);
  });

  it('a target that differs', async () => {
    const other = await testDatabase();
    await other.pool.query(
      `insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Odd', '{}', '{}')`,
    );
    await refused(['--from', database.url, '--to', other.url]).toThrow(
      new Problem(
        'The target holds events that are not in the source, or are not the same there. Nothing was written. Copy into an empty log.',
      ),
    );
    await refused(['--verify', '--from', database.url, '--to', other.url]).toThrow(/^The logs are not the same\. Source: /);
    await other.drop();
  });

  it('lists that are told of an empty log', async () => {
    const empty = await startDouble();
    process.env['EVENTSTORE_URL'] = empty.url;
    await expect(logMoved([])).rejects.toThrow(new Problem('The log is empty: bring the events into it with guardian copy-log first.'));
    delete process.env['EVENTSTORE_URL'];
    await empty.close();
    expect(await cases()).not.toEqual([]);
  });
});
