import { caseloadEntities, caseloadMigrations } from '@guardian/caseload';
import { CLOCK, HandlePatientCommand, IDENTITY_RULES, NUMBERS, patientIdFor, Records } from '@guardian/casework';
import { directoryEntities, directoryMigrations, loadShippedDirectory } from '@guardian/directory';
import { type Actor, PostgresEventStore, PostgresSequence, StreamRunner } from '@guardian/event-store';
import { SettableClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { migrate, readDatabase } from '@guardian/projections';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { ImportReports, IntakeJobs, IntakeModule, intakeEntities, intakeMigrations, ReferralImports } from './index';

const PRIYA: Actor = { id: 'priya', name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' };
const LOOKUP_KEY = 'for tests only, for tests only, for tests only';
const HEADINGS =
  'REFERRAL_ID,NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,DATE_OF_BIRTH,MOBILE_PHONE,PRACTICE_CODE,PATHWAY,PRIORITY,REFERRAL_DATE,REFERRER,REASON,PROVIDER_CODE,ON_LIST_SINCE';
const CARDS = ['9991000011', '9991000038', '9991000046', '9991000054', '9991000062'] as const;

const NOW = new Date('2026-08-27T09:00:00Z');
const clock = new SettableClock(NOW);

let database: TestDatabase;
let app: INestApplicationContext;
let imports: ReferralImports;
let reports: ImportReports;
let store: PostgresEventStore;
let sequence: PostgresSequence;

beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.url, [...directoryMigrations, ...caseloadMigrations, ...intakeMigrations]);
  const connection = { connectionString: database.url };
  store = new PostgresEventStore(connection);
  sequence = new PostgresSequence(connection);

  @Global()
  @Module({
    imports: [
      TypeOrmModule.forRoot(readDatabase({ url: database.url, entities: [...directoryEntities, ...caseloadEntities, ...intakeEntities] })),
      IntakeModule,
    ],
    providers: [
      { provide: StreamRunner, useValue: new StreamRunner(store, clock) },
      { provide: CLOCK, useValue: clock },
      { provide: NUMBERS, useValue: sequence },
      { provide: IDENTITY_RULES, useValue: { lookupKey: LOOKUP_KEY, testNumbersOnly: true } },
    ],
    exports: [StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES],
  })
  class Composition {}

  app = await NestFactory.createApplicationContext(Composition, { logger: ['error'], abortOnError: false });
  await loadShippedDirectory(app.get(DataSource));
  await app.get(PathwayDefinitions, { strict: false }).publishShipped(PRIYA);
  imports = app.get(ReferralImports, { strict: false });
  reports = app.get(ImportReports, { strict: false });
});

afterAll(async () => {
  await app.close();
  await Promise.all([store.close(), sequence.close()]);
  await database.drop();
});

beforeEach(async () => {
  await database.pool.query('truncate referral_import cascade');
});

interface Row {
  readonly id: string;
  readonly nhs: string;
  readonly family?: string;
  readonly born?: string;
  readonly mobile?: string;
  readonly pathway?: string;
  readonly referred?: string;
  readonly reason?: string;
  readonly list?: string;
}

const line = ({ id, nhs, family = 'Okonkwo', born = '14/07/1945', mobile = '', pathway = 'Hip pain', ...row }: Row) =>
  `${id},${nhs},${family},Margaret,${born},${mobile},F81081,${pathway},routine,${row.referred ?? '01/06/2026'},Dr A Example,${row.reason ?? 'Pain'},${row.list ?? ','}`;

const fileOf = (...rows: Row[]) => new TextEncoder().encode([HEADINGS, ...rows.map(line)].join('\n'));

async function check(bytes: Uint8Array) {
  const checked = await imports.check({ fileName: 'referrals-august.csv', bytes }, PRIYA);
  if (!checked.ok) throw new Error(checked.problem);
  return checked.id;
}

async function checkAndImport(bytes: Uint8Array) {
  const id = await check(bytes);
  await imports.begin(id);
  expect(await imports.runPending({ id })).toBe(true);
  return id;
}

const stateOf = async (id: string) => {
  const found = await imports.find(id);
  return found && { state: found.state, rowsDone: found.rowsDone, ...found.counts };
};
const events = async () => (await database.pool.query<{ n: number }>('select count(*)::int as n from events')).rows[0]?.n ?? 0;
const countOf = async (type: string) =>
  (await database.pool.query<{ n: number }>('select count(*)::int as n from events where type = $1', [type])).rows[0]?.n ?? 0;

