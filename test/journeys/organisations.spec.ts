// What the directory knows, with its dates: to read, for whoever runs the service.
import { startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

let guardian: TestGuardian;
let ruth: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  ruth = guardian.visitor();
  await ruth.logIn('demo-administrator');
});
afterAll(() => guardian?.close());

it('lists PCNs, practices with their last count, and providers, a page at a time', async () => {
  const page = inWords(await ruth.get('/admin/organisations'));
  expect(page).toContain('Showing 1 to 50 of 93 practices');
  expect(page).toMatch(/North Road \+ PCN|North Road Plus PCN/);
  expect(inWords(await ruth.get('/admin/organisations?page=2'))).toContain('Showing 51 to 93 of 93 practices');
  expect((await ruth.get('/admin/organisations?page=3')).status).toBe(400);
});

it('a practice that changed its PCN, and one that closed, keep what they were', async () => {
  await guardian.database.pool.query(`
    update practice_pcn set valid_until = '2026-03-31' where practice_code = 'F81003' and valid_until is null;
    insert into practice_pcn (practice_code, valid_from, pcn_code) values ('F81003', '2026-04-01', 'southend-east-pcn');
    insert into practice (code, name, place_code, valid_from, valid_until) values ('F81999', 'Aardvark Surgery', 'southend', '2019-07-01', '2024-06-30')`);
  const page = inWords(await ruth.get('/admin/organisations'));
  expect(page).toMatch(
    /Carnarvon Medical Centre F81003, Southend 1 July 2019 Open .* from 1 July 2019 until 31 March 2026 Southend East PCN, from 1 April 2026/,
  );
  expect(page).toContain('Aardvark Surgery F81999, Southend 1 July 2019 30 June 2024 No PCN Not known');
});
