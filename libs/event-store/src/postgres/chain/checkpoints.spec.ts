import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database';
import { tamper } from '../../../../../test/support/tamper';
import { EVENT_LOG } from './chained-table';
import { readCheckpoint, signedCheckpoint } from './checkpoint';
import { Sealer } from './sealer';
import { verifyChain } from './verify-chain';
import { verifyCheckpoints } from './verify-checkpoints';
import { writeCheckpoint } from './write-checkpoint';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const DAYS = ['2026-11-21', '2026-11-22', '2026-11-23'] as const;

let database: TestDatabase;
let sealer: Sealer;
let folder: string;

const fileOf = (day: string) => path.join(folder, `checkpoint-${day}.txt`);
const write = (day: string, key = privateKey) => writeCheckpoint({ url: database.url, folder, key, day, at: new Date(`${day}T00:00:10Z`) });
const append = (events: number) =>
  database.pool.query(
    `insert into events (stream_id, revision, category, type, data, metadata)
     select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{}', '{}' from generate_series(1, $1)`,
    [events],
  );
const verify = () => verifyCheckpoints(database.url, folder, [publicKey]);
const found = async () => (await verify()).findings;

/** Ten events a day: a checkpoint is signed at positions 10, 20 and 30. */
beforeEach(async () => {
  database = await testDatabase();
  sealer = new Sealer(database.url, [EVENT_LOG]);
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'guardian-checkpoints-')), 'made when needed');
  for (const day of DAYS) {
    await append(10);
    await sealer.sealAll();
    expect(await write(day)).toBe(true);
  }
});
afterEach(async () => {
  rmSync(path.dirname(folder), { recursive: true });
  await database.drop();
});

describe('signed checkpoints', () => {
  it('say day by day how far the log was sealed, and agree with it', async () => {
    expect(await verify()).toEqual({ days: DAYS, findings: [] });
    const heads = DAYS.map((day) => readCheckpoint(readFileSync(fileOf(day), 'utf8'), [publicKey])?.heads);
    expect(heads).toEqual([
      [{ log: 'events', rows: 10, position: 10n, seal: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      [{ log: 'events', rows: 20, position: 20n, seal: 2, root: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      [{ log: 'events', rows: 30, position: 30n, seal: 3, root: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    ]);
    await append(5);
    await sealer.sealAll();
    expect(await found()).toEqual([]);
  });

  it('are made once a day, also for two workers, and are the same in each of their folders', async () => {
    expect(await write('2026-11-23')).toBe(false);
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'guardian-checkpoints-'));
    const day = '2026-11-24';
    const at = [new Date('2026-11-24T00:00:10Z'), new Date('2026-11-24T00:00:11Z')] as const;
    const made = [
      writeCheckpoint({ url: database.url, folder, key: privateKey, day, at: at[0] }),
      writeCheckpoint({ url: database.url, folder: elsewhere, key: privateKey, day, at: at[1] }),
    ];
    expect(await Promise.all(made)).toEqual([true, true]);
    expect(readFileSync(path.join(elsewhere, `checkpoint-${day}.txt`), 'utf8')).toBe(readFileSync(fileOf(day), 'utf8'));
    expect(readdirSync(elsewhere)).toEqual([`checkpoint-${day}.txt`]);
    rmSync(elsewhere, { recursive: true });
  });

  it('are not made of nothing', async () => {
    const empty = await testDatabase();
    expect(await writeCheckpoint({ url: empty.url, folder, key: privateKey, day: '2026-11-25', at: new Date() })).toBe(false);
    await empty.drop();
  });

  it('tell that the end was cut off, with its seals', async () => {
    await tamper(database.pool, 'delete from events where position > 20; delete from chain_seal where to_position > 20');
    expect((await verifyChain(database.url, EVENT_LOG, () => undefined)).finding).toBeUndefined();
    expect(await found()).toEqual([
      {
        kind: 'truncated',
        words: 'events: the checkpoint of 2026-11-23 was signed up to position 30, and the seals end at 20: the end was cut off.',
      },
    ]);
  });

  it('tell that a part of the log was forged and its seals made anew, and from where on', async () => {
    await tamper(database.pool, `update events set data = '{"forged":true}' where position = 15; delete from chain_seal where number > 1`);
    await sealer.sealAll();
    expect((await verifyChain(database.url, EVENT_LOG, () => undefined)).finding).toBeUndefined();
    expect(await found()).toEqual([
      {
        kind: 'rebuilt',
        words:
          'events: what is sealed up to position 20 is not what was signed on 2026-11-22: rows and seals were made anew. ' +
          'They agree up to position 10, signed on 2026-11-21.',
      },
    ]);
  });

  it('tell that everything was made anew from a forged root, though it holds together and the database remembers nothing else', async () => {
    await tamper(
      database.pool,
      `update events set data = '{"forged":true}' where position = 1; delete from chain_seal; delete from chain_checkpoint`,
    );
    await sealer.sealAll();
    expect((await verifyChain(database.url, EVENT_LOG, () => undefined)).finding).toBeUndefined();
    expect((await found()).at(-1)).toEqual({
      kind: 'rebuilt',
      words:
        'events: what is sealed up to position 10 is not what was signed on 2026-11-21: rows and seals were made anew. ' +
        'No earlier checkpoint agrees either.',
    });
    expect((await found()).map(({ words }) => words).slice(0, 3)).toEqual(
      DAYS.map((day) => `The database does not remember the checkpoint of ${day}, which is in ${folder}.`),
    );
  });

  it('are missed when a file is gone, and the database’s own copy still vouches', async () => {
    unlinkSync(fileOf('2026-11-22'));
    expect(await verify()).toEqual({
      days: DAYS,
      findings: [{ kind: 'checkpoint', words: `The checkpoint of 2026-11-22 is missing from ${folder}.` }],
    });
  });

  it('are missed all, with the folder', async () => {
    rmSync(folder, { recursive: true });
    expect((await found()).map(({ words }) => words)).toEqual(DAYS.map((day) => `The checkpoint of ${day} is missing from ${folder}.`));
    await tamper(database.pool, 'delete from chain_checkpoint');
    expect(await found()).toEqual([
      {
        kind: 'checkpoint',
        words: `There is no signed checkpoint in ${folder}: nothing outside the database vouches for what is sealed.`,
      },
    ]);
  });

  it('are refused when another key signed them, when they were changed, and when they are of another day', async () => {
    const forger = generateKeyPairSync('ed25519').privateKey;
    const signed = readFileSync(fileOf('2026-11-22'), 'utf8');
    const content = readCheckpoint(signed, [publicKey]);
    for (const forged of [
      signedCheckpoint(content!, forger),
      signed.replace('Rows         20', 'Rows         19'),
      readFileSync(fileOf('2026-11-21'), 'utf8'),
    ]) {
      writeFileSync(fileOf('2026-11-22'), forged);
      expect(await verify()).toEqual({
        days: DAYS,
        findings: [
          {
            kind: 'checkpoint',
            words: `The checkpoint of 2026-11-22, ${fileOf('2026-11-22')}, is not as this key signed it: it was changed, or is of another key.`,
          },
        ],
      });
    }
  });

  it('are refused in the database too, where somebody put others', async () => {
    await tamper(database.pool, `update chain_checkpoint set text = replace(text, '2026-11-22', '2026-11-21') where day = '2026-11-22'`);
    expect(await found()).toEqual([
      {
        kind: 'checkpoint',
        words:
          'The checkpoint of 2026-11-22, which the database remembers, is not as this key signed it: it was changed, or is of another key.',
      },
    ]);
  });
});
