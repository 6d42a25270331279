// Each control in the papers of docs/safety is proved by a test that is there: a renamed or deleted one fails here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

const ROOT = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const specs = new Set(
  ['apps', 'libs', 'config', 'test'].flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => path.basename(file)),
  ),
);

/** The first arguments of `it`, `describe` and their `each`, as they stand in the file. */
function titlesIn(text: string): Set<string> {
  const calls = /(?:\b(?:it|test|describe)\s*\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  return new Set([...text.matchAll(calls)].map(([, , title = '']) => title.replace(/\\(['"`])/g, '$1')));
}

/** What of `path#title` is not there; `path` alone names the whole spec. */
function missing(named: readonly string[]): string[] {
  return named.filter((one) => {
    const [file = '', title] = one.split(/#(.*)/s);
    return !existsSync(path.join(ROOT, file)) || (title !== undefined && !titlesIn(read(file)).has(title));
  });
}

describe('the hazard log', () => {
  /** The rows of the log: number of the hazard, and the test files that the row names. */
  const rows = read('docs/safety/hazard-log.md')
    .split('\n')
    .filter((line) => /^\| H\d+ /.test(line))
    .map((line) => ({
      hazard: /^\| (H\d+)/.exec(line)?.[1] ?? '',
      cells: line.split('|').slice(1, -1),
      tests: [...line.matchAll(/`([\w./-]+\.spec\.ts)`/g)].map(([, file = '']) => path.basename(file)),
    }));

  it('numbers every hazard, without a gap', () => {
    expect(rows.map(({ hazard }) => hazard).sort()).toEqual(rows.map((_, n) => `H${n + 1}`).sort());
  });

  it('has at least the sixteen hazards that such a service starts from', () => expect(rows.length).toBeGreaterThanOrEqual(16));

  it('says of each what it is, what it does to the patient, why, and what stands against it', () => {
    expect(rows.filter(({ cells }) => cells.length !== 6 || cells.some((cell) => cell.trim() === '')).map(({ hazard }) => hazard)).toEqual(
      [],
    );
  });

  it.each(rows.map(({ hazard, tests }) => [hazard, tests] as const))('%s: its control is proved by a test', (_, tests) => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((file) => !specs.has(file))).toEqual([]);
  });
});

describe('the threat model', () => {
  const rows = read('docs/safety/threat-model.md')
    .split('\n')
    .filter((line) => /^\| [STRIDE] /.test(line))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
  const named = [...read('docs/safety/threat-model.md').matchAll(/`([\w./-]+\.spec\.ts#[^`]+)`/g)].map(([, one = '']) => one);

  it('names tests that are there', () => {
    expect(named.length).toBeGreaterThan(50);
    expect(missing(named)).toEqual([]);
  });

  it('says of each threat what stands against it and proves it, or what remains', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((cells) => cells.length !== 5 || (cells[3]?.trim() === '–' && cells[4]?.trim() === '–'))).toEqual([]);
  });
});

describe('the table of OWASP ASVS 5.0.0', () => {
  interface Row {
    readonly id: string;
    readonly level: '1' | '2' | '3';
    readonly requirement: string;
    readonly status: string;
    readonly evidence: string;
    readonly reason: string;
  }
  const rows: readonly Row[] = parse(read('docs/safety/asvs.csv'), { columns: true });
  const evidenceOf = ({ evidence }: Row): string[] => evidence.split(' | ').filter((one) => one !== '');

  /** Sections of the standard that ask for papers: a paper answers them. */
  const PAPERS = /^(2|5|7|8|11|13|14|15|16)\.1\./;

  /** Of each chapter of the standard that applies, how many requirements it has at levels 1 and 2, counted by hand in the standard. */
  const COUNTED = {
    ...{ 1: 27, 2: 11, 3: 19, 4: 4, 5: 9, 6: 4, 7: 18, 8: 7 },
    ...{ 9: 7, 10: 13, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16 },
  };
  const ABOVE = ['1.2.10', '1.3.12', '2.3.5', '4.1.4', '5.2.4', '7.5.3', '8.3.2', '13.4.6', '14.2.6', '14.2.7', '15.4.2', '16.5.4'];

  it('has each requirement of levels 1 and 2 once, and twelve of level 3', () => {
    const chapters = rows.filter(({ level }) => level !== '3').map(({ id }) => id.split('.')[0] ?? '');
    expect(Object.fromEntries(Object.keys(COUNTED).map((chapter) => [chapter, chapters.filter((one) => one === chapter).length]))).toEqual(
      COUNTED,
    );
    expect(rows.filter(({ level }) => level === '3').map(({ id }) => id)).toEqual(ABOVE);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.length).toBe(205);
  });

  it('says of each how it stands', () => {
    const known = ['met', 'partly', 'not yet', 'does not apply'];
    expect(rows.filter(({ status, requirement }) => !known.includes(status) || requirement === '')).toEqual([]);
  });

  it('proves what is met by a test with its name, or by a paper where the standard asks for one', () => {
    const unproved = rows
      .filter(({ status }) => status === 'met')
      .filter((row) => {
        const evidence = evidenceOf(row);
        const tests = evidence.filter((one) => /\.spec\.ts#/.test(one));
        return tests.length === 0 && !(PAPERS.test(row.id) && evidence.some((one) => one.endsWith('.md')));
      });
    expect(unproved.map(({ id }) => id)).toEqual([]);
  });

  it('gives a reason for what is not', () => {
    expect(rows.filter(({ status, reason }) => status !== 'met' && reason === '').map(({ id }) => id)).toEqual([]);
  });

  it('names tests and papers that are there', () => {
    expect(rows.map((row) => [row.id, missing(evidenceOf(row))] as const).filter(([, gone]) => gone.length > 0)).toEqual([]);
  });
});

it('a test that was renamed, or its file, is missed', () => {
  expect(
    missing([
      'test/architecture/safety-docs.spec.ts#a test that was renamed, or its file, is missed',
      'test/architecture/safety-docs.spec.ts#a test that nobody wrote',
      'test/architecture/no-such.spec.ts#anything',
      'docs/safety/no-such.md',
    ]),
  ).toEqual([
    'test/architecture/safety-docs.spec.ts#a test that nobody wrote',
    'test/architecture/no-such.spec.ts#anything',
    'docs/safety/no-such.md',
  ]);
  expect(titlesIn("it('one', f); it.each(A)('two', f); it.each([\n  1,\n])('three %s', f); describe(`four`, f); expect('five');")).toEqual(
    new Set(['one', 'two', 'three %s', 'four']),
  );
});