describe('checking a file', () => {
  it('saves nothing in the log, and says what would come of each row', async () => {
    const before = await events();
    const id = await check(
      fileOf(
        { id: 'A1', nhs: CARDS[0] },
        { id: 'A2', nhs: CARDS[1], born: '31/06/1950' },
        { id: 'A3', nhs: CARDS[0], reason: 'Still in pain' },
        { id: 'A1', nhs: CARDS[0] },
        { id: 'A1', nhs: CARDS[2] },
        { id: 'A4', nhs: CARDS[0], born: '15/07/1945', pathway: 'Cataract' },
      ),
    );
    expect(await stateOf(id)).toEqual({ state: 'checked', rowsDone: 0, new: 1, 'close-match': 1, unchanged: 1, different: 1, refused: 2 });
    expect(
      (await reports.problems(id, { from: 0, most: 50 })).rows.map(({ row, field, sent, problem }) => [row, field, sent, problem]),
    ).toEqual([
      [3, 'DATE_OF_BIRTH', '31/06/1950', 'June has 30 days'],
      [6, 'REFERRAL_ID', 'A1', 'This REFERRAL_ID is in this file already, with other content'],
      [7, 'NHS_NUMBER', '999 *** **11', 'This NHS number belongs to someone with another date of birth'],
    ]);
    expect(await events()).toBe(before);
  });

  it('writes the failing rows so that they can be put right and sent again', async () => {
    const id = await check(fileOf({ id: 'B1', nhs: CARDS[1], family: '=HYPERLINK(1)', born: 'soon' }));
    expect(await reports.badRows(id)).toBe(
      `\uFEFF"PROBLEMS",${HEADINGS.split(',')
        .map((name) => `"${name}"`)
        .join(',')}\r\n` +
        `"DATE_OF_BIRTH: Date is not recognised. Write the date like 27/08/2026.","B1","9991000038","'=HYPERLINK(1)","Margaret","soon","",` +
        `"F81081","Hip pain","routine","01/06/2026","Dr A Example","Pain","",""\r\n`,
    );
  });

  it('refuses a file that is no referrals file, and keeps nothing of it', async () => {
    expect(await imports.check({ fileName: 'x.csv', bytes: new TextEncoder().encode('') }, PRIYA)).toEqual({
      ok: false,
      problem: 'The file is empty.',
    });
    expect(await imports.list(10)).toEqual([]);
  });

  it('keeps the file name for showing only', async () => {
    await imports.check({ fileName: '../../etc/\u202Evsc.exe\0', bytes: fileOf({ id: 'C1', nhs: CARDS[0] }) }, PRIYA);
    expect((await imports.list(1)).map(({ fileName }) => fileName)).toEqual(['vsc.exe']);
  });

  it('forgets a file that nobody imports after 7 days, or at once when it is told to', async () => {
    await check(fileOf({ id: 'M1', nhs: CARDS[0] }));
    const cancelled = await check(fileOf({ id: 'M2', nhs: CARDS[0] }));
    await imports.discard(cancelled);
    clock.set(new Date('2026-09-03T09:00:01Z'));
    const kept = await check(fileOf({ id: 'M3', nhs: CARDS[0] }));
    clock.set(NOW);
    expect((await imports.list(10)).map(({ id }) => id)).toEqual([kept]);
    expect((await database.pool.query('select import_id from referral_import_file')).rows).toEqual([{ import_id: kept }]);
  });

  it('groups the problems, those of most rows first', async () => {
    const id = await check(fileOf({ id: 'D1', nhs: CARDS[0], born: 'x' }, { id: 'D2', nhs: CARDS[1], born: 'y' }, { id: 'D3', nhs: '1' }));
    expect(await reports.topProblems(id, 5)).toEqual([
      { field: 'DATE_OF_BIRTH', problem: 'Date is not recognised', rows: 2 },
      { field: 'NHS_NUMBER', problem: 'NHS number has 1 digit, not 10', rows: 1 },
    ]);
    expect((await reports.problems(id, { from: 0, most: 1, problem: 'Date is not recognised' })).total).toBe(2);
  });
});

