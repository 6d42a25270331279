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
  // In one go: a comment at the end of a line may name `folder/*`, which begins nothing.
  const COMMENT = /(^|\s)\/\/.*$|\/\*[\s\S]*?\*\//gm;
  return files.filter((file) => pattern.test(read(file).replace(COMMENT, '')));
}

const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*'env'/;
const CLOCK_OR_CHANCE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bTemporal\.Now\b|\brandomUUID\b|\bprocess\./;
const READS_PATIENTS = /\bcaseload_patient\b|\bCASES_WITH_PATIENTS\b|By\(PatientRow\b/;
const SAYS_WHOM = /\breadPatients\b|\bshows\(/;

/** Text that would be run as a program: here, by a shell, or by a child that is not named by its file. */
const RUNS_TEXT = /\beval\s*\(|\bnew Function\b|\bshell:\s*true|\bexec(Sync)?\s*\(\s*['"`]|\bnode:vm\b/;
const CHILDREN = /\bnode:child_process\b/;
const BUILDS_PATTERNS = /\bnew RegExp\s*\(/;
const CALLS_OTHERS = /\bfetch\s*\(|\bfrom 'node:(https?|http2|tls|dgram)'|\baxios\b|\bundici\b/;
const FOLLOWS = /\bfetch\s*\((?![^;]*redirect: 'manual')/;
const WEAK =
  /'(md4|md5|sha1|ripemd160|des(-[^']*)?|rc4|aes-\d+-(ecb|cbc)[^']*)'|\bcreateCipher\s*\(|\bMath\.random\b|\bcrypto-js\b|\bbcrypt/i;

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
      'libs/caseload/src/conditions.ts', // leaves people out
      'libs/caseload/src/listed-case.ts', // names the columns
      'libs/caseload/src/migrations.ts',
      'libs/caseload/src/patient-row.ts',
      'libs/caseload/src/ties.ts', // reads risks, and tells none of them of anybody by name
    ]);
  });

  it('run no text as a program', () => {
    expect(having(RUNS_TEXT, sources)).toEqual(['apps/web/src/layout/vendor-loader.ts']); // compiles the templates of nhsuk-frontend, at start
    expect(having(CHILDREN, sources).sort()).toEqual(['apps/cli/src/postgres-programs.ts', 'apps/cli/src/supervised.ts']);
  });

  it('build no pattern out of what people wrote', () => {
    expect(having(BUILDS_PATTERNS, sources).sort()).toEqual([
      'apps/web/src/http/session.ts', // from the name of the cookie
      'libs/event-store/src/eventstoredb/guardian-events.ts', // from a pattern of ours
    ]);
  });

  it('asks no address but those in the configuration, and follows none further', () => {
    expect(having(CALLS_OTHERS, sources).sort()).toEqual([
      'apps/cli/src/start.ts', // whether its own processes answer
      'apps/web/src/pages/sign-in/demonstration/demo-provider.ts', // types alone
      'apps/web/src/pages/sign-in/provider.ts', // the provider that was set up
    ]);
    expect(having(FOLLOWS, sources)).toEqual(['apps/cli/src/start.ts']);
  });

  it('takes its cryptography from Node, and none of it weak', () => {
    expect(having(WEAK, sources).sort()).toEqual([
      'libs/caseload/src/lists.examples.ts', // ids of examples for specs
      'libs/event-store/src/eventstoredb/attempts.ts', // how long to wait before another try
      'libs/event-store/src/stream-runner.ts', // the same
    ]);
  });

  it.each([
    ['eval(text);', RUNS_TEXT],
    ["const run = new Function('a', text);", RUNS_TEXT],
    ['spawn(file, { shell: true });', RUNS_TEXT],
    ['execSync(`ls ${folder}`);', RUNS_TEXT],
    ["import { spawn } from 'node:child_process';", CHILDREN],
    ['const found = new RegExp(query);', BUILDS_PATTERNS],
    ['await fetch(address);', CALLS_OTHERS],
    ["import { request } from 'node:https';", CALLS_OTHERS],
    ['await fetch(address, { signal });', FOLLOWS],
    ["createHash('md5');", WEAK],
    ["createCipheriv('aes-256-cbc', key, iv);", WEAK],
    ['const token = Math.random();', WEAK],
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

  it.each([['// the folder dist/* is not\nconst port = process.env.PORT; /* nor this */', ENVIRONMENT]])(
    'would be found out behind a comment: %s',
    (text, pattern) => {
      expect(having(pattern, ['planted.ts'], () => `${text}\n`)).toEqual(['planted.ts']);
    },
  );

  it.each([
    ['// process.env is read in config', ENVIRONMENT],
    ['const day = new Date(instant);', CLOCK_OR_CHANCE],
    ['/** never Date.now */', CLOCK_OR_CHANCE],
    ['const found = pattern.exec(text);', RUNS_TEXT],
    ["await fetch(address, { redirect: 'manual', signal });", FOLLOWS],
    ["createHash('sha256');", WEAK],
    ["createCipheriv('aes-256-gcm', key, iv);", WEAK],
  ])('would not be found out by: %s', (text, pattern) => {
    expect(having(pattern, ['planted.ts'], () => `${text}\n`)).toEqual([]);
  });
});
