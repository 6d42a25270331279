// Cases whose place was worked out by hand from the rules (ranking-cases.md), and the promise that nobody is forgotten.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type OpenSafety, type QuietLimits, STEPS } from '@guardian/casework/events';
import { addDays, type CalendarDay, WorkingDays } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { CaseList, CaseListHandler } from './case-list';
import { CaseRow } from './case-row';
import { caseRow, patientRow, southend, TODAY } from './lists.examples';
import { PatientRow } from './patient-row';
import { OPEN_WORK_RULES } from './open-work-rules';
import type { OpenWork, TestRow } from './ranking';
import { CASE_RULES, TEST_RULES } from './ranking-rules';
import { SAFETY_RULES } from './safety-rules';
import { Worklist, WorklistHandler, type WorklistItem, type WorklistOptions } from './worklist';

const stepLimits = (limits: QuietLimits): PathwayDefinitions =>
  ({
    stepLimits: () => Promise.resolve(STEPS.map((step) => ({ pathwayId: 'hip-pain', version: 1, step, targetDays: 30, ...limits }))),
  }) as unknown as PathwayDefinitions;
const definitions = stepLimits({ quietDays: 20 });

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [CaseRow, PatientRow] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => db.query('truncate caseload_case, caseload_patient'));

interface Known {
  readonly row: Partial<CaseRow>;
  readonly patient: Partial<PatientRow>;
}

async function given(cases: readonly (Known & { readonly name: string })[]): Promise<void> {
  await db.manager.insert(
    PatientRow,
    cases.map(({ name, patient }) => patientRow(name, patient)),
  );
  await db.manager.insert(
    CaseRow,
    cases.map(({ name, row }, n) => ({ ...caseRow(name, row), reference: `GR-${n}` })),
  );
}

async function listed(options: WorklistOptions = {}, of = definitions): Promise<readonly WorklistItem[]> {
  return (await new WorklistHandler(db, of).execute(new Worklist(southend, 'team', TODAY, 1, 100, options))).items;
}

const SPOKEN = { language: null, interpreter: false, format: 'standard', adjustments: null, mayBeTexted: true } as const;

/** What each word of the table says of the case or of its patient; the rest of a phrase is its value. */
const WORDS: Readonly<Record<string, (value: string, row: Partial<CaseRow>) => Partial<Known>>> = {
  'suspected cancer': () => ({ row: { suspectedCancer: true } }),
  step: (value) => ({ row: { step: STEPS.find((step) => step === value) ?? 'closed' } }),
  since: (value) => ({ row: { stepSince: value as CalendarDay } }),
  referred: (value) => ({ row: { referredOn: value as CalendarDay } }),
  gate: (value) => ({ row: { gatePassed: false, gateDueOn: value as CalendarDay } }),
  reply: (value) => ({ row: { replyBy: value as CalendarDay } }),
  contact: (value) => ({ row: { nextContactOn: value as CalendarDay } }),
  unanswered: (value) => ({ row: { unanswered: Number(value) } }),
  'last heard': (value) => ({ row: { lastEventOn: value as CalendarDay } }),
  'nobody has it': () => ({ row: { coordinatorId: null, coordinatorName: null } }),
  'possible duplicate': () => ({ row: { suspectedDuplicates: ['5bec0000-0000-4000-8000-000000000009'] } }),
  treated: () => ({ row: { treated: true } }),
  reminder: (value) => ({ row: { remindOn: value as CalendarDay } }),
  open: (value) => {
    const [what, since] = value.split(' ');
    return { row: { openWork: [{ what: what as OpenWork['what'], since: since as CalendarDay }] } };
  },
  safety: (value) => openSafety(value, false),
  urgent: (value) => openSafety(value, true),
  test: (value, { tests = [] }) => ({ row: { tests: [...tests, testOf(value)] } }),
  reads: (value) => ({ patient: { needs: { ...SPOKEN, format: value as 'braille' } } }),
  interpreter: () => ({ patient: { needs: { ...SPOKEN, interpreter: true } } }),
  'needs adjustments': () => ({ patient: { needs: { ...SPOKEN, adjustments: 'A quiet room' } } }),
  'deprivation tenth': (value) => ({
    patient: {
      circumstances: { deprivationDecile: Number(value), ethnicity: null, learningDisability: false, carer: false, frailty: null },
    },
  }),
};

function openSafety(value: string, now: boolean): Partial<Known> {
  const [what, dueOn] = value.split(' ');
  return { row: { openSafety: [{ what: what as OpenSafety['what'], id: 'x1', dueOn: dueOn as CalendarDay, who: null, now }] } };
}

