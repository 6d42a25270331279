import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** Sources of the program itself, as paths from the root: no specs. */
const sources = ['apps', 'libs', 'config'].flatMap((top) =>
  readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(top, file))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')),
);

/** Of these sources, those whose text outside comments has it. */
function having(pattern: RegExp, files: readonly string[], read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')): string[] {
  return files.filter((file) =>
    pattern.test(
      read(file)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/(^|\s)\/\/.*$/gm, ''),
    ),
  );
}

const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*'env'/;
const CLOCK_OR_CHANCE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bTemporal\.Now\b|\brandomUUID\b|\bprocess\./;
const READS_PATIENTS = /\bcaseload_patient\b|\bCASES_WITH_PATIENTS\b|By\(PatientRow\b/;
const SAYS_WHOM = /\breadPatients\b|\bshows\(/;

describe('the sources', () => {
  it('read the environment in config only', () => {
    expect(
      having(
        ENVIRONMENT,
        sources.filter((file) => !file.startsWith('config/')),
      ),
    ).toEqual([]);
  });

  it('know no clock and no chance where something is decided', () => {
    const domain = sources.filter((file) => /^libs\/[^/]+\/src\/domain\/|^libs\/waiting-times\//.test(file));
    expect(domain.length).toBeGreaterThan(10);
    expect(having(CLOCK_OR_CHANCE, domain)).toEqual([]);
  });

  it('say whom they show wherever they read patients for somebody, so that the read audit knows', () => {
    const readers = having(
      READS_PATIENTS,
      sources.filter((file) => file.startsWith('libs/')),
    );
    expect(readers.filter((file) => having(SAYS_WHOM, [file]).length === 0).sort()).toEqual([
      'libs/caseload/src/cases-like.ts', // for the service itself
      'libs/caseload/src/listed-case.ts', // names the columns
      'libs/caseload/src/migrations.ts',
      'libs/caseload/src/patient-row.ts',
      'libs/caseload/src/ties.ts', // reads risks, and tells none of them of anybody by name
    ]);
  });

  it.each([
    ['const port = process.env.PORT;', ENVIRONMENT],
    ["const port = process['env']['PORT'];", ENVIRONMENT],
    ['const { PORT } = process . env;', ENVIRONMENT],
    ['const at = Date.now();', CLOCK_OR_CHANCE],
    ['const at = new Date();', CLOCK_OR_CHANCE],
    ['const at = Temporal.Now.instant();', CLOCK_OR_CHANCE],
    ['const lucky = Math.random() < 0.5;', CLOCK_OR_CHANCE],
    ['const id = randomUUID();', CLOCK_OR_CHANCE],
  ])('would be found out by: %s', (text, pattern) => {
    expect(having(pattern, ['planted.ts'], () => `${text}\n`)).toEqual(['planted.ts']);
  });

  it.each([
    ['// process.env is read in config', ENVIRONMENT],
    ['const day = new Date(instant);', CLOCK_OR_CHANCE],
    ['/** never Date.now */', CLOCK_OR_CHANCE],
  ])('would not be found out by: %s', (text, pattern) => {
    expect(having(pattern, ['planted.ts'], () => `${text}\n`)).toEqual([]);
  });
});
