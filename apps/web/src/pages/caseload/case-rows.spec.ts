import type { ListedCase } from '@guardian/caseload';
import type { CalendarDay } from '@guardian/kernel';
import { caseRows } from './case-rows';

const day = (text: string) => text as CalendarDay;

const listed: ListedCase = {
  caseId: '01890000-0000-7000-8000-000000000001',
  reference: 'GR-4K7M2P',
  patientId: '01890000-0000-7000-8000-000000000002',
  family: "O'Neill",
  given: 'Anna',
  title: 'Dr',
  bornOn: day('1945-07-14'),
  nhsNumber: '9991234567',
  restricted: false,
  interpreter: false,
  learningDisability: false,
  practiceCode: 'F81003',
  pathwayId: 'knee-pain',
  pathwayVersion: 1,
  priority: 'routine',
  suspectedCancer: true,
  referredOn: day('2026-03-02'),
  step: 'workup',
  stepSince: day('2026-03-19'),
  nextMover: 'practice',
  holderName: 'Dr Ines Example',
  coordinatorId: null,
  coordinatorName: null,
  providerName: null,
  appointmentOn: null,
  lastEventOn: day('2026-03-19'),
  tests: [],
};

const rows = (changed: Partial<ListedCase>, targetDays = 14) =>
  caseRows([{ ...listed, ...changed }], () => ({
    practice: 'Dr Kumar & Partners',
    pathway: 'Knee pain',
    targetDays,
    today: day('2026-03-20'),
  }));

const cells = (row: string) => [...row.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell]) => cell?.trim());

it('a row of the caseload', () => {
  expect(cells(rows({}))).toEqual([
    `<a class="app-patient" href="/cases/GR-4K7M2P">O&#39;NEILL, Anna (Dr)</a>
        <div class="app-patient__facts">Born <time class="app-nowrap" datetime="1945-07-14"><span aria-hidden="true">14-Jul-1945</span><span class="nhsuk-u-visually-hidden">14 July 1945</span></time><br><span class="app-nowrap">NHS No. <span class="app-nowrap">999 123 4567</span></span></div>`,
    'Dr Kumar &amp; Partners',
    'Knee pain<br><strong class="nhsuk-tag nhsuk-tag--red">Suspected cancer</strong>',
    '<strong class="nhsuk-tag nhsuk-tag--orange">In workup</strong><br><span class="app-secondary">1 day</span>',
    'Practice<br><span class="app-secondary">Held by Dr Ines Example</span>',
    '<span class="app-nowrap">18 days</span><br><span class="app-secondary app-nowrap">2w 4d</span>',
    '<time class="app-nowrap" datetime="2026-04-02"><span aria-hidden="true">02-Apr-2026</span><span class="nhsuk-u-visually-hidden">2 April 2026</span></time>',
    'Nobody yet',
  ]);
});

it('tells what differs from case to case', () => {
  const [patient, , pathway, , , waiting, due, coordinator] = cells(
    rows({ nhsNumber: null, suspectedCancer: false, referredOn: day('2026-03-14'), coordinatorName: 'Priya Shah' }, 0),
  );
  expect(patient).toContain('NHS No. <span class="app-secondary">Not recorded</span>');
  expect(pathway).toBe('Knee pain');
  expect(waiting).toBe('<span class="app-nowrap">6 days</span>');
  expect(due).toMatch(/<br><strong>Past target<\/strong>$/);
  expect(coordinator).toBe('Priya Shah');
});

it('says so where the pathway sets no target', () => {
  const noTarget = caseRows([listed], () => ({ practice: 'P', pathway: 'K', targetDays: undefined, today: day('2026-03-20') }));
  expect(cells(noTarget)[6]).toBe('<span class="app-secondary">No target</span>');
});

it('of a restricted record the name alone', () => {
  expect(cells(rows({ restricted: true }))).toEqual([
    `<a class="app-patient" href="/cases/GR-4K7M2P">O&#39;NEILL, Anna (Dr)</a>
        <div><strong class="nhsuk-tag nhsuk-tag--red">Restricted</strong></div>`,
    '<span class="app-secondary">Not shown: this record is restricted. Open the case to see it.</span>',
  ]);
});

it('nothing where there is no case', () => {
  expect(caseRows([], () => ({ practice: '', pathway: '', targetDays: 1, today: day('2026-03-20') }))).toBe('');
});
