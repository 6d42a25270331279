import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const LIBRARIES = 'access caseload casework directory event-store intake kernel oversight pathways projections waiting-times'.split(' ');

/** Every way in which a rule can be broken: the file, what it imports, and the rule that says no. */
const BREACHES: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ['libs/kernel/src/sideways.ts', '../../event-store/src/index', 'kernel-knows-its-neighbours-only'],
  ['libs/kernel/src/package.ts', 'uuid', 'kernel-uses-its-packages-only'],
  ['libs/kernel/src/node.ts', 'node:fs', 'kernel-and-clocks-run-anywhere'],
  ['libs/waiting-times/src/sideways.ts', '../../pathways/src/index', 'waiting-times-knows-its-neighbours-only'],
  ['libs/waiting-times/src/package.ts', 'temporal-polyfill', 'waiting-times-uses-its-packages-only'],
  ['libs/event-store/src/sideways.ts', '../../casework/src/index', 'event-store-knows-its-neighbours-only'],
  ['libs/event-store/src/package.ts', '@nestjs/common', 'event-store-uses-its-packages-only'],
  ['libs/projections/src/sideways.ts', '../../casework/src/events', 'projections-knows-its-neighbours-only'],
  ['libs/projections/src/package.ts', '@nestjs/common', 'projections-uses-its-packages-only'],
  ['libs/access/src/sideways.ts', '../../caseload/src/index', 'access-knows-its-neighbours-only'],
  ['libs/access/src/package.ts', 'fastify', 'access-uses-its-packages-only'],
  ['libs/directory/src/sideways.ts', '../../access/src/index', 'directory-knows-its-neighbours-only'],
  ['libs/directory/src/package.ts', 'pg', 'directory-uses-its-packages-only'],
  ['libs/pathways/src/sideways.ts', '../../projections/src/index', 'pathways-knows-its-neighbours-only'],
  ['libs/pathways/src/package.ts', 'typeorm', 'pathways-uses-its-packages-only'],
  ['libs/casework/src/sideways.ts', '../../directory/src/index', 'casework-knows-its-neighbours-only'],
  ['libs/casework/src/package.ts', 'pg', 'casework-uses-its-packages-only'],
  ['libs/caseload/src/sideways.ts', '../../event-store/src/index', 'caseload-knows-its-neighbours-only'],
  ['libs/caseload/src/package.ts', 'pg', 'caseload-uses-its-packages-only'],
  ['libs/caseload/src/commands.ts', '../../casework/src/index', 'readers-see-events-only'],
  ['libs/oversight/src/sideways.ts', '../../caseload/src/index', 'oversight-knows-its-neighbours-only'],
  ['libs/oversight/src/package.ts', 'class-validator', 'oversight-uses-its-packages-only'],
  ['libs/oversight/src/configured.ts', '../../../config/index', 'oversight-knows-its-neighbours-only'],
  ['libs/intake/src/sideways.ts', '../../access/src/index', 'intake-knows-its-neighbours-only'],
  ['libs/intake/src/package.ts', 'fastify', 'intake-uses-its-packages-only'],
  ['libs/surprise/src/new.ts', '../../kernel/src/index', 'libraries-are-listed'],
  ['libs/casework/src/domain/framework.ts', '@nestjs/common', 'domain-is-pure'],
  ['libs/casework/src/domain/store.ts', '../../../event-store/src/index', 'domain-is-pure'],
  ['libs/casework/src/domain/outward.ts', '../inner', 'domain-is-pure'],
  ['libs/casework/src/domain/chance.ts', 'node:crypto', 'domain-is-pure'],
  ['libs/caseload/src/deep.ts', '../../pathways/src/inner', 'through-the-front-door'],
  ['apps/web/src/deep.ts', '../../../libs/casework/src/inner', 'through-the-front-door'],
  ['libs/casework/src/upward.ts', '../../../apps/web/src/page', 'nobody-imports-an-app'],
  ['libs/casework/src/tested.ts', '../../../test/support/help', 'nobody-imports-an-app'],
  ['apps/worker/src/sideways.ts', '../../web/src/page', 'apps-do-not-know-each-other'],
  ['apps/web/src/driver.ts', 'pg', 'apps-leave-the-database-to-libraries'],
  ['apps/cli/src/rows.ts', 'typeorm', 'apps-leave-the-database-to-libraries'],
  ['config/upward.ts', '../libs/kernel/src/index', 'config-knows-nothing-of-ours'],
  ['apps/web/src/about.ts', './round', 'no-cycles'],
  ['apps/web/src/lost.ts', './nowhere', 'resolvable'],
];

/** What the same rules let pass. */
const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ['libs/kernel/src/dates.ts', 'temporal-polyfill'],
  ['libs/event-store/src/driver.ts', 'pg'],
  ['libs/casework/src/domain/pure.ts', '../../../kernel/src/index'],
  ['libs/casework/src/domain/pure.spec.ts', '../../../../test/support/help'],
  ['libs/casework/src/outside.ts', '../../pathways/src/index'],
  ['libs/caseload/src/read.ts', '../../casework/src/events'],
  ['libs/caseload/src/scoped.ts', '../../access/src/index'],
  ['apps/web/src/composed.ts', '../../../libs/casework/src/index'],
  ['apps/web/src/configured.ts', '../../../config/index'],
  ['apps/web/src/driver.spec.ts', 'pg'],
  ['apps/cli/src/embedded-postgres.ts', 'pg'],
];

interface Cruised {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] };
}

describe('who may know whom', () => {
  let tree: string;
  let reported: readonly string[];

  const plant = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  };

  beforeAll(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'guardian-rules-'));
    cpSync(path.join(ROOT, 'tsconfig.json'), path.join(tree, 'tsconfig.json'));
    cpSync(path.join(ROOT, 'config', 'dependency-rules.cjs'), path.join(tree, 'config', 'dependency-rules.cjs'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'));
    for (const library of LIBRARIES) plant(`libs/${library}/src/index.ts`, 'export const front = 1;\n');
    plant('libs/casework/src/events.ts', 'export const events = 1;\n');
    for (const file of ['libs/casework/src/inner', 'libs/pathways/src/inner', 'apps/web/src/page', 'config/index', 'test/support/help']) {
      plant(`${file}.ts`, 'export const inner = 1;\n');
    }
    plant('apps/web/src/round.ts', `import './about';\n`);
    for (const [file, imported] of [...BREACHES, ...ALLOWED]) plant(file, `import '${imported}';\n`);

    const depcruise = path.join(ROOT, 'node_modules', '.bin', 'depcruise');
    const { stdout } = spawnSync(
      depcruise,
      ['--config', 'config/dependency-rules.cjs', '--output-type', 'json', 'apps', 'libs', 'config'],
      {
        cwd: tree,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const { violations } = (JSON.parse(stdout) as Cruised).summary;
    reported = violations.map(({ from, rule }) => `${from} ${rule.name}`);
  });
  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it.each(BREACHES)('%s must not import %s: %s', (file, _imported, rule) => {
    expect(reported).toContain(`${file} ${rule}`);
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(reported.filter((line) => line.startsWith(`${file} `))).toEqual([]);
  });

  it('has seen every rule fail', () => {
    const { forbidden: rules } = jest.requireActual<{ forbidden: { name: string }[] }>('../../config/dependency-rules.cjs');
    const broken = new Set(BREACHES.map(([, , rule]) => rule));
    expect(rules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
