// The second wall: whatever a query asks for, people are shown the rows of their scope (ADR 19; T8 of the catalogue of attacks).
import { randomUUID } from 'node:crypto';
import { behindTheWall, NotAllowed, READER, readPatients, type Scope } from '@guardian/access';
import { readDatabase, readRows } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';

const at = (kind: Scope['kind'], code: string): Scope => ({ kind, code, mayReadPatients: true });
const SOUTHEND = at('place', 'southend');

let database: TestDatabase;
let source: DataSource;
let ofHavering = '';
beforeAll(async () => {
  database = await testDatabase();
  source = await new DataSource(readDatabase({ url: database.url, entities: [] })).initialize();
  for (const [family, practice, pcn, place] of [
    ['Ashdown', 'F1', 'east', 'southend'],
    ['Birch', 'F2', 'west', 'southend'],
    ['Cedar', 'F3', null, 'southend'],
    ['Dogwood', 'F4', 'crest', 'havering'],
  ]) {
    const [caseId, patientId] = [randomUUID(), randomUUID()];
    if (family === 'Dogwood') ofHavering = caseId;
    await row('caseload_patient', { patient_id: patientId, family });
    const belongs = { practice_code: practice, pcn_code: pcn, place_code: place };
    await row('caseload_case', { case_id: caseId, patient_id: patientId, reference: `GR-${family}`, ...belongs });
    await row('caseload_exit', { case_id: caseId, entry: 1 });
  }
  for (const [place, caseId, question] of [
    ['southend', null, 'Of Southend'],
    ['havering', null, 'Of Havering'],
    [null, null, 'Of no place'],
    [null, ofHavering, 'Of a case of Havering'],
  ]) {
    await row('caseload_enquiry', { enquiry_id: randomUUID(), place_code: place, case_id: caseId, question });
  }
});
/** One row, with anything where something has to stand. */
async function row(table: string, known: object): Promise<void> {
  await database.pool.query(
    `insert into ${table} select r.* from jsonb_populate_record(null::${table}, (
       select jsonb_object_agg(column_name, case data_type when 'boolean' then 'false'::jsonb when 'integer' then '0' when 'date' then '"2026-08-01"'
                when 'timestamp with time zone' then '"2026-08-01T09:00:00Z"' when 'jsonb' then '[]' when 'ARRAY' then '[]' else '""' end)
         from information_schema.columns where table_name = $1 and is_nullable = 'NO' and data_type <> 'uuid') || $2::jsonb) r`,
    [table, JSON.stringify(known)],
  );
}
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

/** The family names that somebody is shown who asks for everybody. */
const shown = async (scope: Scope, text: string): Promise<string[]> =>
  (await readPatients<{ patientId: string; name: string }>(source, scope, text, [])).map(({ name }) => name);

const EVERYBODY = `select patient_id as "patientId", substr(reference, 4) as name from caseload_case order by 2`;

describe('a query without any condition', () => {
  it.each<[Scope, string[]]>([
    [SOUTHEND, ['Ashdown', 'Birch', 'Cedar']],
    [at('place', 'havering'), ['Dogwood']],
    [at('pcn', 'west'), ['Birch']],
    [at('practice', 'F4'), ['Dogwood']],
    [at('everywhere', ''), ['Ashdown', 'Birch', 'Cedar', 'Dogwood']],
    [at('pcn', ''), []],
    [at('place', "southend' or 'a' = 'a"), []],
  ])('shows %j whom it covers', async (scope, expected) => expect(await shown(scope, EVERYBODY)).toEqual(expected));

  it.each([
    ['their names', `select patient_id as "patientId", family as name from caseload_patient order by 2`],
    [
      'how they left',
      `select c.patient_id as "patientId", p.family as name from caseload_exit e join caseload_case c using (case_id)
                         join caseload_patient p using (patient_id) order by 2`,
    ],
    [
      'those whom a part of a name finds',
      `select null::uuid as "patientId", family as name from caseload_patient where lower(family) like '%' order by 2`,
    ],
  ])('shows %s of those alone', async (_, text) => {
    expect(await shown(SOUTHEND, text)).toEqual(['Ashdown', 'Birch', 'Cedar']);
    expect(await shown(at('pcn', 'crest'), text)).toEqual(['Dogwood']);
  });

  it('shows enquiries of no patient yet to their place, and others to whose case it is', async () => {
    const text = 'select null::uuid as "patientId", question as name from caseload_enquiry order by 2';
    expect(await shown(SOUTHEND, text)).toEqual(['Of Southend', 'Of no place']);
    expect(await shown(at('place', 'havering'), text)).toEqual(['Of Havering', 'Of a case of Havering', 'Of no place']);
    expect(await shown(at('pcn', 'crest'), text)).toEqual(['Of a case of Havering', 'Of no place']);
  });

  it('is refused to who sees counts', async () => {
    await expect(shown({ kind: 'everywhere', code: '', mayReadPatients: false }, EVERYBODY)).rejects.toThrow(NotAllowed);
  });
});

