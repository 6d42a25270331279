import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { directoryEntities, DirectoryImports } from '@guardian/directory';
import { readDatabase } from '@guardian/projections';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Problem } from './problem';
import { withServiceDatabase } from './service-database';

const KINDS = ['practices', 'pcn-partners'] as const;

/**
 * `guardian directory practices epraccur.csv`, `guardian directory pcn-partners core-partners.csv`: brings in the national files. The
 * same file again changes nothing; each row that was not taken as it stands is told. Exit code 1 when a row was refused.
 */
export async function run(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const kind = KINDS.find((known) => known === positionals[0]);
  const file = positionals[1];
  if (!kind || file === undefined)
    throw new Problem('Say what the file holds: guardian directory practices <file> or guardian directory pcn-partners <file>.');
  const csv = contentOf(file);
  return withServiceDatabase(loadConfig(), console.error, async (url) => {
    const database = TypeOrmModule.forRoot(readDatabase({ url, entities: directoryEntities, connections: 1 }));
    const context = await NestFactory.createApplicationContext(database, { logger: false, abortOnError: false });
    try {
      const imports = new DirectoryImports(context.get(getDataSourceToken()));
      const report = await (kind === 'practices' ? imports.importPractices(csv) : imports.importPcnMembership(csv));
      for (const { row, code, outcome, reason } of report) if (reason) console.log(`row ${row} ${code} ${outcome}: ${reason}`);
      const counts = new Map<string, number>();
      for (const { outcome } of report) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      console.log(`${report.length} rows: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`);
      return counts.has('refused') ? 1 : 0;
    } finally {
      await context.close();
    }
  });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Problem(`The file ${file} cannot be read.`);
  }
}
