// Rule D9, route by route: a case of somebody else looks like one that is not there, and what a role does not include is refused.
import { startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

const ELSEWHERE = { 'another place': 'demo-coordinator-havering', 'the place next to it': 'demo-coordinator-castle-point-and-rochford' };
const OTHER_PCNS = { 'another PCN of the place': 'demo-pcn-southend-east', 'a PCN of another place': 'demo-pcn-canvey' };
const COUNTS_ONLY = {
  'the acute lead': 'demo-acute-lead',
  'the primary-care lead': 'demo-primary-care-lead',
  'the administrator': 'demo-administrator',
  'the privacy officer': 'demo-privacy-officer',
};

const READ = [
  '',
  '/timeline',
  '/workup',
  '/workup/verdict',
  '/tests',
  '/contacts',
  '/check-ins',
  '/escalations',
  '/messages',
  '/clocks',
  '/baton',
  '/offers',
  '/harm-reviews',
  '/validation',
  '/as-of',
  '/looked-at',
];
/** Pages of who works the case, with forms that are sent elsewhere. */
const READ_TO_WORK = ['/exit'];
const WRITE = [
  ...['/check-ins/new', '/check-ins/changes/new', '/check-ins/changes/n1', '/escalations/new'],
  ...['/escalations/expedites/new', '/messages/new', '/messages/m1/referral'],
  ...['/contacts/new', '/corrections/new', '/assign', '/hand-over', '/tests/new', '/tests/t1/book', '/priority', '/close', '/reopen'],
  ...[
    '/workup/xray-hip/done',
    '/workup/xray-hip/request',
    '/workup/xray-hip/waive',
    '/workup/xray-hip/reuse',
    '/workup/decide',
    '/workup/return',
  ],
  ...['/workup/go-ahead', '/workup/red-flag', '/send', '/duplicate', '/snooze', '/hospital-facts/new'],
];
const POST_FACT = ['/hospital-facts/check?kind=died', '/hospital-facts/change?kind=died', '/hospital-facts/new?kind=died'];
const POST_ONLY = [
  ...['/check-ins/plan', '/check-ins/k1/acted', '/escalations/e1/acknowledgement', '/escalations/e1/answer'],
  '/harm-reviews/long-wait',
  ...['/exit/confirm', '/exit/decline', '/validation/ask', '/validation/answer'],
  ...['/escalations/expedites/x1/answer', '/escalations/expedites/x1/told'],
  ...['/messages/m1/answer', '/messages/m1/read', '/messages/m1/close'],

  ...['/offers', '/offers/x/accepted', '/offers/x/time', '/offers/x/declined', '/offers/x/review', '/offers/x/outcome'],
  '/baton/offer',
  '/baton/accept',
  '/baton/decline',
  '/baton/withdraw',
  '/workup/resubmission',
  '/duplicate/unlink',
  '/duplicate/records',
  '/corrections/1/right-patient',
  '/snooze/end',
  ...POST_FACT,
];
const NOT_THERE = 'GR-ZZZZZZ';

let guardian: TestGuardian;
let okonkwo: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  okonkwo = await guardian.takeIn();
}, 60_000);
afterAll(() => guardian?.close());

async function loggedIn(who: string): Promise<{ visitor: Visitor; token: string }> {
  const visitor = guardian.visitor();
  await visitor.logIn(who);
  const token = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/help')).text)?.[1] ?? '';
  return { visitor, token };
}

/** Status and words of each route, for this case and for one that is not there. */
async function both(who: string, method: 'GET' | 'POST', routes: readonly string[]) {
  const { visitor, token } = await loggedIn(who);
  const ask = async (reference: string, route: string) => {
    const url = `/cases/${reference}${route}`;
    const answer =
      method === 'GET'
        ? await visitor.get(url)
        : await visitor.post(url, {
            _csrf: token,
            commandId: `forged${route.replaceAll(/[/?=]/g, '-')}-${who}`,
            revision: '1',
            kind: 'died',
            entry: '1',
          });
    return { route, status: answer.status, says: inWords(answer).replaceAll(reference, '') };
  };
  const here = [];
  const notThere = [];
  for (const route of routes) {
    here.push(await ask(okonkwo.reference, route));
    notThere.push(await ask(NOT_THERE, route));
  }
  return { here, notThere };
}

const statuses = (answers: readonly { route: string; status: number }[]): string[] =>
  answers.map(({ route, status }) => `${status} ${route}`);
const all = (status: number, routes: readonly string[]): string[] => routes.map((route) => `${status} ${route}`);

describe('a case of somebody else', () => {
  it.each(Object.entries(ELSEWHERE))('is not there for the coordinator of %s: no page, no form', async (_where, who) => {
    const forms = WRITE.filter((route) => !['/corrections/new', '/hospital-facts/new'].includes(route));
    const got = await both(who, 'GET', [...READ, ...READ_TO_WORK, ...forms]);
    expect(new Set(got.here.map(({ status }) => status))).toEqual(new Set([404]));
    expect(got.here).toEqual(got.notThere);
    const posted = await both(
      who,
      'POST',
      [...WRITE, ...POST_ONLY].filter((route) => route !== '/hospital-facts/new'),
    );
    expect(new Set(posted.here.map(({ status }) => status))).toEqual(new Set([404]));
    expect(posted.here).toEqual(posted.notThere);
  });

  it.each(Object.entries(OTHER_PCNS))('is not there for the staff of %s, who work no case at all', async (_where, who) => {
    const got = await both(who, 'GET', READ);
    expect(statuses(got.here)).toEqual(all(404, READ));
    expect(got.here).toEqual(got.notThere);
    const forms = [...READ_TO_WORK, ...WRITE];
    expect(statuses((await both(who, 'GET', forms)).here)).toEqual(all(403, forms));
    expect(statuses((await both(who, 'POST', [...WRITE, ...POST_ONLY])).here)).toEqual(all(403, [...WRITE, ...POST_ONLY]));
  });

  it.each(Object.entries(COUNTS_ONLY))('is refused to %s, who sees counts only', async (_who, who) => {
    expect(statuses((await both(who, 'GET', [...READ, ...WRITE])).here)).toEqual(all(403, [...READ, ...WRITE]));
    expect(statuses((await both(who, 'POST', [...WRITE, ...POST_ONLY])).here)).toEqual(all(403, [...WRITE, ...POST_ONLY]));
    const { visitor } = await loggedIn(who);
    for (const list of [
      '/cases',
      '/worklist',
      '/worklist/team',
      '/worklist/done',
      '/worklist/snoozed',
      '/worklist/hand-over',
      '/worklist/cover',
      '/worklist/chase',
      '/validation',
      '/validation/asked',
      '/referrals/duplicates',
      '/search',
      '/messages',
      '/messages/digest',
      '/pcn/north-road-plus-pcn',
      '/pcn/north-road-plus-pcn/waits.csv',
    ]) {
      const answer = await visitor.get(list);
      expect([list, answer.text.includes('Okonkwo'), answer.status === 200]).toEqual([list, false, false]);
    }
  });

  it('has not changed by all that was tried', async () => {
    const { entries } = await okonkwo.state();
    expect(entries).toEqual(['ReferralReceived']);
  });
});
