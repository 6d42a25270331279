// Every page of the service, taken from the router: its frame reads well, a form that is sent empty says so, and whom it shows is written down.
import { RequestMethod } from '@nestjs/common';
import { day } from '@guardian/kernel';
import { pageControllers } from '../../apps/web/src/pages/pages';
import { SignInController } from '../../apps/web/src/pages/sign-in/sign-in.controller';
import { StatusController } from '../../apps/web/src/pages/status/status.controller';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Answer, Visitor } from '../support/web';

jest.setTimeout(60_000);

/** `form`: read as it opens and after it was sent empty; `list` and `record`: as they open. */
type Kind = 'form' | 'list' | 'record';

/** Under the address of a case, for the page with no name: where it is in this test, else where its route says. */
const CASE_PAGES: Readonly<Record<string, readonly [Kind, string?]>> = {
  '': ['record'],
  '/as-of': ['record'],
  '/assign': ['record'],
  '/baton': ['form'],
  '/check-ins': ['list'],
  '/check-ins/changes/:change': ['record', '/check-ins/changes/n1'],
  '/check-ins/changes/new': ['form'],
  '/check-ins/new': ['form'],
  '/clocks': ['record'],
  '/close': ['form'],
  '/contacts': ['list'],
  '/contacts/new': ['form'],
  '/corrections/new': ['form', '/corrections/new?entry=1'],
  '/duplicate': ['record'],
  '/escalations': ['list'],
  '/escalations/:escalation': ['record', '/escalations/e1'],
  '/escalations/expedites/:expedite': ['form', '/escalations/expedites/x1'],
  '/escalations/expedites/new': ['form'],
  '/escalations/new': ['form'],
  '/exit': ['record'],
  '/hand-over': ['form'],
  '/harm-reviews': ['list'],
  '/hospital-facts/new': ['record'],
  '/looked-at': ['list'],
  '/messages': ['list'],
  '/messages/new': ['form'],
  '/offers': ['list'],
  '/offers/:service': ['record', '/offers/example-msk'],
  '/priority': ['form'],
  '/tests': ['list'],
  '/tests/new': ['form'],
  '/timeline': ['list'],
  '/validation': ['record'],
  '/workup': ['list'],
  '/workup/:item/done': ['form', '/workup/oxford-hip-score/done'],
  '/workup/:item/request': ['form', '/workup/oxford-hip-score/request'],
  '/workup/:item/waive': ['form', '/workup/oxford-hip-score/waive'],
  '/workup/decide': ['form'],
  '/workup/go-ahead': ['form'],
  '/workup/red-flag': ['form'],
  '/workup/return': ['form'],
  '/workup/verdict': ['record'],
};
const OTHER_PAGES: Readonly<Record<string, readonly [Kind, string?]>> = {
  '/accessibility': ['record'],
  '/cases': ['list'],
  '/clock': ['record'],
  '/enquiries': ['list'],
  '/enquiries/new': ['form'],
  '/help': ['record'],
  '/messages': ['list'],
  '/messages/digest': ['list'],
  '/pcn': ['list'],
  '/pcn/:code': ['record', '/pcn/north-road-plus-pcn'],
  '/privacy': ['record'],
  '/referrals': ['list'],
  '/referrals/duplicates': ['list'],
  '/referrals/imports': ['list'],
  '/referrals/new': ['form'],
  '/reports/bottlenecks': ['record'],
  '/reports/enquiries': ['record'],
  '/reports/exits': ['list'],
  '/reports/harm-reviews': ['list'],
  '/reports/returns': ['record'],
  '/reports/returns/cases': ['list', '/reports/returns/cases?month=2026-07&known=now&part=2'],
  '/reports/waits': ['record'],
  '/reports/waits/cases': ['list', '/reports/waits/cases?clock=rtt&show=running'],
  '/search': ['form'],
  '/sessions': ['list'],
  '/status': ['record'],
  '/validation': ['list'],
  '/validation/asked': ['list'],
  '/worklist': ['list'],
  '/worklist/chase': ['list'],
  '/worklist/done': ['list'],
  '/worklist/snoozed': ['list'],
  '/worklist/team': ['list'],
};
/** Judged in test/browser or in the journey of their area only: they need more than this test makes, or another person, or have no page of their own. */
const ELSEWHERE: readonly string[] = [
  '',
  '/admin',
  '/admin/pathways',
  '/admin/pathways/:id/versions/:version',
  '/admin/sessions',
  '/audit',
  '/cases/:reference/check-ins/stop',
  '/cases/:reference/corrections/:entry/right-patient',
  '/cases/:reference/harm-reviews/:trigger',
  '/cases/:reference/messages/:thread',
  '/cases/:reference/messages/:thread/referral',
  '/cases/:reference/reopen',
  '/cases/:reference/send',
  '/cases/:reference/snooze',
  '/cases/:reference/tests/:test/:step',
  '/cases/:reference/workup/:item/reuse',
  '/clock/fact',
  '/enquiries/:id',
  '/health',
  '/log-in',
  '/referrals/imports/:id',
  '/referrals/imports/new',
  '/search/:token',
  '/worklist/cover',
  '/worklist/hand-over',
  '/worklist/next',
];
const CONTROLLERS = [SignInController, StatusController, ...pageControllers];
const CASE = '/cases/:reference';
const TABLE = [...Object.keys(OTHER_PAGES), ...Object.keys(CASE_PAGES).map((route) => CASE + route)];

