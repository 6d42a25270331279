// As in service: the user that Guardian signs in as owns its database and is no superuser, whom no wall would stop. All that the service does
// with the rows behind the wall works for it, and the wall stands, also after a replay.
import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { caseloadReadModels } from '@guardian/caseload';
import { TakeInReferral } from '@guardian/casework';
import { openEventStore } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import { replay } from '@guardian/projections';
import { migrateDatabase } from '../../apps/cli/src/migrate';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import { createWebApp } from '../../apps/web/src/http/bootstrap';
import { testDatabase, type TestDatabase } from '../support/database';
import { foldReadModels } from '../support/read-models';
import { TEST_SECRET, Visitor } from '../support/web';
import { testLog } from '../support/log';

jest.setTimeout(60_000);

const owner = `owner_${randomUUID().slice(0, 8)}`;
let database: TestDatabase;
let url: string;
let app: Awaited<ReturnType<typeof createWebApp>>;
let folding: ReturnType<typeof foldReadModels>;

beforeAll(async () => {
  database = await testDatabase({ unmigrated: true });
  for (const role of ['guardian_app', 'guardian_reader']) {
    await database.pool.query(
      `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  }
  await database.pool.query(`
    create role ${owner} login password 'for tests only' nosuperuser nocreaterole nobypassrls in role guardian_app, guardian_reader;
    alter schema public owner to ${owner};
    alter database ${new URL(database.url).pathname.slice(1)} owner to ${owner}`);
  url = Object.assign(new URL(database.url), { username: owner, password: 'for tests only' }).href;
  await migrateDatabase(url);
  await loadReferenceData(testLog(url));
  app = await createWebApp({
    ...{ ...testLog(url), sessionSecret: TEST_SECRET, lookupKey: TEST_SECRET, demo: true, logLevel: 'silent', requestsPerMinute: 0 },
  });
  await app.listen(0, '127.0.0.1');
  folding = foldReadModels(testLog(url));
  for (let n = 0; n < 3; n++) {
    await app.get(CommandBus).execute(
      new TakeInReferral(
        {
          identity: { nhsNumber: null, family: `Quillfeather${n}`, given: 'Ada', title: null, bornOn: day('1950-01-01'), sex: 'female' },
          practice: { code: 'F81003', name: 'Carnarvon Medical Centre', pcn: 'north-road-plus-pcn', place: 'southend' },
          ...{ pathwayId: 'hip-pain', priority: 'routine', referredOn: day('2026-07-20'), reason: 'Pain', referrer: 'Dr Alva Nyman' },
          ...{ source: { system: 'form', identifier: null }, provider: null, onListSince: null },
        },
        { actor: { id: 'a', name: 'A', role: 'coordinator', organisation: 'O' }, commandId: randomUUID() },
      ),
    );
  }
});
afterAll(async () => {
  await folding?.stop();
  await app?.close();
  await database.pool.query(`drop owned by ${owner} cascade; drop role ${owner}`).catch(() => undefined);
  await database.drop();
});

const namesOf = async (person: string): Promise<number> => {
  const visitor = new Visitor(await app.getUrl(), url);
  await visitor.logIn(person);
  return ((await visitor.get('/cases')).text.match(/QUILLFEATHER\d/g) ?? []).length;
};

it('rows are kept, and shown to those whose they are', async () => {
  for (let tries = 0; tries < 100 && (await namesOf('demo-coordinator-southend')) < 3; tries++)
    await new Promise((go) => setTimeout(go, 100));
  expect(await namesOf('demo-coordinator-southend')).toBe(3);
  expect(await namesOf('demo-coordinator-havering')).toBe(0);
});

it('a replay makes them anew behind the same wall', async () => {
  await folding.stop();
  const store = openEventStore(testLog(url));
  const walls = async () =>
    (await database.pool.query<object>('select tablename, policyname, roles, cmd, qual from pg_policies order by 1, 2')).rows;
  const before = await walls();
  await replay({ url, store, readModels: caseloadReadModels });
  expect(await walls()).toEqual(before);
  await store.close();
  expect(await namesOf('demo-coordinator-southend')).toBe(3);
  expect(await namesOf('demo-coordinator-havering')).toBe(0);
});
