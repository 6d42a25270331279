// Guardian beside an oracle of a few lines that knows the world and nothing of Guardian: thousands of requests drawn by chance, as people of
// several places, for lists, filters, sorts, pages, totals, searches and single cases. Nobody is told of a case that the oracle would not show.
// GUARDIAN_REQUESTS says how many (2,000); GUARDIAN_SEED repeats a run.
import { DEMO_ISSUER, type Scope } from '@guardian/access';
import { addDays, day, type CalendarDay } from '@guardian/kernel';
import { somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

const REQUESTS = Number(process.env['GUARDIAN_REQUESTS'] ?? 2_000);
const SEED = Number(process.env['GUARDIAN_SEED'] ?? Date.now() % 1_000_000_007);
const CASES = 120;
jest.setTimeout(120_000 + REQUESTS * 50);

/** Mulberry32: the same numbers for the same seed, on every machine. */
function draws(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const chance = draws(SEED);
const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)] as T;

interface Known {
  readonly reference: string;
  readonly caseId: string;
  readonly family: string;
  readonly place: string;
  readonly pcn: string;
  readonly practice: string;
  readonly pathway: string;
  readonly priority: string;
  readonly referredOn: CalendarDay;
  readonly coordinator: string | null;
  readonly isClosed: boolean;
}
interface Person {
  readonly id: string;
  readonly role: string;
  readonly kind: Scope['kind'];
  readonly code: string;
}

// The oracle.
const sees = ({ role, kind, code }: Person, of: Known): boolean =>
  role !== 'acute-lead' && (kind === 'everywhere' || code === { place: of.place, pcn: of.pcn, practice: of.practice }[kind]);

interface Asked {
  readonly pcn?: string;
  readonly practice?: string;
  readonly pathway?: string;
  readonly priority?: string;
  readonly coordinator?: string;
  readonly newest: boolean;
}
const listed = (world: readonly Known[], who: Person, { newest, pcn, practice, pathway, priority, coordinator }: Asked): Known[] =>
  world
    .filter((of) => sees(who, of) && !of.isClosed)
    .filter((of) => (!pcn || of.pcn === pcn) && (!practice || of.practice === practice) && (!pathway || of.pathway === pathway))
    .filter((of) => (!priority || of.priority === priority) && (!coordinator || (of.coordinator ?? 'nobody') === coordinator))
    .sort((a, b) => (newest ? -1 : 1) * (a.referredOn + a.caseId < b.referredOn + b.caseId ? -1 : 1));
const found = (world: readonly Known[], who: Person, text: string): string[] =>
  world
    .filter((of) => sees(who, of) && (of.reference === text.toUpperCase() || of.family.toLowerCase().startsWith(text.toLowerCase())))
    .map(({ reference }) => reference)
    .sort();
// It ends here.

let guardian: TestGuardian;
const world: Known[] = [];
const people: Person[] = [];
const visitors = new Map<string, Visitor>();
let practices: { code: string; pcn: string; place: string }[] = [];

