// npm run bench [-- --quick] [--check] [names]: Guardian beside the limits of PostgreSQL and beside its peers, on this machine.
import 'reflect-metadata';
import { appends } from './appends';
import { backup } from './backup';
import type { Bench } from './bench';
import { bulkImport } from './bulk-import';
import { caseloadLists } from './caseload-lists';
import { catchUp } from './catch-up';
import { clock } from './clock';
import { clocksCohort } from './clocks-cohort';
import { eventStoreDb } from './eventstoredb';
import { followers } from './followers';
import { logReading } from './log-reading';
import { pages } from './pages';
import { partitions } from './partitions';
import { readAudit } from './read-audit';
import { rebuild } from './rebuild';
import { rebuildAll } from './rebuild-all';
import { Report } from './report';
import { requests } from './requests';
import { sealing } from './sealing';
import { startBenchServer } from './server';
import { worklist } from './worklist';

const comparisons: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  appends,
  eventstoredb: eventStoreDb,
  followers,
  import: bulkImport,
  reading: logReading,
  partitions,
  'catch-up': catchUp,
  rebuild,
  'rebuild-all': rebuildAll,
  backup,
  lists: caseloadLists,
  clocks: clocksCohort,
  worklist,
  pages,
  requests,
  'read-audit': readAudit,
  sealing,
  clock,
};

async function main(args: readonly string[]): Promise<void> {
  const quick = args.includes('--quick');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [...named.filter((name) => !(name in comparisons)), ...args.filter((arg) => /^--(?!quick$|check$)/.test(arg))];
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}. There are --quick, --check, ${Object.keys(comparisons).join(', ')}.`);
  const report = new Report();
  const server = await startBenchServer();
  try {
    report.heading(
      `PostgreSQL ${server.version}, Node ${process.version}, ${quick ? 'quick: the figures say little' : 'medians of 5 interleaved rounds'}`,
    );
    for (const [name, compare] of Object.entries(comparisons)) {
      if (named.length === 0 || named.includes(name)) await compare({ server, report, rounds: quick ? 1 : 5, quick });
    }
    report.summary();
  } finally {
    await server.stop();
  }
  if (args.includes('--check') && report.missed > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
