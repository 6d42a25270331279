// T5 and T6 of the catalogue of attacks: personal data is on the pages of those who may see it, and nowhere else. Guardian as it is shipped,
// in processes of its own that log all they can, is walked through by everybody; then nothing that was ever said of a patient stands in
// their logs, in an address, in the worker's health or in the page of an error.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { demoUsers } from '@guardian/access';
import { openEventStore } from '@guardian/event-store';
import { CASE, CASE_PAGES, isFile, OTHER_PAGES, ROUTES } from '../support/every-page';
import { everything, type Everything } from '../support/everything';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import { formIn, TEST_SECRET, Visitor } from '../support/web';
import { testLog } from '../support/log';

jest.setTimeout(180_000);

const PATIENTS = 60;

/** A number of the test range with its check digit; undefined: there is none with these nine digits. */
function nhsNumber(n: number): string | undefined {
  const nine = `999${String(4_000 + n).padStart(6, '0')}`;
  const check = (11 - ([...nine].reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0) % 11)) % 11;
  return check === 10 ? undefined : nine + String(check);
}

let guardian: TestGuardian;
let cases: Everything;
let guardianProcess: ChildProcessWithoutNullStreams;
let address: string;
let health: string;
/** What both processes have said so far. */
let logs = '';
/** Everything that was ever said of a patient. */
let said: string[] = [];

beforeAll(async () => {
  guardian = await startTestGuardian();
  cases = await everything(guardian);
  for (let n = 0; n < PATIENTS; n++) {
    const own = `xq${n}x`;
    await guardian.takeIn({
      identity: {
        ...{ nhsNumber: nhsNumber(n) ?? null, family: `Family-${own}`, given: `Given-${own}`, title: 'Mx', sex: 'female' },
        bornOn: '1950-01-01' as never,
      },
      details: {
        ...{ address: `${n} Street-${own}`, postcode: 'SS1 1AA', email: `${own}@example.org` },
        ...{ homePhone: `01632 96${String(1_000 + n)}`, mobilePhone: `07700 90${String(1_000 + n)}` },
      },
      ...{ reason: `Reason-${own}`, referrer: `Dr Referrer-${own}` },
    });
  }
  said = await allThatWasSaid();
  guardianProcess = spawn(process.execPath, [
    ...['test/faults/event-store/run-typescript.cjs', 'test/attacks/guardian-process.ts', guardian.database.url, TEST_SECRET],
  ]);
  for (const stream of [guardianProcess.stdout, guardianProcess.stderr]) stream.on('data', (data: Buffer) => (logs += data.toString()));
  [address, health] = await listening();
}, 120_000);
afterAll(async () => {
  if (guardianProcess?.kill()) await once(guardianProcess, 'exit');
  await guardian?.close();
});

async function listening(): Promise<[web: string, health: string]> {
  for (let tries = 0; tries < 600; tries++) {
    const [, web, worker] = /^listening (\S+) (\S+)$/m.exec(logs) ?? [];
    if (web && worker) return [web, `${worker}/health`];
    await pause(100);
  }
  throw new Error(`Guardian does not start: ${logs.slice(-2_000)}`);
}

/** Every text in the personal part of any event; days and words that stand in forms as choices are nobody's. */
async function allThatWasSaid(): Promise<string[]> {
  const store = openEventStore(testLog(guardian.database.url));
  const found = new Set<string>();
  const gather = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 6 && !/^\d{4}-\d\d-\d\d$|^[a-z-]+$/.test(value)) found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  let after: Parameters<typeof store.readAll>[0];
  for (;;) {
    const events = await store.readAll(after, 1_000);
    if (events.length === 0) break;
    for (const { data } of events) if ('personal' in data) gather(data.personal);
    after = events.at(-1)?.position;
  }
  await store.close();
  return [...found];
}

const hits = (text: string): string[] => said.filter((one) => text.includes(one) || text.includes(encodeURIComponent(one)));

/** Where a page sends the browser: links, forms, and what it loads. */
const addressesIn = (html: string): string =>
  [...html.matchAll(/(?:href|src|action|formaction)="([^"]*)"/g)].map(([, to]) => to).join('\n');

it('there is enough to be found', () => {
  expect(said.length).toBeGreaterThan(500);
  expect(hits('level 30, Reason-xq7x was here')).toEqual(['Reason-xq7x']);
});

it('a walk through every page as everybody leaves nothing behind', async () => {
  const pages = [
    ...Object.values(CASE_PAGES).flatMap(({ normal, also = [] }) => [normal, ...also]),
    ...Object.values(OTHER_PAGES).flatMap(({ normal, also = [] }) => [normal, ...also]),
    ...ROUTES.filter((route) => isFile(route) && !route.includes(':')),
  ].map((one) => one.replace(/^\S* /, ''));
  const places = pages.map((one) => {
    const [name = '', ...rest] = one.split('/');
    return Object.hasOwn(cases, name)
      ? [cases[name as keyof Everything].address, ...rest].join('/')
      : one.replace(CASE, cases.busy.address);
  });
  let seen = 0;
  for (const { id } of demoUsers) {
    const visitor = new Visitor(address, guardian.database.url);
    await visitor.logIn(id);
    for (const place of [...new Set([...places, '/nothing-here', '/cases/00000000-0000-7000-8000-000000000000'])]) {
      const answer = await visitor.get(place);
      expect([id, place, answer.status < 500]).toEqual([id, place, true]);
      if (answer.status === 200 && hits(answer.text).length > 0) seen++;
      expect([id, place, hits(`${answer.location ?? ''}\n${addressesIn(answer.text)}`)]).toEqual([id, place, []]);
      if (answer.status >= 400) expect([id, place, hits(answer.text)]).toEqual([id, place, []]);
    }
  }
  expect(seen).toBeGreaterThan(100); // else nobody was shown anything, and the walk proves nothing
});

it('nor does what is typed into the wrong place', async () => {
  const priya = new Visitor(address, guardian.database.url);
  await priya.logInByHand(PRIYA);
  for (const one of said.filter((_, n) => n % 25 === 0)) {
    const found = await priya.submit('/search', { q: one.slice(0, 90) }, '/search');
    if (found.location) await priya.get(found.location);
    const { action, hidden } = formIn((await priya.get(`${cases.busy.address}/contacts/new`)).text, `${cases.busy.address}/contacts/new`);
    const refused = await priya.post(action, { ...hidden, notes: one, extra: one });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect((await priya.json('POST', '/api/v1/referrals', { family: one, given: { name: one } })).status).toBeGreaterThanOrEqual(400);
    expect((await priya.json('POST', '/api/v1/referrals', `{"family": "${one}\u0000`)).status).toBeGreaterThanOrEqual(400);
  }
});

it('afterwards nothing stands in the logs or in the health of the worker', async () => {
  expect(logs).toContain('"reqId"');
  expect(logs).toMatch(/"code":"NotAllowed","status":403,"user":"demo-acute-lead","method":"GET","route":"\/cases\/:reference/);
  expect(logs).toContain(`"user":"${PRIYA}","msg":"logged in"`);
  expect(hits(logs)).toEqual([]);
  expect(hits(await (await fetch(health)).text())).toEqual([]);
});
