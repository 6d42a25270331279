// Every page of the service, and at which cases of `everything` it is seen in which state.
import { RequestMethod } from '@nestjs/common';
import { pageControllers } from '../../apps/web/src/pages/pages';
import { DemoPeopleController } from '../../apps/web/src/pages/sign-in/demonstration/demo-people.controller';
import { SignInController } from '../../apps/web/src/pages/sign-in/sign-in.controller';
import { StatusController } from '../../apps/web/src/pages/status/status.controller';
import { SAMUEL } from './guardian';

export const HAVERING = 'demo-coordinator-havering';
export const LEAD = 'demo-acute-lead';
export const RUTH = 'demo-administrator';
export const EDITH = 'demo-privacy-officer';
/** A record that Grace Lindqvist opened, of somebody in Southend. */
export const A_USE = '0b54b9a2-8a4d-4ef0-9b8e-3d1f2a7c4e55';
/** A file that Priya Shah has asked for, and one that she may download. */
export const A_FILE = '5a0d6c39-7a53-4f0d-8f0f-5d7c2f3c9e11';
export const AN_AGREED_FILE = 'c7c1a5f7-3f0b-4b7e-9a53-1d3f0a8e6b22';
/** Somebody who has not logged in. */
export const NOBODY = '';

/**
 * Where a page is seen: `case name/rest` for a page of a case, else the address, with who looks before it when it is not Priya Shah.
 * `error`: the button that is pressed in the page with every box empty.
 */
export interface States {
  readonly normal: string;
  readonly empty?: string;
  readonly long?: string;
  readonly error?: string;
  /** Other faces of it. */
  readonly also?: readonly string[];
}
const record = (normal: string, ...also: string[]): States => ({ normal, also });
const list = (normal: string, empty: string, long: string, ...also: string[]): States => ({ normal, empty, long, also });
const form = (normal: string, error: string, ...also: string[]): States => ({ normal, error, also });

/** Under the address of a case, seen at one of the cases of `everything`. */
export const CASE_PAGES: Readonly<Record<string, States>> = {
  '': record('busy', 'fresh', 'worse', 'closed', 'long'),
  '/as-of': form('busy/as-of?on-day=20&on-month=8&on-year=2026', 'Show what was known', 'busy/as-of'),
  '/assign': record('fresh/assign'),
  '/baton': form('fresh/baton', 'Offer the baton', 'worse/baton'),
  '/check-ins': list('worse/check-ins', 'fresh/check-ins', 'long/check-ins'),
  '/check-ins/changes/:change': form('worse/check-ins/changes/n1', 'Save'),
  '/check-ins/changes/new': form('fresh/check-ins/changes/new', 'Save and decide what follows'),
  '/check-ins/new': form('worse/check-ins/new', 'Save the check-in'),
  '/check-ins/stop': form('worse/check-ins/stop', 'Save and go on'),
  '/clocks': record('busy/clocks', 'fresh/clocks'),
  '/close': form('fresh/close', 'Close the case'),
  '/contacts': list('worse/contacts', 'fresh/contacts', 'long/contacts'),
  '/contacts/new': form('busy/contacts/new', 'Save'),
  '/corrections/new': form('busy/corrections/new?entry=3', 'Save the correction'),
  '/duplicate': record('fresh/duplicate'),
  '/escalations': list('worse/escalations', 'fresh/escalations', 'long/escalations'),
  '/escalations/:escalation': form('worse/escalations/e1', 'Save the answer'),
  '/escalations/expedites/:expedite': form('worse/escalations/expedites/x2', 'Save the reply', 'worse/escalations/expedites/x1'),
  '/escalations/expedites/new': form('fresh/escalations/expedites/new', 'Ask'),
  '/escalations/new': form('worse/escalations/new?after=k1', 'Escalate', 'fresh/escalations/new'),
  '/exit': form('leaving/exit', 'Keep the patient on the list', 'fresh/exit'),
  '/hand-over': form('busy/hand-over', 'Hand over'),
  '/harm-reviews': record('waited/harm-reviews', 'fresh/harm-reviews'),
  '/harm-reviews/:trigger': form('waited/harm-reviews/long-wait', 'Save the review'),
  '/identity': form('fresh/identity', 'Save what is right'),
  '/restriction': form('fresh/restriction', 'Restrict the record'),
  '/hospital-facts/new': form('busy/hospital-facts/new?kind=died', 'Check the effect on the clocks', 'busy/hospital-facts/new'),
  '/looked-at': record('busy/looked-at'),
  '/messages': list('worse/messages', 'fresh/messages', 'long/messages'),
  '/messages/:thread': form('worse/messages/m1', 'Save the message'),
  '/messages/:thread/referral': form('worse/messages/m1/referral', 'Open the referral'),
  '/messages/new': form('fresh/messages/new', 'Save the message'),
  '/offers': record('fresh/offers'),
  '/offers/:service': record('worse/offers/example-msk'),
  '/priority': form('fresh/priority', 'Save'),
  '/reopen': form('closed/reopen', 'Reopen the case'),
  '/send': form('worse/send', 'Save', 'busy/send'),
  '/snooze': form('fresh/snooze', 'Set aside'),
  '/tests': list('busy/tests', 'fresh/tests', 'long/tests'),
  '/tests/:test/:step': form('busy/tests/t1/book', 'Save and open next', 'busy/tests/t1/result'),
  '/tests/new': form('fresh/tests/new', 'Order the test'),
  '/timeline': list('busy/timeline', 'busy/timeline?show=hospital', 'long/timeline'),
  '/validation': form('fresh/validation', 'Save that they were asked', 'worse/validation'),
  '/workup': record('busy/workup', 'fresh/workup'),
  '/workup/:item/done': form('busy/workup/oxford-hip-score/done', 'Save'),
  '/workup/:item/request': form('busy/workup/oxford-hip-score/request', 'Save'),
  '/workup/:item/waive': form('busy/workup/oxford-hip-score/waive', 'Save'),
  '/workup/decide': form('busy/workup/decide', 'Continue', 'fresh/workup/decide'),
  '/workup/go-ahead': form('busy/workup/go-ahead', 'Continue'),
  '/workup/red-flag': form('busy/workup/red-flag', 'Let it go on'),
  '/workup/return': form('busy/workup/return', 'Return to referrer'),
  '/workup/verdict': record('worse/workup/verdict', 'fresh/workup/verdict'),
};

