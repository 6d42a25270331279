import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '@guardian/kernel';
import { problemOf } from './problems';
import { refusals } from './refusals';

/** Codes that stop a process at its start, a read model or a verb of the command line, and so never become an answer. */
const NEVER_ANSWERED = [
  'EventStoreTooOld',
  'LogDamaged',
  'LogNotPartitioned',
  'LogsDiffer',
  'NoCheckpointKey',
  'NoSeals',
  'NotReplayed',
  'PositionOfAnotherStore',
  'ReplayUnderWay',
  'SourceGrew',
  'StoreSwitched',
  'TargetDiffers',
  'TargetWritten',
  'UnsafeDatabase',
];

it('every refusal that the libraries make has its line in the table', () => {
  const sources = ['libs', 'apps/web/src'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.includes('contract'))
      .map((name) => readFileSync(path.join(root, name), 'utf8')),
  );
  const made = sources.flatMap((source) =>
    [...source.matchAll(/(?:new DomainError|super|\brefuse)\(\s*'([A-Z]\w+)'/g)].map(([, code]) => code),
  );
  const codes = [...new Set(made)].filter((code) => code !== undefined && !NEVER_ANSWERED.includes(code));
  expect(codes).toContain('StreamMovedOn');
  expect(codes.filter((code) => code !== undefined && !(code in refusals))).toEqual([]);
});

it('a refusal keeps its words and facts', () => {
  expect(problemOf(new DomainError('StreamMovedOn', 'J Smith changed this case at 10:41.', { revision: 8 }))).toEqual({
    status: 409,
    title: 'This has changed since you opened it',
    code: 'StreamMovedOn',
    detail: 'J Smith changed this case at 10:41.',
    facts: { revision: 8 },
  });
});

it('a database that cannot be reached is worth another try in 5 seconds', () => {
  expect(problemOf(new DomainError('StoreUnavailable', 'Guardian cannot reach its database.'))).toEqual({
    status: 503,
    title: 'Guardian cannot reach its database',
    code: 'StoreUnavailable',
    detail: 'Guardian cannot reach its database.',
    retryAfterSeconds: 5,
  });
});

it.each([new DomainError('Unheard', 'patient 999 123 4567'), new Error('patient 999 123 4567'), 'patient 999 123 4567', undefined])(
  'what is not in the table is a fault, and its words stay inside',
  (error) => expect(problemOf(error)).toEqual({ status: 500, title: 'Sorry, there is a problem with Guardian', code: 'Fault' }),
);