beforeAll(async () => {
  guardian = await startTestGuardian();
  const { pool } = guardian.database;
  const all = await pool.query<{ code: string; pcn: string; place: string }>(
    `select p.code, m.pcn_code as pcn, p.place_code as place from practice p join practice_pcn m on m.practice_code = p.code order by p.code`,
  );
  const places = [...new Set(all.rows.map(({ place }) => place))].slice(0, 3);
  practices = places.flatMap((place) => all.rows.filter((row) => row.place === place).slice(0, 6));
  const pcns = [...new Set(practices.map(({ pcn }) => pcn))];
  people.push(
    ...places.map((code): Person => ({ id: `c-${code}`, role: 'coordinator', kind: 'place', code })),
    ...pcns.slice(0, 4).map((code): Person => ({ id: `p-${code}`, role: 'pcn-staff', kind: 'pcn', code })),
    ...practices.slice(0, 3).map(({ code }): Person => ({ id: `g-${code}`, role: 'pcn-staff', kind: 'practice', code })),
    { id: 'c-everywhere', role: 'clinician', kind: 'everywhere', code: '' },
    { id: 'l-everywhere', role: 'acute-lead', kind: 'everywhere', code: '' },
    { id: 'l-place', role: 'acute-lead', kind: 'place', code: places[0] ?? '' },
  );
  for (const { id, role, kind, code } of people) {
    await pool.query(
      `insert into account (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts) values ($1, $2, $1, $1, $3, 'O', $4, $5, now())`,
      [id, DEMO_ISSUER, role, kind, code],
    );
    const visitor = guardian.visitor();
    await visitor.logIn(id);
    visitors.set(id, visitor);
  }
  for (let n = 0; n < CASES; n++) {
    const { code, pcn, place } = one(practices);
    const [pathway, priority] = [one(['hip-pain', 'knee-pain', 'cataract']), one(['routine', 'urgent'] as const)];
    const [family, referredOn] = [
      `${one(['Ab', 'Ac', 'Bx', 'Zed', 'O%', 'L_'])}word${n}`,
      addDays(day('2026-08-19'), -Math.floor(chance() * 400)),
    ];
    const taken = await guardian.takeIn({
      ...somebody({ family }),
      ...{ practice: { code, name: code, pcn, place }, pathwayId: pathway, priority, referredOn },
    });
    const coordinator = chance() < 0.3 ? `c-${place}` : null;
    if (coordinator) await taken.does({ type: 'AssignCase', coordinator: { id: coordinator, name: coordinator } });
    const isClosed = chance() < 0.15;
    if (isClosed) {
      await taken.does({
        ...{ type: 'CloseCase', reason: 'treated', on: day('2026-08-20'), evidence: 'Letter', reviewer: 'Dr Brandt' },
        ...{ patientTold: 'letter', referrerTold: 'letter' },
      });
    }
    const { reference, caseId } = taken;
    world.push({ reference, caseId, family, place, pcn, practice: code, pathway, priority, referredOn, coordinator, isClosed });
  }
}, 120_000);
afterAll(() => guardian?.close());

type Kind = 'list' | 'case' | 'page' | 'search' | 'command' | 'timeline' | 'worklist';
const KINDS: readonly Kind[] = ['list', 'list', 'list', 'case', 'page', 'search', 'command', 'timeline', 'worklist'];

/** References in an answer, each once. */
const named = (text: string): string[] => [...new Set(text.match(/GR-[A-Z0-9]{6}/g) ?? [])].sort();
const maybe = <T>(value: T): T | undefined => (chance() < 0.3 ? value : undefined);