export const OTHER_PAGES: Readonly<Record<string, States>> = {
  '/accessibility': record(`${NOBODY} /accessibility`),
  '/admin': record(`${RUTH} /admin`),
  '/admin/pathways': record(`${RUTH} /admin/pathways`),
  '/admin/pathways/:id/versions/:version': record(`${RUTH} /admin/pathways/hip-pain/versions/1`),
  '/admin/sessions': list(`${RUTH} /admin/sessions`, `${RUTH} /admin/sessions?who=nobody`, `${RUTH} /admin/sessions`),
  '/admin/exports': record(`${EDITH} /admin/exports`, `${EDITH} /admin/exports?page=2`),
  '/admin/exports/:export': form(`${EDITH} /admin/exports/${A_FILE}`, 'Save the answer', `${EDITH} /admin/exports/${AN_AGREED_FILE}`),
  '/admin/organisations': record(`${RUTH} /admin/organisations?page=2`, `${RUTH} /admin/organisations`),
  '/admin/users': list(`${RUTH} /admin/users?role=coordinator`, `${RUTH} /admin/users?who=nobody`, `${RUTH} /admin/users`),
  '/admin/users/:id': record(`${RUTH} /admin/users/demo-coordinator-southend`, `${RUTH} /admin/users/demo-administrator`),
  '/admin/users/:id/change': form(`${RUTH} /admin/users/demo-coordinator-southend/change`, 'Save'),
  '/admin/users/:id/end': form(`${RUTH} /admin/users/demo-coordinator-southend/end`, 'Save'),
  '/admin/users/new': form(`${RUTH} /admin/users/new`, 'Add'),
  '/audit': list(`${RUTH} /audit?who=Priya`, `${RUTH} /audit?who=Nobody`, `${RUTH} /audit`),
  '/audit/break-glass': record(`${EDITH} /audit/break-glass`, `${RUTH} /audit/break-glass?page=2`),
  '/audit/break-glass/:use': form(`${EDITH} /audit/break-glass/${A_USE}`, 'Save the review', `${RUTH} /audit/break-glass/${A_USE}`),
  '/break-glass': form('/break-glass', 'Open the record'),
  '/break-glass/opened': record('/break-glass/opened', `${HAVERING} /break-glass/opened`),
  '/cases': list(
    '/cases?pathway=knee-pain&sort=shortest-wait&page=2',
    `${HAVERING} /cases`,
    '/cases',
    '/cases?stage=monitoring',
    '/cases?stage=bogus',
  ),
  '/clock': record(`${NOBODY} /clock`),
  '/enquiries': list('/enquiries?page=2', `${HAVERING} /enquiries?page=1`, '/enquiries'),
  '/enquiries/new': form('/enquiries/new', 'Save and find the case'),
  '/exports': list('/exports', `${HAVERING} /exports`, '/exports'),
  '/exports/:export': record(`/exports/${A_FILE}`, `/exports/${AN_AGREED_FILE}`),
  '/help': record('/help', `${NOBODY} /help`),
  '/demonstration/people/:asked': form(`${NOBODY} /demonstration/people/any`, 'Log in'),
  '/log-in': record(`${NOBODY} /log-in`, '/log-in'),
  '/logged-out': record(`${NOBODY} /logged-out`),
  '/messages': list('/messages', '/messages?box=waiting', '/messages?box=needs-reply'),
  '/messages/digest': list('/messages/digest', `${HAVERING} /messages/digest`, '/messages/digest'),
  '/pcn': record('/pcn'),
  '/pcn/:code': record('/pcn/north-road-plus-pcn', '/pcn/west-leigh-pcn'),
  '/privacy': record(`${NOBODY} /privacy`),
  '/privacy/clinical-reviews': record(`${SAMUEL} /privacy/clinical-reviews`),
  '/privacy/requests': list(`${EDITH} /privacy/requests`, `${EDITH} /privacy/requests?show=closed`, `${EDITH} /privacy/requests`),
  '/privacy/erasures': list(`${EDITH} /privacy/erasures`, `${EDITH} /privacy/erasures`, `${EDITH} /privacy/erasures?page=2`),
  '/privacy/erasures/:patient/:decision': record(`${EDITH} /privacy/erasures/${A_USE}/9`),
  '/privacy/retention': record(`${EDITH} /privacy/retention`),
  '/privacy/requests/new': form(`${EDITH} /privacy/requests/new`, 'Save the request'),
  '/referrals': list('/referrals?page=2', `${HAVERING} /referrals`, '/referrals', `${RUTH} /referrals`),
  '/referrals/duplicates': list('/referrals/duplicates?page=2', `${HAVERING} /referrals/duplicates`, '/referrals/duplicates'),
  '/referrals/imports': record('/referrals/imports'),
  '/referrals/imports/new': form('/referrals/imports/new', 'Check file'),
  '/referrals/new': form('/referrals/new', 'Continue'),
  '/reports/bottlenecks': record('/reports/bottlenecks', `${LEAD} /reports/bottlenecks`, '/reports/bottlenecks?pathway=cataract'),
  '/reports/enquiries': record('/reports/enquiries', `${LEAD} /reports/enquiries`),
  '/reports/exits': list('/reports/exits?page=2', '/reports/exits?reason=died', '/reports/exits', `${LEAD} /reports/exits`),
  '/reports/harm-reviews': list(
    '/reports/harm-reviews?page=2',
    '/reports/harm-reviews?show=done',
    '/reports/harm-reviews',
    `${LEAD} /reports/harm-reviews`,
  ),
  '/reports/returns': record('/reports/returns', `${LEAD} /reports/returns?known=then`),
  '/reports/returns/cases': record('/reports/returns/cases?month=2026-07&known=now&part=2'),
  '/reports/waits': record(
    '/reports/waits',
    '/reports/waits?clock=test',
    '/reports/waits?on=2026-07-11&group=practice',
    `${LEAD} /reports/waits`,
  ),
  '/reports/waits/cases': list(
    '/reports/waits/cases?clock=rtt&show=running&page=2',
    `${HAVERING} /reports/waits/cases?clock=rtt&show=running`,
    '/reports/waits/cases?clock=rtt&show=running',
  ),
  '/search': form('/search', 'Search'),
  '/sessions': record('/sessions'),
  '/status': record(`${NOBODY} /status`),
  '/validation': {
    ...list('/validation?pathway=knee-pain&how=text', `${HAVERING} /validation`, '/validation?how=email'),
    error: 'Save that they were asked',
  },
  '/validation/asked': list('/validation/asked?page=2', `${HAVERING} /validation/asked`, '/validation/asked'),
  '/worklist': list('/worklist?page=2', `${HAVERING} /worklist`, '/worklist'),
  '/worklist/chase': {
    ...list('/worklist/chase', `${HAVERING} /worklist/chase`, '/worklist/chase?provider=RAJ01&specialty=110'),
  },
  '/worklist/cover': form('/worklist/cover', 'Save'),
  '/worklist/done': list('/worklist/done', `${HAVERING} /worklist/done`, '/worklist/done'),
  '/worklist/hand-over': form('/worklist/hand-over', 'Show the cases', `${HAVERING} /worklist/hand-over`),
  '/worklist/snoozed': list('/worklist/snoozed', `${HAVERING} /worklist/snoozed`, '/worklist/snoozed'),
  '/worklist/team': list('/worklist/team?page=2', `${HAVERING} /worklist/team`, '/worklist/team'),
};

/** No page of their own, or made on the way: judged in the steps of every-page.spec.ts, in case-journeys, enquiries and search. */
export const ELSEWHERE: readonly string[] = [
  '',
  '/cases/:reference/corrections/:entry/right-patient',
  '/cases/:reference/reason',
  '/cases/:reference/workup/:item/reuse',
  '/clock/fact',
  '/enquiries/:id',
  '/health',
  '/log-in/callback',
  '/log-in/start',
  '/privacy/clinical-reviews/:patient/:request',
  '/privacy/erasures/:patient',
  '/privacy/requests/:patient/:request',
  '/privacy/requests/:patient/:request/entries',
  '/privacy/requests/:patient/:request/recipients',
  '/privacy/requests/:patient/:request/statement',
  '/privacy/retention/:patient',
  '/referrals/imports/:id',
  '/search/:token',
  '/worklist/next',
];

const CONTROLLERS = [SignInController, DemoPeopleController, StatusController, ...pageControllers];
export const CASE = '/cases/:reference';

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

export const isFile = (route: string): boolean => /\.(csv|html|json)$/.test(route);
/** As the router knows them. */
export const ROUTES: readonly string[] = [...new Set(CONTROLLERS.flatMap(routesOf))];
