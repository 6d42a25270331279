import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** More than the lists of Guardian have; each costs every connection some memory. */
const MOST_PREPARED = 200;

const prepared = new Map<string, string>();

/**
 * Rows of one statement on the pool of a `readDatabase`, for lists that are asked for all day: prepared once a connection, and without
 * the query runner of TypeORM. `text` holds no value that a user gave; those are `values`. The first 200 texts of a process are prepared,
 * the others run as they are. `first`: settings of the one transaction in which it then runs, as SQL; they are gone when it is over.
 */
export async function readRows<Row extends object>(
  database: DataSource,
  text: string,
  values: readonly unknown[],
  first?: string,
): Promise<Row[]> {
  const pool = (database.driver as PostgresDriver).master as Pool;
  const query = { name: nameOf(text), text, values: [...values] };
  if (first === undefined) return (await pool.query<Row>(query)).rows;
  const client = await pool.connect();
  try {
    await client.query(`begin read only; ${first}`);
    const { rows } = await client.query<Row>(query);
    await client.query('commit');
    client.release();
    return rows;
  } catch (error) {
    client.release(true); // closed, and whatever was set on it is gone
    throw error;
  }
}

function nameOf(text: string): string | undefined {
  const known = prepared.get(text);
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known;
  const name = `read-${prepared.size}`;
  prepared.set(text, name);
  return name;
}
