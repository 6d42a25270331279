// What somebody with bad intent tries where people and programs log in: the catalogue of attacks C4, C8, C9 and C12, against the provider of the
// demonstration. C5 and C6, wrong tokens and wrong ways back, stand in apps/web/src/pages/sign-in/sign-in.spec.ts with a provider that lies.
// C7 (is a wrong password told from an unknown person?) and guessing passwords do not apply: Guardian asks nobody for one and keeps none.
import { demoProgram } from '@guardian/access';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { startTestWeb, type Visitor } from '../support/web';

let guardian: TestGuardian;
let okonkwo: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  okonkwo = await guardian.takeIn();
}, 60_000);
afterAll(() => guardian?.close());

const rowsOf = async (text: string): Promise<object[]> => (await guardian.database.pool.query<object>(text)).rows;
async function loggedIn(person: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logInByHand(person);
  return visitor;
}
const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/sessions')).status === 200;

describe('C4: a browser that was left open', () => {
  it.each([
    ['30 minutes after it was last used', `set expires_at = expires_at - interval '30 minutes'`],
    ['12 hours after log-in, however busy', `set created_at = created_at - interval '12 hours'`],
  ])('opens nothing %s', async (_, later) => {
    const priya = await loggedIn(PRIYA);
    expect(await isIn(priya)).toBe(true);
    await guardian.database.pool.query(`update web_session ${later}`);
    expect((await priya.get(okonkwo.address)).location).toMatch(/^\/log-in/);
    expect((await priya.get('/api/v1/cases')).status).toBe(401);
  });

  it('is still open just before', async () => {
    const priya = await loggedIn(PRIYA);
    await guardian.database.pool.query(
      `update web_session set expires_at = now() + interval '5 seconds', created_at = now() - interval '11 hours 59 minutes'`,
    );
    expect(await isIn(priya)).toBe(true);
  });
});

describe('C12: many browsers', () => {
  it('the eleventh log-in of one person ends the one used longest ago, and nobody else’s', async () => {
    const helen = await loggedIn('demo-acute-lead');
    const browsers: Visitor[] = [];
    for (let n = 0; n < 11; n++) browsers.push(await loggedIn(PRIYA));
    const still = await Promise.all(browsers.map(isIn));
    expect(still).toEqual([false, ...Array.from({ length: 10 }, () => true)]);
    expect(await isIn(helen)).toBe(true);
  });

  it('a role that changes in one is changed in all of them', async () => {
    const browsers = [await loggedIn('demo-coordinator-havering'), await loggedIn('demo-coordinator-havering')];
    await guardian.database.pool.query(`update account set role = 'acute-lead' where id = 'demo-coordinator-havering'`);
    for (const browser of browsers) expect((await browser.get('/worklist')).status).toBe(403);
  });
});

