import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCompose, ROOT } from './compose';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** One entry an instruction: comments left out, continued lines joined. */
const instructions: Instruction[] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));

const rests = (word: string): string[] => instructions.filter((each) => each.word === word).map(({ rest }) => rest);
const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));

describe('the Dockerfile, as far as that goes without an engine', () => {
  it('says nothing that Docker does not know', () => {
    const known = ['CMD', 'COPY', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'RUN', 'USER', 'WORKDIR'];
    expect([...new Set(instructions.map(({ word }) => word))].sort()).toEqual(known);
  });

  it('builds in stages on one Node 24, named by its whole version', () => {
    expect(rests('FROM')).toEqual([
      'node:24.11.1-bookworm-slim AS build',
      'node:24.11.1-bookworm-slim AS modules',
      'node:24.11.1-bookworm-slim',
    ]);
  });

  it('installs what the lock file says, and runs no script of a package', () => {
    const installs = rests('RUN').filter((run) => /\bnpm (ci|i|install)\b/.test(run));
    expect(installs).toHaveLength(2);
    for (const install of installs) expect(install).toMatch(/^npm ci .*--ignore-scripts/);
    expect(installs[1]).toContain('--omit=dev --omit=optional');
  });

  it('copies what there is, and what .dockerignore lets through', () => {
    const let_through = read('.dockerignore').match(/(?<=^!).+$/gm) ?? [];
    const copied = rests('COPY')
      .filter((copy) => !copy.startsWith('--from='))
      .flatMap((copy) => copy.split(' ').slice(0, -1));
    for (const each of copied) {
      expect({ each, exists: existsSync(path.join(ROOT, each)) }).toEqual({ each, exists: true });
      expect({ each, passes: let_through.some((path) => each === path || each.startsWith(`${path}/`)) }).toEqual({ each, passes: true });
    }
    expect(let_through.filter((path) => !copied.includes(path))).toEqual([]);
  });

  it('ends as an account that is not root, with a check of health', () => {
    expect(last.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(last.findLastIndex(({ word }) => word === 'RUN'));
    expect(last.filter(({ word }) => word === 'USER')).toEqual([{ word: 'USER', rest: '1000:1000' }]);
    expect(last.filter(({ word }) => word === 'HEALTHCHECK')).toHaveLength(1);
  });

  it('keeps no secret', () => {
    expect(rests('ENV').join(' ')).toBe(
      'NODE_ENV=production GUARDIAN_DATA_DIR=/data GUARDIAN_HOST=0.0.0.0 GUARDIAN_PORT=3000 GUARDIAN_WORKER_HEALTH_PORT=3001',
    );
    expect(read('Dockerfile')).not.toMatch(/password|secret(?!s)|token|lookup_key/i);
  });

  it('and docker-compose.yml start programs that there are', () => {
    const { services } = readCompose();
    const commands = [
      ...rests('CMD').map((command) => JSON.parse(command) as string[]),
      ...Object.values(services).map(({ command = [] }) => command),
    ];
    const programs = [...new Set(commands.flatMap((command) => command.filter((word) => word.startsWith('dist/'))))];
    expect(programs.sort()).toEqual(['dist/apps/cli/src/main.js', 'dist/apps/web/src/main.js', 'dist/apps/worker/src/main.js']);
    for (const program of programs) {
      const source = program.replace('dist/', '').replace('.js', '.ts');
      expect({ source, exists: existsSync(path.join(ROOT, source)) }).toEqual({ source, exists: true });
    }
  });
});
