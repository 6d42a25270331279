// No key, token or password of anything real stands in the repository (T6).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

/** What .gitignore leaves out, and the two files that are hashes from end to end. */
const LEFT_OUT =
  /(^|\/)(node_modules|dist|\.git|data|\.data|coverage|\.stryker-tmp|reports)(\/|$)|\.log$|(^|\/)\.env$|^package-lock\.json$/;
const files = walk('.');

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .map((entry) => ({ entry, name: path.posix.join(folder, entry.name) }))
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap(({ entry, name }) => (entry.isDirectory() ? walk(name) : entry.isFile() ? [name] : []));
}

const SECRETS = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a key of a cloud': /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bAccountKey=[\w+/=]{40,}/,
  'a token of a service':
    /\b(gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|xox[abpr]-[\w-]{10,}|sk_live_\w{16,})/,
  'a signed token': /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/,
  'a password in an address': /\b[a-z][a-z+]*:\/\/[^\s/:@'"`]+:([^\s/@'"`]+)@/,
  'a password or secret written out':
    /\b\w*(?:password|passwd|secret|api_?key|access_?key)\w*['"]?\s*[:=]\s*(?:process\.env\.\w+\s*\?\?\s*)?['"]([^'"\n]{8,})['"]/i,
} as const;

/** Said to be of no use in words, or of a demonstration that holds nobody: only these values may stand where a secret would. */
const NOT_SECRET = new Set([
  'password', // what to write there, in the example
  '…',
  'evaluation', // the containers on one computer, with invented patients
  'demonstration', // the program of the demonstration, where anybody can be anybody
  'hunter2', // that an address is told without it, or refused
  'secret',
  'se',
  'sec',
  'sec:ret',
  'secret%3A%40%2F',
  'changeit:100% secret', // the double of EventStoreDB
  'a secret of the specs',
  'another secret of 32 characters at least',
]);
const OF_TESTS = /^(for (tests|the bench) only(, )?)+$/;
const PUT_TOGETHER = /^(\$\{[^}]+\}?|\$\{.*)$/;

/** The key of `localhost` that the double of EventStoreDB shows, from an authority that nobody trusts. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'test/eventstoredb-double/certificates/localhost-key.pem': ['a private key'],
};

function found(text: string): string[] {
  return Object.entries(SECRETS)
    .filter(([, pattern]) =>
      [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].some(([, value]) => value === undefined || !isHarmless(value)),
    )
    .map(([name]) => name);
}

const isHarmless = (value: string): boolean => NOT_SECRET.has(value) || OF_TESTS.test(value) || PUT_TOGETHER.test(value);

it('no secret stands in the repository but the ones that are known to open nothing', () => {
  expect(files.length).toBeGreaterThan(900);
  const suspects = files
    .filter((file) => file !== 'test/architecture/secrets.spec.ts' && statSync(path.join(ROOT, file)).size < 2_000_000)
    .flatMap((file) => {
      const names = found(readFileSync(path.join(ROOT, file), 'utf8'));
      return names.length > 0 ? [[file, names] as const] : [];
    });
  expect(Object.fromEntries(suspects)).toEqual(KNOWN);
});

it.each([
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a key of a cloud', `id = AKIA${'A1'.repeat(8)}`],
  ['a token of a service', `ghp_${'a'.repeat(36)}`],
  ['a token of a service', `npm_${'a'.repeat(36)}`],
  ['a signed token', `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(40)}.${'c'.repeat(43)}`],
  ['a password in an address', 'postgres://guardian:correct-horse@db/guardian'],
  ['a password or secret written out', "const password = 'correct-horse-battery';"],
  ['a password or secret written out', 'GUARDIAN_SESSION_SECRET: "b6589fc6ab0dc82cf12099d1c2d40ab9"'],
  ['a password or secret written out', "{ clientSecret: 'b6589fc6ab0dc82c' }"],
])('%s would be found: %s', (name, text) => expect(found(text)).toEqual([name]));

it.each([
  'postgres://user:${password}@db/guardian',
  'DATABASE_URL: postgres://guardian:${POSTGRES_PASSWORD:-evaluation}@postgres',
  "secret: 'for tests only, for tests only'",
  'readonly clientSecret: string;',
  "'GUARDIAN_OIDC_CLIENT_SECRET'",
])('%s is no secret', (text) => expect(found(text)).toEqual([]));