describe('C9: a program', () => {
  const tokenFor = async (scope: string, secret = 'demonstration', more: Record<string, string> = {}) => {
    const answer = await fetch(`${guardian.address}/demonstration/provider/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`demo-program:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope, ...more }),
    });
    return { status: answer.status, ...((await answer.json()) as { access_token?: string; expires_in?: number; error?: string }) };
  };
  const as = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });

  it('gets a token for five minutes, reads the cases of its scope and is written down as who looked', async () => {
    const { access_token: token, expires_in: seconds } = await tokenFor('cases.read');
    expect(seconds).toBe(300);
    const answer = await fetch(`${guardian.address}/api/v1${okonkwo.address}`, as(token));
    expect([answer.status, ((await answer.json()) as { reference: string }).reference]).toEqual([200, okonkwo.reference]);
    const [look] = await rowsOf('select user_id, role, status from read_audit order by position desc limit 1');
    expect(look).toEqual({ user_id: 'demo-program', role: 'program', status: 200 });
  });

  it('brings in a referral, and the log says that it was the program', async () => {
    const { access_token: token } = await tokenFor('referrals.write');
    const answer = await fetch(`${guardian.address}/api/v1/referrals`, {
      method: 'POST',
      headers: { ...as(token).headers, 'content-type': 'application/json', 'idempotency-key': 'from-a-program' },
      body: JSON.stringify({
        patient: { nhsNumber: '999 000 0018', family: 'Hussain', given: 'Amir', bornOn: '1961-02-03', sex: 'male' },
        ...{ practice: 'F81003', pathway: 'hip-pain', priority: 'routine', referredOn: '2026-08-10' },
        ...{ reason: 'Pain in the left hip at night', referrer: 'Dr Alva Nyman' },
      }),
    });
    expect(answer.status).toBe(201);
    const [event] = await rowsOf(
      `select metadata->'actor' as actor from events where type = 'ReferralReceived' order by position desc limit 1`,
    );
    expect(event).toEqual({
      actor: { id: 'demo-program', name: demoProgram.name, role: 'program', organisation: 'Carnarvon Medical Centre' },
    });
  });

  it('with a token of another scope is refused, and nothing happens', async () => {
    const { access_token: token } = await tokenFor('cases.read');
    const answer = await fetch(`${guardian.address}/api/v1${okonkwo.address}/commands`, {
      method: 'POST',
      headers: { ...as(token).headers, 'content-type': 'application/json', 'idempotency-key': 'k1', 'if-match': '"1"' },
      body: JSON.stringify({ type: 'RecordContact', on: '2026-08-20', who: 'patient', how: 'phone', outcome: 'spoke' }),
    });
    expect([answer.status, (await okonkwo.state()).entries]).toEqual([403, ['ReferralReceived']]);
  });

  it('gets no token with a wrong secret or for another service, and with a scope that is none one that reads nothing', async () => {
    expect((await tokenFor('cases.read', 'guess')).status).toBe(401);
    const { access_token: token } = await tokenFor('everything');
    expect((await fetch(`${guardian.address}/api/v1/cases`, as(token))).status).toBe(403);
    expect((await tokenFor('cases.read', undefined, { resource: 'https://elsewhere.example/' })).error).toBe('invalid_target');
  });

  it('does not get in with the token in the address, nor with the one that a person logs in with', async () => {
    const { access_token: token = '' } = await tokenFor('cases.read');
    expect((await fetch(`${guardian.address}/api/v1/cases?access_token=${token}`)).status).toBe(401);
    expect((await fetch(`${guardian.address}/api/v1/cases`, as('opaque'))).status).toBe(401);
  });

  it('is out at once when its account ends, whatever its token says', async () => {
    const { access_token: token } = await tokenFor('cases.read');
    expect((await fetch(`${guardian.address}/api/v1/cases`, as(token))).status).toBe(200);
    await guardian.database.pool.query(`update account set ends = now() where id = 'demo-program'`);
    expect((await fetch(`${guardian.address}/api/v1/cases`, as(token))).status).toBe(401);
  });

  it('cannot be chosen by a person as who to be', async () => {
    const answer = await guardian.visitor().logInByHand('demo-program');
    expect([answer.status, answer.text.includes(demoProgram.name)]).toEqual([422, false]);
  });
});

describe('C8: log-ins one after the other', () => {
  it('from one address wait after 120 in a minute; those who are in go on', async () => {
    const web = await startTestWeb({ requestsPerMinute: 600 });
    try {
      const inside = web.visitor();
      await inside.logIn(PRIYA);
      const statuses: number[] = [];
      for (let n = 0; n < 121; n++) statuses.push((await fetch(`${web.address}/log-in/start`, { redirect: 'manual' })).status);
      expect(statuses.slice(0, 120).every((status) => status === 303)).toBe(true);
      const refused = await fetch(`${web.address}/log-in/start`, { redirect: 'manual' });
      expect([statuses[120], refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, 429, true]);
      expect(await isIn(inside)).toBe(true);
    } finally {
      await web.close();
    }
  });
});
