// Who may do what, over all that the router knows: every route as every role in three organisations. What is expected comes from the table
// below, written by hand, and from nothing that the routes say of themselves.
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { type Action, DEMO_ISSUER, type Role, roles } from '@guardian/access';
import { apiControllers } from '../../apps/web/src/api/api';
import { pageControllers } from '../../apps/web/src/pages/pages';
import { SignInController } from '../../apps/web/src/pages/sign-in/sign-in.controller';
import { StatusController } from '../../apps/web/src/pages/status/status.controller';
import { startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

jest.setTimeout(180_000);

const MAY: Readonly<Record<Action, readonly Role[]>> = {
  'see-patients': ['coordinator', 'clinician', 'pcn-staff'],
  'work-cases': ['coordinator', 'clinician'],
  'decide-clinically': ['clinician'],
  'bring-in-referrals': ['coordinator', 'administrator'],
  'see-pcn': ['coordinator', 'clinician', 'pcn-staff', 'primary-care-lead'],
  'see-reports': ['coordinator', 'clinician', 'pcn-staff', 'acute-lead', 'primary-care-lead'],
  'run-the-service': ['administrator'],
  'see-audit': ['administrator', 'privacy-officer'],
  'protect-privacy': ['privacy-officer'],
  'approve-exports': ['administrator', 'privacy-officer'],
};

/** Programs have tokens and no sessions: programs.spec.ts. */
const PEOPLE = roles.filter((role) => role !== 'program');

/** What can be read of a case without working it. */
const READ = [
  ...['', 'as-of', 'baton', 'check-ins', 'clocks', 'contacts', 'escalations', 'escalations/:escalation', 'harm-reviews'],
  ...['harm-reviews/:trigger', 'looked-at', 'messages', 'messages/:thread', 'offers', 'offers/:service', 'tests', 'timeline', 'validation'],
  ...['workup', 'workup/verdict'],
].map((page) => `GET /cases/:reference${page && `/${page}`}`);

/** The first that fits. */
const NEEDS: readonly (readonly [Action | 'public' | 'signed-in', readonly (string | RegExp)[]])[] = [
  ['public', ['GET /', 'GET /accessibility', 'GET /help', 'GET /privacy', 'GET /status', 'GET /health', 'GET /clock', 'GET /clock/fact']],
  [
    'public',
    ['GET /log-in', 'GET /log-in/callback', 'GET /log-in/start', 'GET /logged-out', 'POST /log-out', 'POST /log-out/back-channel'],
  ],
  ['public', ['GET /api/v1/openapi.json', 'POST /api/v1/clocks']],
  ['signed-in', [/^\w+ \/exports/]],
  ['signed-in', ['GET /sessions', 'POST /sessions/end', 'POST /sessions/end-others']],
  ['signed-in', [/^GET \/api\/v1\/directory\/\w+$/, 'GET /api/v1/pathways']],
  ['see-patients', [...READ, 'GET /cases', 'GET /messages', /^\w+ \/messages\/digest$/, /^\w+ \/search(\/:token)?$/]],
  [
    'see-patients',
    ['GET /api/v1/cases', 'GET /api/v1/cases/:reference', 'GET /api/v1/cases/:reference/timeline', 'POST /api/v1/cases/search'],
  ],
  ['see-patients', ['GET /reports/returns/cases', 'GET /reports/returns/open-pathways.csv', 'GET /reports/waits/cases']],
  [
    'work-cases',
    [
      /^\w+ \/(api\/v1\/)?cases\/:reference\//,
      /^\w+ \/(api\/v1\/)?enquiries/,
      /^\w+ \/(api\/v1\/)?(worklist|validation|referrals\/duplicates)/,
    ],
  ],
  ['work-cases', [/^\w+ \/break-glass/]],
  ['bring-in-referrals', [/^\w+ \/(api\/v1\/)?referrals/]],
  ['see-pcn', [/^GET \/(api\/v1\/)?pcns?(\/:code)?/]],
  ['see-reports', [/^GET \/(api\/v1\/)?reports\//]],
  ['approve-exports', [/^\w+ \/admin\/exports/]],
  ['run-the-service', [/^\w+ \/admin/]],
  ['protect-privacy', ['POST /audit/break-glass/:use']],
  ['see-audit', [/^\w+ \/audit/]],
  ['protect-privacy', [/^\w+ \/privacy\/(requests|retention|erasures)/]],
  ['decide-clinically', [/^\w+ \/privacy\/clinical-reviews/]],
];

/** Where the table alone does not say what comes back; six at most. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'GET /pcn': 'leads may see figures of PCNs, and this page lists those whose patients one cares for',
};

const needOf = (route: string) =>
  NEEDS.find(([, those]) => those.some((one) => (typeof one === 'string' ? one === route : one.test(route))))?.[0];

const ROUTES: readonly string[] = [SignInController, StatusController, ...pageControllers, ...apiControllers].flatMap((controller) => {
  const base = String(Reflect.getMetadata('path', controller));
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object | undefined;
    const method: unknown = typeof handler === 'function' ? Reflect.getMetadata('method', handler) : undefined;
    if (handler === undefined || typeof method !== 'number') return [];
    const path = `/${base}/${String(Reflect.getMetadata('path', handler))}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
    return [`${RequestMethod[method]} ${path}`];
  });
});

/** The case and the PCN stand in the first. */
const ORGANISATIONS = [
  { place: 'southend', pcn: 'north-road-plus-pcn' },
  { place: 'castle-point-and-rochford', pcn: 'canvey-pcn' },
  { place: 'havering', pcn: 'havering-crest-pcn' },
] as const;
const NOWHERE = { reference: 'GR-ZZZZZZ', code: 'nowhere-pcn' };
const UPLOADS = ['POST /referrals/imports/new'];

let guardian: TestGuardian;
let okonkwo: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  okonkwo = await guardian.takeIn();
  for (const role of PEOPLE) {
    for (const [n, { place, pcn }] of ORGANISATIONS.entries()) {
      const [kind, code] = role === 'pcn-staff' ? ['pcn', pcn] : ['place', place];
      await guardian.database.pool.query(
        `insert into account (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts) values ($1, $2, $1, $1, $3, $4, $5, $4, now())`,
        [`${role}-${n}`, DEMO_ISSUER, role, code, kind],
      );
    }
  }
}, 60_000);
afterAll(() => guardian?.close());

it('the table says of every route who may use it, and of none that is not there', () => {
  expect(ROUTES.filter((route) => needOf(route) === undefined)).toEqual([]);
  const used = new Set(
    ROUTES.map((route) => NEEDS.flatMap(([, those]) => those).find((one) => (typeof one === 'string' ? one === route : one.test(route)))),
  );
  expect(NEEDS.flatMap(([, those]) => those).filter((one) => !used.has(one))).toEqual([]);
  expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual(6);
  expect(ROUTES.length).toBeGreaterThan(200);
});

/** Asks for a route; `does`: with all that a command needs to be done, else it stops at what is missing. */
async function ask(visitor: Visitor, token: string, route: string, of: typeof NOWHERE, does: boolean): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  const kind = path.includes('/hospital-facts/') ? '?kind=died' : '';
  const url = path.replace(':reference', of.reference).replace(':code', of.code).replace(/:\w+/g, 'x1') + kind;
  if (method === 'GET') return visitor.get(url);
  const commandId = `matrix-${Math.random().toString(36).slice(2)}`;
  if (path.startsWith('/api/')) {
    return visitor.json(method, url, { type: 'AcceptReferral' }, does ? { 'idempotency-key': commandId, 'if-match': '"1"' } : {});
  }
  const fields = { _csrf: token, ...(does ? { commandId, revision: '1', kind: 'died', entry: '1' } : {}) };
  return UPLOADS.includes(route) ? visitor.upload(url, fields) : visitor.post(url, fields);
}

