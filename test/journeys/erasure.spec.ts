// What is personal of a patient is erased: two people decide, the worker destroys the keys, and afterwards nothing of 500 canaries is left in
// tables, pages, files, a new backup, or after everything was built anew; counts of the past stay.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { actorOf, demoUser } from '@guardian/access';
import { type CaseCommand, HandleCaseCommand, HandleEnquiryCommand, HandlePatientCommand, type PatientCommand } from '@guardian/casework';
import { backUp, backUpKeys, openEventStore, PostgresEventStore, restoreKeys } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import { ProjectionStatus, replay } from '@guardian/projections';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { v7 as newUuid } from 'uuid';
import { READ_MODELS } from '../../apps/cli/src/read-models';
import { Erasures } from '../../apps/worker/src/erasures';
import { ROUTES } from '../support/every-page';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import { testLog } from '../support/log';
import type { Visitor } from '../support/web';
import { startTestWorker } from '../support/worker';

jest.setTimeout(120_000);

const EDITH = 'demo-privacy-officer';
const TOBIAS = 'demo-second-privacy-officer';
const NUMBER = '9990000026';
const TODAY = day('2026-08-20');

let guardian: TestGuardian;
let worker: NestFastifyApplication;
let folder: string;
let edith: Visitor;
let tobias: Visitor;
let priya: Visitor;
let erased: TestCase;
let patientId: string;

let planted = 0;
/** A word that nobody else says. */
const canary = (): string => `zq${String(++planted).padStart(4, '0')}canary`;
const CANARY = /zq\d{4}canary/g;
const found = (text: string): string[] => [...new Set(text.match(CANARY) ?? [])];

const priyaActs = () => {
  const user = demoUser(PRIYA);
  if (!user) throw new Error('no coordinator');
  return { actor: actorOf(user), commandId: newUuid() };
};
const contact = (): CaseCommand => ({
  ...{ type: 'RecordContact', on: day('2026-08-19'), who: 'patient', how: 'phone', outcome: 'spoke' },
  ...{ notes: `She says ${canary()}`, nextOn: null },
});
const CLOSE: CaseCommand = {
  ...{ type: 'CloseCase', reason: 'treated-elsewhere', on: TODAY, evidence: 'Letter of the hospital', reviewer: 'Dr Samuel Brandt' },
  ...{ patientTold: 'letter', referrerTold: 'letter' },
};

