import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lastVerification } from '@guardian/access';
import { SettableClock } from '@guardian/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { testLog } from '../../../test/support/log';
import { tamper } from '../../../test/support/tamper';
import { Seals } from './seals';
import { DailyVerification } from './verification';
import { createWorkerApp } from './worker-app';

let database: TestDatabase;
let home: string;
const clock = new SettableClock(new Date('2026-11-22T09:00:00Z'));

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(path.join(tmpdir(), 'guardian-verification-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path.join(home, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await database.pool.query(
    `insert into events (stream_id, revision, category, type, data, metadata)
     select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{"said":"a private matter"}', '{}' from generate_series(1, 3)`,
  );
});
afterAll(async () => {
  rmSync(home, { recursive: true });
  await database.drop();
});

const options = () => ({
  databaseUrl: database.url,
  clock,
  checkpoints: { folder: path.join(home, 'checkpoints'), keyFile: path.join(home, 'key.pem') },
});
const FOUND = /^events: the row at position 2 \(case-[0-9a-f-]{36} revision 1, ContactRecorded\) was changed after it was sealed\.$/;

/** What whoever watches the worker is told. */
async function health() {
  const worker = await createWorkerApp({ ...testLog(database.url), readModels: [], logLevel: 'silent' });
  await worker.init();
  const answer = await worker.inject({ url: '/health' });
  await worker.close();
  return { status: answer.statusCode, ...answer.json<{ attention: boolean; verified: unknown }>() };
}

describe('the worker compares what is sealed', () => {
  it('once today’s checkpoint is signed, and not before', async () => {
    await new DailyVerification(options()).takeAll();
    expect(await lastVerification(database.url)).toBeUndefined();
    await new Seals(options()).takeAll();
    expect(await new DailyVerification(options()).takeAll()).toBe(0);
    expect(await lastVerification(database.url)).toMatchObject({ day: '2026-11-22', rows: 3, findings: [] });
    expect(await health()).toMatchObject({ status: 200, attention: false, verified: { finding: null } });
  });

  it('once a day in London', async () => {
    await tamper(database.pool, `update events set data = '{"said":"another private matter"}' where position = 2`);
    expect(await new DailyVerification(options()).takeAll()).toBe(0);
    clock.set(new Date('2026-11-23T00:00:30Z'));
    await new Seals(options()).takeAll();
    expect(await new DailyVerification(options()).takeAll()).toBe(1);
    expect(await lastVerification(database.url)).toMatchObject({ day: '2026-11-23', rows: 1, findings: [expect.stringMatching(FOUND)] });
  });

  it('and raises an alarm, which quotes nothing of what was changed', async () => {
    const said = await health();
    expect(said).toMatchObject({ status: 200, attention: true, verified: { finding: expect.stringMatching(FOUND) as string } });
    expect(JSON.stringify(said)).not.toContain('private');
  });

  it('until the row is again as it was', async () => {
    await tamper(database.pool, `update events set data = '{"said":"a private matter"}' where position = 2`);
    clock.set(new Date('2026-11-24T00:00:30Z'));
    await new Seals(options()).takeAll();
    await new DailyVerification(options()).takeAll();
    expect(await health()).toMatchObject({ attention: false });
  });

  it('or says so when it has not for two days', async () => {
    await tamper(database.pool, `update verification set at = at - interval '49 hours'`);
    expect(await health()).toMatchObject({ attention: true, verified: { finding: null } });
  });

  it('is stopped in the middle of it, and leaves nothing', async () => {
    clock.set(new Date('2026-11-25T00:00:30Z'));
    await new Seals(options()).takeAll();
    const verification = new DailyVerification(options());
    await verification.stop();
    await expect(verification.takeAll()).rejects.toThrow();
    expect((await lastVerification(database.url))?.day).toBe('2026-11-24');
  });

  it('and what it found can be neither changed nor taken away', async () => {
    for (const sql of [`update verification set findings = '{}'`, 'delete from verification', 'truncate verification']) {
      await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '23001' });
    }
  });
});
