// The tables of a replay: made like the live ones, indexed once they are full, and put in the live ones' place.
import type { Client } from 'pg';
import { NEXT, type Projection } from './projection';
import { guardsOf } from './table-guards';

export async function dropNextTables(client: Client, next: Projection): Promise<void> {
  for (const { name } of next.streams.tables) await client.query(`drop table if exists ${name}`);
}

export async function createNextTables(client: Client, next: Projection): Promise<void> {
  for (const { name } of next.streams.tables) {
    await client.query(`create table ${name} (like ${liveName(name)} including all excluding indexes)`);
  }
}

interface Index {
  readonly name: string;
  readonly definition: string;
  readonly constraint: 'primary key' | 'unique' | undefined;
}

export async function buildIndexes(client: Client, next: Projection): Promise<void> {
  for (const { name } of next.streams.tables) {
    for (const index of await indexesOf(client, liveName(name))) {
      // `CREATE UNIQUE INDEX case_row_pkey ON public.case_row USING …`, with its own name and table in place of the live ones
      const nextIndex = `"${index.name}${NEXT}"`;
      await client.query(index.definition.replace(/ INDEX .*? ON .*? USING /, ` INDEX ${nextIndex} ON ${name} USING `));
      if (index.constraint)
        await client.query(`alter table ${name} add constraint ${nextIndex} ${index.constraint} using index ${nextIndex}`);
    }
    await client.query(`analyze ${name}`);
  }
}

/** The new tables and indexes take the names of the old ones, by which migrations and plans know them, and who may read which rows of them. */
export async function switchTables(client: Client, live: Projection): Promise<void> {
  for (const { name } of live.streams.tables) {
    const [indexes, { policies, others }] = [await indexesOf(client, name), await guardsOf(client, name)];
    for (const { drop } of policies) await client.query(drop);
    await client.query(`drop table ${name}`);
    await client.query(`alter table ${name}${NEXT} rename to ${name}`);
    for (const index of indexes) await client.query(`alter index "${index.name}${NEXT}" rename to "${index.name}"`);
    for (const guard of [...others, ...policies.map(({ create }) => create)]) await client.query(guard);
  }
}

const liveName = (name: string): string => name.slice(0, -NEXT.length);

async function indexesOf(client: Client, table: string): Promise<Index[]> {
  const found = await client.query<{ name: string; definition: string; contype: string | null }>(
    `select i.relname as name, pg_get_indexdef(i.oid) as definition, c.contype
      from pg_index x join pg_class i on i.oid = x.indexrelid
      left join pg_constraint c on c.conindid = i.oid and c.conrelid = x.indrelid and c.contype in ('p', 'u')
      where x.indrelid = $1::regclass order by i.relname`,
    [table],
  );
  return found.rows.map(({ name, definition, contype }) => ({
    name,
    definition,
    constraint: contype === 'p' ? 'primary key' : contype === 'u' ? 'unique' : undefined,
  }));
}