const outcome = (answer: Answer, of: typeof NOWHERE): string =>
  `${answer.status} ${(answer.text.includes('<main') ? inWords(answer) : answer.text.replace(/"instance":"[^"]*"/, '')).replaceAll(of.reference, '').replaceAll(of.code, '')}`;

describe.each(PEOPLE)('%s', (role) => {
  it.each([0, 1, 2])('in organisation %i', async (n) => {
    const visitor = guardian.visitor();
    await visitor.logIn(`${role}-${n}`);
    const token = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/help')).text)?.[1] ?? '';
    const here = { reference: okonkwo.reference, code: ORGANISATIONS[0].pcn };
    const wrong: string[] = [];
    for (const route of ROUTES) {
      const need = needOf(route);
      if (need === 'public' || need === undefined || route in EXCEPTIONS) continue;
      const may = need === 'signed-in' || MAY[need].includes(role);
      const isOfSomebody = /:reference|:code/.test(route);
      const mine = may && (!isOfSomebody || n === 0);
      const answer = await ask(visitor, token, route, here, !mine);
      const isRefused = answer.status === 403 && /You cannot do this|"code":"NotAllowed"/.test(answer.text);
      if (!may && !isRefused) wrong.push(`${route}: ${answer.status}, though ${role} may not`);
      if (mine && ([401, 403].includes(answer.status) || answer.status >= 500 || answer.location?.startsWith('/log-in')))
        wrong.push(`${route}: ${answer.status}, though ${role} may`);
      if (may && !mine) {
        const elsewhere = outcome(await ask(visitor, token, route, NOWHERE, true), NOWHERE);
        if (answer.status !== 404) wrong.push(`${route}: ${answer.status}, though it is not theirs`);
        else if (outcome(answer, here) !== elsewhere)
          wrong.push(`${route}: tells that it is there: ${outcome(answer, here)} / ${elsewhere}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

it('somebody who has not logged in gets nowhere but to the public pages', async () => {
  const visitor = guardian.visitor();
  const token = '';
  const wrong: string[] = [];
  for (const route of ROUTES.filter((one) => needOf(one) !== 'public')) {
    const { status, location } = await ask(visitor, token, route, { reference: okonkwo.reference, code: ORGANISATIONS[0].pcn }, true);
    const refused = status === 401 || status === 403 || (status === 303 && location?.startsWith('/log-in'));
    if (!refused) wrong.push(`${route}: ${status}`);
  }
  expect(wrong).toEqual([]);
});

it('nothing was done by all that was tried elsewhere', async () => {
  expect((await okonkwo.state()).entries).toEqual(['ReferralReceived']);
});