/** The routes of a controller that answer with a page or a file. */
function routesOf(controller: (typeof CONTROLLERS)[number]): string[] {
  const base = String(Reflect.getMetadata('path', controller));
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype)
    .map((name) => Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown)
    .filter((method) => typeof method === 'function')
    .filter((method) => Reflect.getMetadata('method', method) === RequestMethod.GET)
    .map((method) => `/${base}/${String(Reflect.getMetadata('path', method))}`.replace(/\/+/g, '/').replace(/\/$/, ''));
}
const isFile = (route: string): boolean => /\.(csv|json)$/.test(route);
const ROUTES = CONTROLLERS.flatMap(routesOf);
const FILES = ROUTES.filter((route) => isFile(route) && !route.includes(':'));

/** What is wrong with the frame of a page. */
function faultsOf({ text }: Answer): string[] {
  const levels = [...text.matchAll(/<h([1-6])[\s>]/g)].map(([, level]) => Number(level));
  const main = text.slice(text.indexOf('<main'));
  const inMain = [...main.matchAll(/<h([1-6])[\s>]/g)].map(([, level]) => Number(level));
  return [
    ...(levels.filter((level) => level === 1).length === 1 ? [] : ['not one h1']),
    ...inMain.flatMap((level, at) => (at > 0 && level > (inMain[at - 1] ?? 1) + 1 ? [`h${level} after h${inMain[at - 1]}`] : [])),
    ...(/<title>\s*\S.* - Guardian\s*<\/title>/s.test(text) ? [] : ['no title']),
  ];
}

/** Of the case that its pages are of, of somebody far away, of one who left and of a neighbour: names that nobody else has. */
const FAMILIES = ['Ormskirk', 'Quillfeather', 'Yardley', 'Zephyrin'];
const ONE_OF_EACH = [
  ...[PRIYA, SAMUEL, 'demo-coordinator-havering', 'demo-pcn-southend-east'],
  ...['demo-acute-lead', 'demo-primary-care-lead', 'demo-administrator'],
];