function testOf(value: string): TestRow {
  const [said = '', since] = value.split(' ');
  const status = said === 'to-rebook' || said === 'acknowledged' ? said : 'reported';
  const outcome = status === 'to-rebook' ? null : said === 'acknowledged' ? 'abnormal' : (said as 'normal');
  return { testId: 't1', name: 'ECG', status, since: since as CalendarDay, bookedFor: null, outcome };
}

function known(phrases: string): Known {
  return phrases.split(', ').reduce<Known>(
    (so, phrase) => {
      const word = Object.keys(WORDS).find((one) => phrase === one || phrase.startsWith(`${one} `));
      if (!word) throw new Error(`the table says "${phrase}", which nobody here understands`);
      const more = WORDS[word]?.(phrase.slice(word.length + 1), so.row);
      return { row: { ...so.row, ...more?.row }, patient: { ...so.patient, ...more?.patient } };
    },
    { row: {}, patient: {} },
  );
}

/** Rows of the two tables, without their headings. */
function table(): readonly string[][] {
  const text = readFileSync(path.join(__dirname, 'ranking-cases.md'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Case '))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

it('73 cases stand in the order, and for the reason, that was worked out by hand', async () => {
  const cases = table();
  const expected = cases.filter((cells) => cells.length === 5);
  expect(expected).toHaveLength(73);
  await given(cases.map(([name = '', phrases = '']) => ({ name, ...known(phrases) })));
  const told = (await listed()).map(({ family, reasons: [top] }) => [family, top.band, top.rule, top.dueOn]);
  expect(told).toEqual(expected.map(([name, , ...due]) => [name, ...due]));
});

it('each rule of the worklist is the first reason of one of them', () => {
  const rules = [
    ...[...TEST_RULES, ...CASE_RULES, ...Object.values(SAFETY_RULES)].map(({ rule }) => rule),
    ...Object.keys(OPEN_WORK_RULES),
  ];
  expect([...new Set(table().flatMap(([, , , rule]) => rule ?? []))].sort()).toEqual([...new Set(rules)].sort());
});

describe('no open case that breaks a quiet limit is absent from every list', () => {
  const some = fc.integer({ min: -60, max: 30 }).map((days) => addDays(TODAY, days));
  const rows = fc.array(
    fc.record<Partial<CaseRow>>({
      step: fc.constantFrom(...STEPS),
      stepSince: some,
      lastEventOn: fc.integer({ min: -60, max: 0 }).map((days) => addDays(TODAY, days)),
      snoozedUntil: fc.option(some),
      gatePassed: fc.boolean(),
      gateDueOn: fc.option(some),
      nextContactOn: fc.option(some),
      coordinatorId: fc.option(fc.constantFrom('u1', 'u2')),
      suspectedCancer: fc.boolean(),
      quietTold: fc.constantFrom(null, 'team', 'pcn'),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const workingDays = new WorkingDays();

  // The PCN is told after twice the first limit, or after its own.
  it.each<[string, QuietLimits, (from: CalendarDay) => CalendarDay, (from: CalendarDay) => CalendarDay]>([
    ['days', { quietDays: 20 }, (from) => addDays(from, 20), (from) => addDays(from, 40)],
    ['days, the PCN soon after', { quietDays: 20, pcnQuietDays: 25 }, (from) => addDays(from, 20), (from) => addDays(from, 25)],
    ['working days', { quietWorkingDays: 10 }, (from) => workingDays.add(from, 10), (from) => workingDays.add(from, 20)],
  ])('in %s: neither from the worklist nor from the list of the PCN', async (_unit, limits, until, pcnUntil) => {
    const of = stepLimits(limits);
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        await db.query('truncate caseload_case, caseload_patient');
        await given(some.map((row, n) => ({ name: `case ${n}`, row, patient: {} })));
        const seen = [...(await listed({}, of)), ...(await listed({ show: 'snoozed' }, of))].map(({ family }) => family).sort();
        const quiet = async (level: 'team' | 'pcn') =>
          (await new CaseListHandler(db, of).execute(new CaseList(southend, { quiet: level }, TODAY, 'wait', false, 1, 100))).cases.map(
            ({ family }) => family,
          );
        const broken = (last: (from: CalendarDay) => CalendarDay) =>
          some.flatMap(({ step, lastEventOn = TODAY }, n) => (step !== 'closed' && last(lastEventOn) < TODAY ? [`case ${n}`] : []));
        expect(seen).toEqual(expect.arrayContaining(broken(until)));
        expect(new Set(seen).size).toBe(seen.length);
        expect((await quiet('team')).sort()).toEqual(broken(until).sort());
        expect((await quiet('pcn')).sort()).toEqual(broken(pcnUntil).sort());
      }),
      { numRuns: 30 },
    );
  });
});
