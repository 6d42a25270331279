import { Client, type ClientConfig, Pool, types } from 'pg';

const DATE: number = types.builtins.DATE;

/** As TypeORM gives them to the pages: a day is text, never midnight in some time zone. */
export const daysAsText = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === DATE ? (text: string) => text : (types.getTypeParser(oid, format) as (text: string) => unknown),
};

const config = (url: string, name: string): ClientConfig => ({
  connectionString: url,
  application_name: name,
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  types: daysAsText,
});

/** A connection whose loss shows as a refused query, never as the end of this process. */
export async function connect(url: string, name: string, over: ClientConfig = {}): Promise<Client> {
  const client = new Client({ ...config(url, name), ...over });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The same for a few connections shared by pages. */
export function smallPool(url: string, name: string): Pool {
  const pool = new Pool({ ...config(url, name), max: 2, statement_timeout: 10_000, query_timeout: 15_000 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // on a lost connection this fails as well, and the first error is the one that tells
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