let guardian: TestGuardian;
let priya: Visitor;
let at = '';
let references: readonly string[];
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const ormskirk = await guardian.takeIn(somebody({ family: 'Ormskirk' }));
  at = ormskirk.address;
  const east = { code: 'F81121', name: 'Thorpe Bay Surgery', pcn: 'southend-east-pcn', place: 'southend' };
  const far = { code: 'F82031', name: 'Rush Green Medical Centre', pcn: 'havering-crest-pcn', place: 'havering' };
  const quillfeather = await guardian.takeIn({ ...somebody({ family: 'Quillfeather' }), practice: far, referredOn: day('2025-07-14') });
  const zephyrin = await guardian.takeIn({ ...somebody({ family: 'Zephyrin' }), practice: east });
  const yardley = await guardian.takeIn(somebody({ family: 'Yardley' }));
  references = [ormskirk, quillfeather, yardley, zephyrin].map(({ reference }) => reference);
  const on = day('2026-08-20');
  await ormskirk.does(
    { type: 'AcceptReferral' },
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'OfferService', service: 'example-msk', name: 'Community musculoskeletal service (example)', on },
    { type: 'ReportConditionChange', on, by: 'carer', what: 'Cannot climb the stairs any more' },
    {
      type: 'RaiseEscalation',
      to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
      deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
      ...{ urgency: 'today', question: 'Does she need to be seen sooner?', facts: 'Cannot climb the stairs' },
    },
    {
      type: 'RequestExpedite',
      criterion: 'new-symptom',
      to: { name: 'Southend Hospital', role: 'Booking office' },
      grounds: 'Wakes each night since a week',
    },
    {
      type: 'SendMessage',
      ...{ from: 'others', kind: 'advice', urgent: false, mayRefer: true, text: 'Is an MRI useful?' },
      by: { name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre' },
      to: { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' },
    },
    {
      ...{ type: 'SuspectDuplicate', otherCaseId: zephyrin.caseId, otherReference: zephyrin.reference },
      because: ['same pathway'],
    },
  );
  await quillfeather.does({ type: 'OpenHarmReview', trigger: 'long-wait' });
  await yardley.does({
    ...{ type: 'CloseCase', reason: 'treated', on, evidence: 'Letter of the hospital', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  });
}, 60_000);
afterAll(() => guardian?.close());

it('every page that the router knows is judged', () => {
  const routes = new Set(ROUTES.filter((route) => !isFile(route)));
  expect([...routes].sort()).toEqual([...TABLE, ...ELSEWHERE].sort());
});

const PAGES = [
  ...Object.entries(CASE_PAGES).map(([route, [kind, path = route]]) => [kind, CASE + path] as const),
  ...Object.entries(OTHER_PAGES).map(([route, [kind, path = route]]) => [kind, path] as const),
];
it.each(PAGES)('a %s, %s, has one h1, a title and no skipped heading', async (_, path) => {
  const answer = await priya.get(path.replace(CASE, at));
  expect([answer.status, faultsOf(answer)]).toEqual([200, []]);
});

it.each(PAGES.filter(([kind]) => kind === 'form'))('a %s, %s, sent empty says in its title that there is an error', async (_, path) => {
  const answer = await priya.submit(path.replace(CASE, at), {});
  expect([answer.status, faultsOf(answer)]).toEqual([422, []]);
  expect(answer.text).toMatch(/<title>\s*Error: /);
});

describe('a page names whom the read audit says that it showed, and nobody else', () => {
  it.each(ONE_OF_EACH)('%s', async (who) => {
    const visitor = guardian.visitor();
    await visitor.logIn(who);
    const named: Record<string, string[]> = {};
    const shown: Record<string, string[]> = {};
    for (const path of [...PAGES.map(([, page]) => page), ...FILES]) {
      const before = await lastLook();
      const { status, text } = await visitor.get(path.replace(CASE, at));
      const key = `${status} ${path}`;
      named[key] = FAMILIES.filter((family, n) => text.includes(isFile(path) ? (references[n] ?? family) : family.toUpperCase()));
      shown[key] = await shownSince(before);
    }
    expect(shown).toEqual(named);
  });

  const lastLook = async (): Promise<string> =>
    (await guardian.database.pool.query<{ last: string }>('select coalesce(max(position), 0) as last from read_audit')).rows[0]?.last ?? '';

  async function shownSince(position: string): Promise<string[]> {
    const { rows } = await guardian.database.pool.query<{ family: string }>(
      `select distinct family from read_audit cross join unnest(patients) id join caseload_patient on patient_id = id
        where position > $1 order by family`,
      [position],
    );
    return rows.map(({ family }) => family);
  }
});