/** One request drawn by chance: what came back beside what should have, both as text; and all that it named. */
async function draw(who: Person): Promise<{ what: string; got: string; should: string; names: string[] }> {
  const visitor = visitors.get(who.id) as Visitor;
  const isLead = who.role === 'acute-lead';
  const of = one(world);
  const kind = one(KINDS);
  switch (kind) {
    case 'list': {
      const inScope = practices.filter(({ code, pcn, place }) => who.kind === 'everywhere' || [code, pcn, place].includes(who.code));
      const somewhere = one(chance() < 0.8 ? inScope : practices);
      const asked: Asked = {
        ...(maybe(true) && { practice: somewhere.code }),
        ...(maybe(true) && { pcn: somewhere.pcn }),
        ...(maybe(true) && { pathway: one(['hip-pain', 'knee-pain', 'cataract']) }),
        ...(maybe(true) && { priority: one(['routine', 'urgent']) }),
        ...(maybe(true) && { coordinator: one(['nobody', `c-${somewhere.place}`]) }),
        newest: chance() < 0.5,
      };
      const [page, size] = [1 + Math.floor(chance() * 2), one([25, 50])];
      const { newest, ...filters } = asked;
      const query = new URLSearchParams({
        ...filters,
        page: String(page),
        size: String(size),
        direction: newest ? 'newest-first' : 'oldest-first',
      });
      const answer = await visitor.get(`/api/v1/cases?${query.toString()}`);
      const body = JSON.parse(answer.text) as { total?: number; cases?: { reference: string }[] };
      const all = listed(world, who, asked);
      const expected = all.slice((page - 1) * size, page * size).map(({ reference }) => reference);
      // A filter by a practice or PCN that is not theirs is refused, and says nothing of what is there.
      const { code, pcn, place } = somewhere;
      const mayName = (...codes: string[]): boolean => who.kind === 'everywhere' || codes.includes(who.code);
      const foreign = (filters.practice && !mayName(code, pcn, place)) || (filters.pcn && !mayName(pcn, place));
      return {
        what: `GET /api/v1/cases?${query.toString()}`,
        got: JSON.stringify(answer.status === 200 ? [200, body.total, body.cases?.map(({ reference }) => reference)] : [answer.status]),
        should: JSON.stringify(isLead ? [403] : foreign ? [400] : [200, all.length, expected]),
        names: named(answer.text),
      };
    }
    case 'case':
    case 'timeline':
    case 'page': {
      const url = {
        case: `/api/v1/cases/${of.reference}`,
        timeline: `/api/v1/cases/${of.reference}/timeline`,
        page: `/cases/${of.reference}`,
      }[kind];
      const answer = await visitor.get(url);
      const should = isLead ? 403 : sees(who, of) ? 200 : 404;
      // A page that is refused repeats the address; nothing of the case stands on it.
      const names = answer.status === 200 ? named(answer.text) : answer.text.includes(of.family) ? [of.reference] : [];
      return { what: `GET ${url}`, got: String(answer.status), should: String(should), names };
    }
    case 'search': {
      const text = one([of.reference, of.family, of.family.slice(0, 2), of.family.slice(0, 3), '%', '_', 'O%', `${of.family}x`]);
      const answer = await visitor.json('POST', '/api/v1/cases/search', { text });
      const body = JSON.parse(answer.text) as { more?: boolean; cases?: { reference: string }[] };
      const expected = found(world, who, text);
      const got = body.more ? ['more', body.cases?.length] : body.cases?.map(({ reference }) => reference).sort();
      return {
        what: `search ${text}`,
        got: JSON.stringify(answer.status === 200 ? got : [answer.status]),
        should: JSON.stringify(isLead ? [403] : expected.length > 50 ? ['more', 50] : expected),
        names: named(answer.text),
      };
    }
    case 'command': {
      // A note that would change nothing anybody counts, and only of a case that is not theirs: the world stays as it is.
      if (sees(who, of)) return { what: 'none', got: '', should: '', names: [] };
      const headers = { 'idempotency-key': `d-${Math.floor(chance() * 1e9)}`, 'if-match': '"1"' };
      const answer = await visitor.json('POST', `/api/v1/cases/${of.reference}/commands`, { type: 'AcceptReferral' }, headers);
      const mayWork = ['coordinator', 'clinician'].includes(who.role);
      return { what: `command on ${of.reference}`, got: String(answer.status), should: mayWork ? '404' : '403', names: named(answer.text) };
    }
    case 'worklist': {
      const answer = await visitor.get('/api/v1/worklist?of=team&size=100');
      const mayWork = ['coordinator', 'clinician'].includes(who.role);
      return {
        what: 'worklist',
        got: String(answer.status),
        should: mayWork ? '200' : '403',
        names: answer.status === 200 ? named(answer.text) : [],
      };
    }
  }
}

it(`${REQUESTS} requests tell nobody of what is not theirs, and each total and order is right (seed ${SEED})`, async () => {
  const wrong: object[] = [];
  const leaks: object[] = [];
  const told: Record<string, number> = {};
  for (let n = 0; n < REQUESTS; n++) {
    const who = one(people);
    const { what, got, should, names } = await draw(who);
    if (got !== should) wrong.push({ who, what, got, should });
    const strangers = names.filter((reference) => !world.some((of) => of.reference === reference && sees(who, of)));
    if (strangers.length > 0) leaks.push({ who, what, strangers });
    told[who.role] = (told[who.role] ?? 0) + names.length;
  }
  expect(leaks).toEqual([]);
  expect(wrong).toEqual([]);
  // else nobody was told anything, and nothing is proved
  expect([told['coordinator'] ?? 0, told['pcn-staff'] ?? 0, told['clinician'] ?? 0].every((count) => count > REQUESTS / 20)).toBe(true);
  expect(told['acute-lead']).toBe(0);
});