describe('importing a file', () => {
  it('brings in the good rows, once, however often the file comes', async () => {
    const bytes = fileOf({ id: 'E1', nhs: CARDS[3] }, { id: 'E2', nhs: '123' }, { id: 'E3', nhs: CARDS[4], list: 'RAJ,20/06/2026' });
    const [received, takenOn] = [await countOf('ReferralReceived'), await countOf('CaseTakenOn')];
    const first = await checkAndImport(bytes);
    expect(await stateOf(first)).toEqual({ state: 'done', rowsDone: 3, new: 2, 'close-match': 0, unchanged: 0, different: 0, refused: 1 });
    expect([await countOf('ReferralReceived'), await countOf('CaseTakenOn')]).toEqual([received + 1, takenOn + 1]);

    const after = await events();
    const second = await checkAndImport(bytes);
    expect(await stateOf(second)).toEqual({ state: 'done', rowsDone: 3, new: 0, 'close-match': 0, unchanged: 2, different: 0, refused: 1 });
    expect(await events()).toBe(after);
    const again = await imports.find(second);
    expect(again && (await imports.sameContentBefore(again))?.id).toBe(first);
  });

  it('keeps the file only until it is imported', async () => {
    await checkAndImport(fileOf({ id: 'F1', nhs: CARDS[0] }));
    expect((await database.pool.query('select from referral_import_file')).rowCount).toBe(0);
  });

  it('reports a referral that comes back with other content, and changes nothing', async () => {
    await checkAndImport(fileOf({ id: 'G1', nhs: CARDS[0], pathway: 'Cataract' }));
    const after = await events();
    const id = await checkAndImport(fileOf({ id: 'g 1', nhs: CARDS[0], pathway: 'Cataract', reason: 'Worse now' }));
    expect(await stateOf(id)).toMatchObject({ new: 0, different: 1 });
    expect((await reports.problems(id, { from: 0, most: 50 })).rows).toMatchObject([
      { row: 2, sent: 'g 1', problem: 'This REFERRAL_ID is in Guardian already, with other content' },
    ]);
    expect(await events()).toBe(after);
  });

  it('opens a case that resembles another of the same patient, and says so on it', async () => {
    const suspected = await countOf('DuplicateSuspected');
    const id = await checkAndImport(
      fileOf({ id: 'H1', nhs: CARDS[1], pathway: 'Knee pain' }, { id: 'H2', nhs: CARDS[1], pathway: 'Knee pain', referred: '02/06/2026' }),
    );
    expect(await stateOf(id)).toMatchObject({ new: 1, 'close-match': 1 });
    expect(await countOf('DuplicateSuspected')).toBe(suspected + 1);
  });

  it('leaves alone what is held of a patient, and fills what is missing', async () => {
    const patientId = patientIdFor(CARDS[2], LOOKUP_KEY, '');
    await checkAndImport(fileOf({ id: 'I1', nhs: CARDS[2] }));
    const held = { address: '1 High Street', postcode: null, homePhone: '01702000000', mobilePhone: null, email: null };
    await app
      .get(CommandBus, { strict: false })
      .execute(new HandlePatientCommand(patientId, { type: 'RecordContactDetails', details: held }, { actor: PRIYA, commandId: 'held' }));
    await checkAndImport(fileOf({ id: 'I2', nhs: CARDS[2], mobile: '07700900123', pathway: 'Cataract' }));
    await checkAndImport(fileOf({ id: 'I3', nhs: CARDS[2], mobile: '07700900999', pathway: 'Haematuria' }));
    expect((await app.get(Records, { strict: false }).patient(patientId)).details).toEqual({ ...held, mobilePhone: '07700900123' });
  });

  it('has one worker, and counts each referral for one of two people who import the same file at once', async () => {
    const bytes = fileOf({ id: 'J1', nhs: CARDS[3], pathway: 'Cataract' }, { id: 'J2', nhs: CARDS[4], pathway: 'Cataract' });
    const ids = [await check(bytes), await check(bytes)];
    const received = await countOf('ReferralReceived');
    for (const id of ids) await imports.begin(id);
    await Promise.all([imports.runPending(), imports.runPending(), imports.runPending()]);
    const states = await Promise.all(ids.map(stateOf));
    expect(states.map((state) => state?.state)).toEqual(['done', 'done']);
    expect(states.reduce((sum, state) => sum + (state?.new ?? 0), 0)).toBe(2);
    expect(await countOf('ReferralReceived')).toBe(received + 2);
  });

  it('runs in the background from the moment it is begun, and a job that was stopped goes on', async () => {
    const jobs = app.get(IntakeJobs, { strict: false });
    const id = await check(fileOf({ id: 'K1', nhs: CARDS[0], pathway: 'Haematuria' }));
    const stop = new AbortController();
    stop.abort();
    await imports.begin(id);
    expect(await imports.runPending({ stop: stop.signal })).toBe(false);
    expect(await stateOf(id)).toMatchObject({ state: 'importing' });
    jobs.start((fault) => {
      throw fault;
    });
    while ((await imports.find(id))?.state !== 'done') await new Promise((resolve) => setTimeout(resolve, 20));
    await jobs.stop();
    expect(await stateOf(id)).toMatchObject({ new: 1 });
  });

  it('is given up after three faults, and can be begun again', async () => {
    const id = await check(fileOf({ id: 'L1', nhs: CARDS[0], pathway: 'Hearing loss' }));
    await imports.begin(id);
    await database.pool.query('alter table imported_referral rename to gone');
    for (let n = 0; n < 3; n++) {
      expect((await imports.find(id))?.state).toBe('importing');
      await expect(imports.runPending()).rejects.toThrow('imported_referral');
    }
    expect((await imports.find(id))?.state).toBe('failed');
    expect(await imports.runPending()).toBe(false);
    await database.pool.query('alter table gone rename to imported_referral');
    await imports.begin(id);
    await imports.runPending();
    expect(await stateOf(id)).toMatchObject({ state: 'done', new: 1 });
  });
});
