import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import type { Writable } from 'node:stream';

// The text of a value depends on these; with them it is the same on every server.
const SAME_TEXT = [
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=postgres',
  'bytea_output=hex',
  'extra_float_digits=1',
  'client_encoding=UTF8',
  'statement_timeout=0',
  'lock_timeout=0',
];

/** One session for as long as the work takes. It signs in as the owner of the tables, and stays it unless the settings name a role. */
export async function withCopySession<T>(
  url: string,
  name: string,
  work: (client: Client) => Promise<T>,
  settings: readonly string[] = [],
): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    options: [...SAME_TEXT, ...settings].map((setting) => `-c ${setting}`).join(' '),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined); // a connection that is lost shows as a query that fails
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end(); // and what was not committed ends with it
  }
}

/** The rows in COPY's text format, in pieces as they come from the network. */
export const copyOut = (client: Client, select: string): AsyncIterable<Buffer> => client.query(to(`copy (${select}) to stdout`));

export const copyIn = (client: Client, table: string, columns: readonly string[]): Writable =>
  client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`));
