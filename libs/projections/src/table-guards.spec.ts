import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { switchTables } from './replay-tables';
import { type Projection } from './projection';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await testDatabase({ unmigrated: true });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const guards = async () =>
  (
    await client.query<object>(
      `select tablename, policyname, permissive, roles, cmd, qual, with_check,
         (select array[c.relrowsecurity::text, c.relforcerowsecurity::text, c.relacl::text] from pg_class c where c.oid = tablename::regclass) as table
         from pg_policies order by tablename, policyname`,
    )
  ).rows;

it('a table that takes the place of another is read by the same people, row by row', async () => {
  await client.query(`
    create table one (id int primary key, place text);
    create table two (id int primary key);
    create table one__next (like one including all);
    alter table one enable row level security, force row level security;
    alter table two enable row level security;
    create policy kept on one to current_user using (true) with check (true);
    create policy "in scope" on one for select to public using (place = (select current_setting('guardian.place', true)));
    create policy of_one on two as restrictive for select using (exists (select from one where one.id = two.id));
    grant select, insert on one to public;`);
  const before = await guards();
  expect(before).toHaveLength(3);
  await client.query(`alter index one__next_pkey rename to "one_pkey__next"`);
  await switchTables(client, { streams: { tables: [{ name: 'one' }] } } as unknown as Projection);
  expect(await guards()).toEqual(before);
});