function whatIsTold(): CaseCommand[] {
  const told: CaseCommand[] = [
    { type: 'AcceptReferral' },
    { type: 'CompleteWorkupItem', item: 'bmi-and-blood-pressure', evidenceOn: day('2026-08-01'), source: 'Practice', finding: canary() },
    { type: 'WaiveWorkupItem', item: 'oxford-hip-score', clinician: 'Dr Samuel Brandt', expiresOn: day('2026-12-01'), reason: canary() },
    { type: 'ReportConditionChange', on: TODAY, by: 'carer', what: canary() },
    {
      type: 'RaiseEscalation',
      ...{ to: { name: 'Dr Alva Nyman', role: 'Practice' }, deputy: { name: 'Dr Samuel Brandt', role: 'Clinician' }, urgency: 'today' },
      ...{ question: canary(), facts: canary() },
    },
    {
      ...{ type: 'SendMessage', from: 'others', kind: 'advice', urgent: false, mayRefer: false, text: canary() },
      by: { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' },
      to: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
    { type: 'SnoozeWork', until: day('2026-08-25'), reason: canary() },
  ];
  return told;
}

beforeAll(async () => {
  guardian = await startTestGuardian();
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-erasure-'));
  const keyFile = path.join(folder, 'key.pem');
  writeFileSync(keyFile, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  worker = await startTestWorker(guardian, guardian.clock, { folder: path.join(folder, 'checkpoints'), keyFile });
  await guardian.takeIn(somebody({ family: 'Stays', nhsNumber: '9990000018' }));
  erased = await guardian.takeIn({
    ...somebody({ nhsNumber: NUMBER, family: canary(), given: canary(), title: canary() }),
    details: { address: canary(), postcode: canary(), homePhone: canary(), mobilePhone: canary(), email: canary() },
    needs: { language: canary(), interpreter: true, format: 'large-print', adjustments: canary(), mayBeTexted: false },
    circumstances: { deprivationDecile: 2, ethnicity: canary(), learningDisability: true, carer: false, frailty: 'mild' },
    reason: canary(),
  });
  await erased.does(...whatIsTold());
  while (planted < 500)
    await Promise.all([...Array(20)].map(() => guardian.commands.execute(new HandleCaseCommand(erased.caseId, contact(), priyaActs()))));
  const enquiryId = newUuid();
  const received = { type: 'ReceiveEnquiry', channel: 'phone', on: TODAY, asker: 'patient', place: 'southend', promisedBy: TODAY } as const;
  await guardian.commands.execute(new HandleEnquiryCommand(enquiryId, { ...received, from: canary(), question: canary() }, priyaActs()));
  await guardian.commands.execute(new HandleEnquiryCommand(enquiryId, { type: 'MatchEnquiry', caseId: erased.caseId }, priyaActs()));
  patientId = (await erased.state()).opened?.patientId ?? '';
  await erased.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
  [edith, tobias, priya] = [guardian.visitor(), guardian.visitor(), guardian.visitor()];
  await edith.logIn(EDITH);
  await tobias.logIn(TOBIAS);
  await priya.logIn(PRIYA);
}, 120_000);
afterAll(async () => {
  await worker?.close();
  await guardian?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that stands in any table of any schema, as text. */
async function allTables(): Promise<string> {
  const { pool } = guardian.database;
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = await Promise.all(rows.map(({ name }) => pool.query<{ row: string }>(`select t::text as row from ${name} t`)));
  return texts.flatMap(({ rows: of }) => of.map(({ row }) => row)).join('\n');
}

/** Every page, list and file that needs no more than the reference of a case to be found, and the API; as the coordinator and as the officer. */
async function allPages(): Promise<string> {
  const { reference } = erased;
  const places = [
    ...ROUTES.map((route) => route.replace(':reference', reference)).filter((route) => !route.includes(':')),
    ...['/api/v1/cases', `/api/v1/cases/${reference}`, `/api/v1/cases/${reference}/timeline`, '/search?q=canary'],
  ];
  const seen: string[] = [];
  for (const who of [priya, edith]) {
    for (const place of places) {
      const answer = await who.get(place);
      expect([place, answer.status < 500]).toEqual([place, true]);
      seen.push(answer.text);
    }
  }
  const byNumber = await priya.submit('/search', { q: NUMBER }, '/search');
  return [...seen, byNumber.text, byNumber.location].join('\n');
}

const counted = async (): Promise<unknown> => {
  const { rows } = await guardian.database.pool.query<object>(`
    select (select count(*) from caseload_case) as cases, (select count(*) from oversight_stay) as stays,
      (select count(*) from oversight_clock) as clocks, (select count(*) from caseload_exit) as exits,
      (select json_agg(json_build_array(step, practice_code, referred_on) order by case_id) from caseload_case) as steps`);
  const [, exits] = /(<table.*?<\/table>)/s.exec((await priya.get('/reports/exits')).text) ?? [];
  return { ...rows[0], exits };
};

async function caughtUp(): Promise<void> {
  const { url } = guardian.database;
  const store = openEventStore(testLog(url));
  const status = new ProjectionStatus({ url, store, readModels: READ_MODELS });
  const head = await store.head();
  if (head) for (const { name } of READ_MODELS) expect(await status.waitUntil(name, head, 20_000)).toBe('fresh');
  await status.close();
  await store.close();
}

const decide = (who: Visitor, decision: string, because = '') =>
  who.submit(`/privacy/erasures/${patientId}`, { decision, because }, `/privacy/erasures/${patientId}`);
const propose = () =>
  edith.submit(
    `/privacy/retention/${patientId}`,
    { decision: 'destroy', because: `He asked for it ${canary()}` },
    `/privacy/retention/${patientId}`,
  );
const ask = (requestId: string) =>
  guardian.commands.execute(
    new HandlePatientCommand(
      patientId,
      { type: 'ReceiveDataRequest', requestId, kind: 'erasure', receivedOn: TODAY, asks: canary() },
      priyaActs(),
    ),
  );

let countsBefore: unknown;
const faults: unknown[] = [];
const look = () => worker.get(Erasures).takeAll((error) => faults.push(error));

it('is on the pages and in the lists at first, and sealed in the events', async () => {
  expect(planted).toBeGreaterThanOrEqual(500);
  await caughtUp();
  expect(found(await allPages()).length).toBeGreaterThan(300);
  const { rows } = await guardian.database.pool.query<{ data: string }>('select data::text as data from events');
  expect(found(rows.map(({ data }) => data).join('\n'))).toEqual([]);
  expect(found(await allTables()).length).toBeGreaterThan(10); // lists, in which people search
});

it('is refused while a case is open, and while the rules keep it and nobody asked', async () => {
  const open = await propose();
  expect([open.status, inWords(open).includes('This record still has to be kept: a case is open.')]).toEqual([422, true]);
  await erased.does(CLOSE);
  await caughtUp();
  const kept = await propose();
  expect([kept.status, inWords(kept).includes('This record still has to be kept.')]).toEqual([422, true]);
});

it('is proposed by one person because the patient asked, and needs another', async () => {
  await ask('r1');
  expect((await propose()).status).toBe(303);
  expect(inWords(await edith.get('/privacy/erasures'))).toContain('Edith Nakamura');
  const alone = await decide(edith, 'erase');
  expect([alone.status, inWords(alone).includes('You proposed this. Somebody else has to agree.')]).toEqual([422, true]);
  const noReason = await decide(tobias, 'keep');
  expect([noReason.status, inWords(noReason).includes('Enter why it is kept')]).toEqual([422, true]);
  expect((await decide(tobias, 'keep', 'A claim is expected')).status).toBe(303);
  expect((await tobias.get(`/privacy/erasures/${patientId}`)).status).toBe(404);
});

it('stops when the patient comes back before it is done', async () => {
  expect((await propose()).status).toBe(303);
  expect((await decide(tobias, 'erase')).status).toBe(303);
  await erased.does({ type: 'ReopenCase', reason: `Pain again ${canary()}` });
  expect(await look()).toBe(1);
  await caughtUp();
  expect(inWords(await edith.get('/privacy/erasures'))).toContain('Not erased: the patient has an open case');
  expect(found((await priya.get(erased.address)).text).length).toBeGreaterThan(1);
  await erased.does(CLOSE);
});

it('waits while lists are built anew, and is done at the next look', async () => {
  await ask('r2');
  expect((await propose()).status).toBe(303);
  expect((await decide(tobias, 'erase')).status).toBe(303);
  await caughtUp();
  countsBefore = await counted();
  expect(countsBefore).toMatchObject({ exits: expect.stringContaining('Treated elsewhere') as string });
  await backUpKeys(guardian.database.url, path.join(folder, 'old-keys.gz'));
  const replaying = new Client({ connectionString: guardian.database.url });
  await replaying.connect();
  await replaying.query(`select pg_advisory_lock(194705, hashtext('caseload-cases__next'))`);
  expect(await look()).toBe(0);
  expect(faults).toMatchObject([{ code: 'ReplayUnderWay' }]);
  expect(inWords(await edith.get('/privacy/erasures'))).toContain('Being erased');
  await replaying.end();
  expect(await look()).toBe(1);
  await caughtUp();
  expect(await look()).toBe(0);
});

it('leaves nothing in tables, pages, files and search; counts of the past stay', async () => {
  expect(found(await allTables())).toEqual([]);
  expect(found(await allPages())).toEqual([]);
  expect(await counted()).toEqual(countsBefore);
  expect((await priya.get(erased.address)).status).toBe(404);
  expect((await guardian.database.pool.query('select from caseload_patient where patient_id = $1', [patientId])).rowCount).toBe(0);
});

it('leaves nothing after everything was built anew', async () => {
  const { url } = guardian.database;
  const store = openEventStore(testLog(url));
  await replay({ url, store, readModels: READ_MODELS });
  await store.close();
  expect(found(await allTables())).toEqual([]);
  expect(found(await allPages())).toEqual([]);
  expect(await counted()).toEqual(countsBefore);
});

it('leaves nothing in a backup that is made afterwards, and old keys do not bring it back', async () => {
  const { url } = guardian.database;
  const kept = path.join(folder, 'backup');
  await backUp({ url, folder: kept, rebuilt: [], keyMark: 'spec' });
  const text = readdirSync(kept)
    .map((name) => readFileSync(path.join(kept, name)))
    .map((content, at) => (readdirSync(kept)[at]?.endsWith('.gz') ? gunzipSync(content) : content).toString());
  expect(text.join('\n')).toContain('CaseErased');
  expect(found(text.join('\n'))).toEqual([]);
  await restoreKeys(url, path.join(folder, 'old-keys.gz'), []);
  const store = openEventStore(testLog(url));
  expect(found(JSON.stringify(await store.read({ category: 'case', id: erased.caseId })))).toEqual([]);
  await store.close();
  const [record = ''] = readdirSync(path.join(folder, 'checkpoints')).filter((name) => name.startsWith('erased-'));
  expect(JSON.parse(readFileSync(path.join(folder, 'checkpoints', record), 'utf8'))).toMatchObject({
    ...{ patientId, proposedBy: 'Edith Nakamura', confirmedBy: 'Tobias Ferrand' },
    streams: expect.arrayContaining([patientId, erased.caseId]) as string[],
  });
});

it('has a certificate that tells who decided and when, and nobody’s name', async () => {
  const [, address = ''] =
    new RegExp(`href="(/privacy/erasures/${patientId}/\\d+)"`).exec((await edith.get('/privacy/erasures')).text) ?? [];
  const certificate = inWords(await edith.get(address));
  expect(certificate).toContain('Proposed by Edith Nakamura Agreed by Tobias Ferrand, 20 August 2026');
  expect(certificate).toContain('Destroyed 3 keys, of the patient, 1 case and 1 enquiry');
  expect((await priya.get(address)).status).toBe(403);
});

it('stops at a record with entries from before they were sealed, which would stay', async () => {
  const old = await guardian.takeIn(somebody());
  const patient = (await old.state()).opened?.patientId ?? '';
  const stream = { category: 'patient', id: patient };
  const plain = new PostgresEventStore({ connectionString: guardian.database.url });
  const [first] = await plain.read(stream);
  const details = { address: '7 Oldhamstreet', postcode: null, homePhone: null, mobilePhone: null, email: null };
  await plain.append(stream, 2, [{ type: 'ContactDetailsRecorded', data: { personal: details }, metadata: first!.metadata }]);
  await plain.close();
  await old.does({ type: 'AcceptReferral' }, contact(), CLOSE);
  const by = (id: string, command: PatientCommand) =>
    guardian.commands.execute(new HandlePatientCommand(patient, command, { actor: actorOf(demoUser(id)!), commandId: newUuid() }));
  await by(EDITH, { type: 'ReceiveDataRequest', requestId: 'r', kind: 'erasure', receivedOn: TODAY, asks: 'Erase it' });
  await by(EDITH, { type: 'ProposeDestruction', due: { rule: 'adult', dueOn: day('2034-08-20') }, because: 'Asked for' });
  await by(TOBIAS, { type: 'ConfirmErasure', cases: [old.caseId], enquiries: [], open: 0 });
  await caughtUp();
  expect(await look()).toBe(1);
  await caughtUp();
  expect(inWords(await edith.get('/privacy/erasures'))).toContain('Not erased: the record has entries from before Guardian sealed them');
  expect((await old.state()).erased).toBe(false);
});

it('takes in whoever comes with the number as somebody new, to whom nothing old leads', async () => {
  const again = await guardian.takeIn(somebody({ family: 'Returner', nhsNumber: NUMBER, bornOn: day('1945-07-14') }));
  expect((await again.state()).opened?.patientId).toBe(patientId);
  expect((await priya.get(again.address)).text).toMatch(/returner/i);
  expect((await priya.get(erased.address)).status).toBe(404);
  const ofThem = await guardian.database.pool.query<{ case_id: string }>('select case_id from caseload_case where patient_id = $1', [
    patientId,
  ]);
  expect(ofThem.rows).toEqual([{ case_id: again.caseId }]);
});
