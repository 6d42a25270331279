import { STEPS, NEXT_MOVER } from '@guardian/casework/events';
import { demoUsers } from '@guardian/access';
import { Renderer } from './renderer';
import { listView } from './list';
import { landingPage, navigationFor } from './navigation';
import { stepWords } from './words';

const renderer = new Renderer([], { stylesheet: '/static/guardian.css' });
const render = (source: string, model: object = {}) => renderer.renderString(source, model).trim();

describe('a template', () => {
  it('escapes what people wrote', () => {
    expect(render('{{ text }}', { text: `<b>"O'Neill" & {{ x }}</b>` })).toBe('&lt;b&gt;&quot;O&#39;Neill&quot; &amp; {{ x }}&lt;/b&gt;');
  });

  it('that prints what is not there is an error', () => {
    expect(() => render('{{ patient.nhsNumber }}', { patient: {} })).toThrow('attempted to output null or undefined value');
  });

  it('may use the macros of nhsuk-frontend, which leave options out', () => {
    const source =
      '{% from "nhsuk/components/select/macro.njk" import select %}{{ select({ id: "a", name: "a", label: { text: "A" }, items: [] }) }}';
    expect(render(source)).toContain('<select class="nhsuk-select" id="a" name="a">');
  });

  it('compiles at start, every one', () => expect(() => renderer.warm()).not.toThrow());
});

describe('values on a page', () => {
  it.each([
    [
      '{{ "1945-07-14" | ukDate }}',
      '<time class="app-nowrap" datetime="1945-07-14"><span aria-hidden="true">14-Jul-1945</span><span class="nhsuk-u-visually-hidden">14 July 1945</span></time>',
    ],
    ['{{ none | ukDate }}', '<span class="app-secondary">Not recorded</span>'],
    ['{{ "2026-08-27" | weekdayDate }}', 'Thursday 27 August 2026'],
    ['{{ "2026-08-07" | longDate }}', '7 August 2026'],
    ['{{ "2026-08-24T23:30:00Z" | longDate }}', '25 August 2026'],
    ['{{ "2026-08-24T09:42:00Z" | time }}', '10:42'],
    ['{{ "2026-01-24T09:42:00Z" | time }}', '09:42'],
    ['{{ "9991234567" | nhsNumber }}', '<span class="app-nowrap">999 123 4567</span>'],
    ['{{ 97 | days }}', '13w 6d'],
    ['{{ 6 | days }}', '6d'],
    ['{{ 84 | days }}', '12w 0d'],
    ['{{ 1 | counted("case") }}, {{ 1234 | counted("case") }}', '1 case, 1,234 cases'],
    ['{{ { family: "O\'Neill", given: "Anna", title: "Dr" } | personName }}', 'O&#39;NEILL, Anna (Dr)'],
    ['{{ { family: "Ng", given: "Li" } | personName }}', 'NG, Li'],
  ])('%s', (source, html) => expect(render(source)).toBe(html));
});

it('the colour of a step says who has the next move', () => {
  const colours = Object.fromEntries(STEPS.map((step) => [NEXT_MOVER[step], stepWords[step].colour]));
  expect(colours).toEqual({
    'guardian-team': 'blue',
    practice: 'orange',
    diagnostics: 'purple',
    hospital: 'aqua-green',
    'community-service': 'pink',
    'as-agreed': 'yellow',
    nobody: 'grey',
  });
  for (const step of STEPS) expect([step, stepWords[step].colour]).toEqual([step, colours[NEXT_MOVER[step]]]);
});

describe('a list', () => {
  const href = (page: number) => `?page=${page}`;

  it('shows where it is, and its first, last and neighbouring pages', () => {
    expect(listView({ total: 243, page: 5, size: 25, href })).toEqual({
      total: 243,
      totalText: '243',
      first: 101,
      last: 125,
      pages: [
        { number: 1, href: '?page=1', current: false },
        { gap: true },
        { number: 4, href: '?page=4', current: false },
        { number: 5, href: '?page=5', current: true },
        { number: 6, href: '?page=6', current: false },
        { gap: true },
        { number: 10, href: '?page=10', current: false },
      ],
      previous: '?page=4',
      next: '?page=6',
    });
  });

  it('of more than 10,000 is not counted exactly; of none has one page', () => {
    expect(listView({ total: 10_001, page: 1, size: 25, href }).totalText).toBe('more than 10,000');
    expect(listView({ total: 10_000, page: 1, size: 25, href }).totalText).toBe('10,000');
    expect(listView({ total: 0, page: 1, size: 25, href }).pages).toHaveLength(1);
  });
});

it('each role finds what it may do in the menu, and starts on the first of it', () => {
  const menus = demoUsers.map((user) => [
    user.id,
    navigationFor(user, landingPage(user))
      .map((item) => item.text + (item.current ? '*' : ''))
      .join(' '),
  ]);
  expect(Object.fromEntries(menus)).toEqual({
    'demo-coordinator-southend': 'My work* Caseload Enquiries Messages Referrals Reports',
    'demo-coordinator-southend-2': 'My work* Caseload Enquiries Messages Referrals Reports',
    'demo-coordinator-castle-point-and-rochford': 'My work* Caseload Enquiries Messages Referrals Reports',
    'demo-coordinator-havering': 'My work* Caseload Enquiries Messages Referrals Reports',
    'demo-clinician-southend': 'My work* Caseload Enquiries Messages Reports Record requests',
    'demo-pcn-southend-east': 'My PCN* Caseload Messages Reports',
    'demo-pcn-canvey': 'My PCN* Caseload Messages Reports',
    'demo-acute-lead': 'Reports*',
    'demo-primary-care-lead': 'Reports*',
    'demo-administrator': 'Referrals Admin*',
    'demo-privacy-officer': 'Requests about data Retention Erasure Who looked* Exports',
    'demo-second-privacy-officer': 'Requests about data Retention Erasure Who looked* Exports',
  });
});

it('the figures of a PCN belong to the reports, but for those who have a menu of their own PCN', () => {
  const current = (id: string) => {
    const user = demoUsers.find((one) => one.id === id);
    return user && navigationFor(user, '/pcn/southend-east-pcn').flatMap((item) => (item.current ? [item.text] : []));
  };
  expect(current('demo-coordinator-southend')).toEqual(['Reports']);
  expect(current('demo-pcn-southend-east')).toEqual(['My PCN']);
});
