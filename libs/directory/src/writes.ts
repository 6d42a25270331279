import { type DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';

/** One transaction, and one writer of the directory at a time: what it read stays true until it commits. */
export function writeDirectory<T>(db: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('guardian directory'))`);
    return work(tx);
  });
}

/** Inserts the rows whose key is not there yet. */
export async function insertMissing<Row extends ObjectLiteral>(tx: EntityManager, table: EntityTarget<Row>, rows: Row[]): Promise<number> {
  let added = 0;
  for (const some of chunks(rows)) {
    const inserted = await tx.createQueryBuilder().insert().into(table).values(some).orIgnore().returning('*').execute();
    added += (inserted.raw as unknown[]).length;
  }
  return added;
}

/** A statement holds at most 65,535 values. */
export function chunks<T>(rows: readonly T[]): T[][] {
  const size = 5_000;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}
