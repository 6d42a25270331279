import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { run as accounts } from './accounts';
import { Problem } from './problem';

jest.setTimeout(60_000);

let database: TestDatabase;
let printed: string[];
beforeAll(async () => {
  database = await testDatabase();
  process.env['DATABASE_URL'] = database.url;
});
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  delete process.env['DATABASE_URL'];
  await database.drop();
});

const ruth = (more: Readonly<Record<string, string>> = {}): string[] => [
  'add',
  ...Object.entries({
    ...{ name: 'Ruth Campion', role: 'administrator', organisation: 'Guardian service', subject: '555' },
    ...{ issuer: 'https://care.example', why: 'First administrator', ...more },
  }).flatMap(([option, value]) => [`--${option}`, value]),
];

it('lets the first administrator log in, and writes down that it came from the command line', async () => {
  expect(await accounts(ruth())).toBe(0);
  expect(printed).toEqual([expect.stringMatching(/^Ruth Campion may log in: account [0-9a-f-]{36}\.$/)]);
  const { rows } = await database.pool.query(
    `select a.name, a.role, a.scope_kind, a.issuer, a.subject, c.by_name, c.why from account a join account_change c on c.account_id = a.id`,
  );
  expect(rows).toEqual([
    {
      ...{ name: 'Ruth Campion', role: 'administrator', scope_kind: 'everywhere', issuer: 'https://care.example', subject: '555' },
      ...{ by_name: 'The command line', why: 'First administrator' },
    },
  ]);
});

it('lets nobody else log in as somebody who is there', async () => {
  await expect(accounts(ruth({ name: 'Eve' }))).rejects.toThrow(new Problem('Ruth Campion logs in so already.'));
});

it('takes a place, PCN or practice', async () => {
  await accounts(ruth({ subject: '556', role: 'coordinator', scope: 'place:southend' }));
  const { rows } = await database.pool.query(`select scope_kind, scope_code from account where subject = '556'`);
  expect(rows).toEqual([{ scope_kind: 'place', scope_code: 'southend' }]);
});

it.each([
  [[], 'Say who: guardian accounts add'],
  [ruth({ why: '' }), 'Say who: guardian accounts add'],
  [ruth({ role: 'king' }), 'The role is one of coordinator, '],
  [ruth({ scope: 'county:essex' }), 'The scope is everywhere, or place:'],
  [ruth({ issuer: '' }), 'Say who vouches for them'],
])('says what is missing: %j', async (args, words) => {
  await expect(accounts(args)).rejects.toThrow(words);
});
