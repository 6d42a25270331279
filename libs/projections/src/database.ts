import { DataSource, type DataSourceOptions, MigrationExecutor, type MigrationInterface } from 'typeorm';
import { daysAsText } from './connections';
import { SnakeCaseNames } from './snake-case-names';

/** A migration class, as the libraries export them. */
export type MigrationClass = new () => MigrationInterface;

export interface ReadDatabase {
  readonly url: string;
  /** Entity classes: rows of read models and plain tables. */
  readonly entities: readonly (new () => object)[];
  /** Most connections; default 10. */
  readonly connections?: number;
  /** Told of connections that were lost while idle, as when the database restarts. They are made anew by themselves. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** What `TypeOrmModule.forRoot` is given in every process. Never synchronises. A statement may run for 10 seconds. */
export function readDatabase({ url, entities, connections = 10, onConnectionLost }: ReadDatabase): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [...entities],
    namingStrategy: new SnakeCaseNames(),
    synchronize: false,
    applicationName: 'guardian read',
    connectTimeoutMS: 5_000,
    poolErrorHandler: (error: Error) => onConnectionLost?.(error),
    extra: { max: connections, statement_timeout: 10_000, query_timeout: 15_000, keepAlive: true, types: daysAsText },
  };
}

/**
 * Applies the migrations that are missing, in the order of their numbers, each in its own transaction; returns their names. Several
 * processes may call it at once: one works, the others wait.
 */
export async function migrate(
  url: string,
  migrations: readonly MigrationClass[],
  onProgress: (name: string) => void = () => undefined,
): Promise<string[]> {
  const source = await new DataSource({ type: 'postgres', url, migrations: [...migrations], extra: { max: 1 } }).initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query(`select pg_advisory_lock(hashtext('guardian migrations'))`);
    const executor = new MigrationExecutor(source, runner);
    const done: string[] = [];
    for (const pending of await executor.getPendingMigrations()) {
      await runner.startTransaction();
      await executor.executeMigration(pending);
      await runner.commitTransaction();
      done.push(pending.name);
      onProgress(pending.name);
    }
    return done;
  } finally {
    await source.destroy(); // ends the session, and with it the lock and what was not committed
  }
}
