// Each control of a hazard is proved by a test that is there: a renamed or deleted one fails here.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const specs = new Set(
  ['apps', 'libs', 'config', 'test'].flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => path.basename(file)),
  ),
);

/** The rows of the log: number of the hazard, and the test files that the row names. */
const rows = readFileSync(path.join(ROOT, 'docs/safety/hazard-log.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| H\d+ /.test(line))
  .map((line) => ({
    hazard: /^\| (H\d+)/.exec(line)?.[1] ?? '',
    tests: [...line.matchAll(/`([\w./-]+\.spec\.ts)`/g)].map(([, file = '']) => path.basename(file)),
  }));

it('every hazard has a number of its own, without a gap', () => {
  expect(rows.map(({ hazard }) => hazard).sort()).toEqual(rows.map((_, n) => `H${n + 1}`).sort());
});

it.each(rows.map(({ hazard, tests }) => [hazard, tests] as const))('%s: its control is proved by a test', (_, tests) => {
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((file) => !specs.has(file))).toEqual([]);
});
