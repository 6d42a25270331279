// COPY over an ordinary connection of `pg`: the fastest that PostgreSQL takes rows in and gives them out.
import type { Client, Connection, Submittable } from 'pg';

/** Has every row sent here and throws it away; how many there were. */
export async function copyOut(client: Client, select: string): Promise<number> {
  let rows = 0;
  await run(client, `copy (${select}) to stdout`, { handleCopyData: () => rows++ });
  return rows;
}

/** Every row in the text format of COPY, each with its line feed. */
export async function linesOf(client: Client, table: string): Promise<string[]> {
  const lines: string[] = [];
  await run(client, `copy ${table} to stdout`, { handleCopyData: ({ chunk }) => lines.push(chunk.toString()) });
  return lines;
}

/** Takes lines as `linesOf` gives them. */
export async function copyIn(client: Client, table: string, lines: readonly string[]): Promise<void> {
  await run(client, `copy ${table} from stdin`, {
    handleCopyInResponse: (connection) => {
      for (const chunk of chunksOf(lines)) connection.sendCopyFromChunk(chunk);
      connection.endCopyFrom();
    },
  });
}

interface Handlers {
  handleCopyData?(message: { readonly chunk: Buffer }): void;
  handleCopyInResponse?(connection: CopyConnection): void;
}

/** What `pg` does not say in its types of the connection that it hands to a query. */
interface CopyConnection extends Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

function run(client: Client, text: string, handlers: Handlers): Promise<void> {
  return new Promise((resolve, reject) => {
    const query: Submittable & Record<string, unknown> = {
      submit: (connection: Connection) => (connection as CopyConnection).query(text),
      handleRowDescription: () => undefined,
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
      ...handlers,
    };
    client.query(query);
  });
}

function* chunksOf(lines: readonly string[]): Generator<Buffer> {
  for (let i = 0; i < lines.length; i += 500) yield Buffer.from(lines.slice(i, i + 500).join(''));
}