describe('the role that reads', () => {
  const asReader = async (sql: string, settings = ''): Promise<unknown[]> => {
    const client = await database.pool.connect();
    try {
      await client.query(`begin; set local role ${READER}; ${settings}`);
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  const CASES = 'select reference from caseload_case';

  it.each([
    ['no scope', ''],
    ['an empty scope', `set local guardian.place = ''; set local guardian.everywhere = ''`],
    ['a scope that is no place', `set local guardian.place = 'nowhere'`],
  ])('sees nothing with %s', async (_, settings) => expect(await asReader(CASES, settings)).toEqual([]));

  it('has no scope left of the one before, on the same connection, also after an error', async () => {
    const one = await new DataSource({ ...readDatabase({ url: database.url, entities: [] }), extra: { max: 1 } }).initialize();
    const read = (text: string) => readPatients<{ patientId: string; name: string }>(one, SOUTHEND, text, []);
    expect(await read(EVERYBODY)).toHaveLength(3);
    await expect(read(`select 1 / 0, null::uuid as "patientId"`)).rejects.toThrow('division by zero');
    const [left] = await readRows<{ who: string; place: string | null }>(
      one,
      `select (current_user = session_user)::text as who, current_setting('guardian.place', true) as place`,
      [],
    );
    expect([left?.who, left?.place ?? '']).toEqual(['true', '']);
    await one.destroy();
  });

  it('reads, and changes nothing', async () => {
    for (const sql of [`update caseload_case set step = 'closed'`, 'delete from caseload_patient', `insert into place values ('x', 'X')`]) {
      await expect(asReader(sql)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(
      readPatients(source, SOUTHEND, `update caseload_case set step = 'closed' returning null::uuid as "patientId"`, []),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(25006|42501)$/),
    });
  });

  it.each(['events', 'read_audit', 'account', 'web_session', 'referral_import_file', 'imported_referral'])(
    'has no right to %s',
    async (table) => {
      await expect(asReader(`select from ${table}`, behindTheWall(at('everywhere', '')).replace(/^[^;]*;/, ''))).rejects.toMatchObject({
        code: '42501',
      });
    },
  );

  it('may read no table that has rows of patients and is not behind the wall, and no view of one', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and has_table_privilege('${READER}', c.oid, 'select') and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`,
    );
    // who worked on which case when: a person of the service and a case, and nothing of a patient
    expect(rows.map(({ name }) => name)).toEqual(['caseload_worked_on']);
    const views = await database.pool.query(`select from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace`);
    expect(views.rowCount).toBe(0);
  });

  it('may call no function that reads as its owner', async () => {
    const { rows } = await database.pool.query(
      `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege('${READER}', oid, 'execute')`,
    );
    expect(rows).toEqual([]);
  });

  it('is no member of a role that may go round the wall, and cannot log in', async () => {
    const { rows } = await database.pool.query(
      `select rolsuper, rolbypassrls, rolcanlogin, (select count(*)::int from pg_auth_members where member = r.oid) as of from pg_roles r where rolname = '${READER}'`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false, of: 0 }]);
  });
});
