import type { Client } from 'pg';
import { getMetadataArgsStorage } from 'typeorm';
import type { SequenceBackup } from './manifest';

/** A table by its name, or by the class of its rows. */
export type TableOrRow = string | (new () => object);

export const RESTORE_PROGRESS = 'restore_progress';

export interface KeptTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: string;
}

interface FoundTable extends KeptTable {
  readonly refersTo: readonly string[];
}

// A table of an extension belongs to the server, and a partition comes with the table that it is part of.
const OURS = `c.relnamespace = current_schema()::regnamespace and not c.relispartition
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

export async function tableNames(client: Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(`select relname as name from pg_class c where relkind in ('r', 'p') and ${OURS}`);
  return found.rows.map(({ name }) => name);
}

/**
 * Every table but those that are rebuilt (and the ones that a replay of them makes beside them, with `__` after the name): a new table
 * is kept unless somebody says that it can be made anew. Each comes after those that it refers to.
 */
export async function keptTables(client: Client, rebuilt: readonly TableOrRow[]): Promise<KeptTable[]> {
  const found = await client.query<FoundTable>(`
    select c.relname as name,
      array(select quote_ident(attname) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
      -- the same order whatever the language of the server
      coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', ' order by k.nth)
        from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, nth)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary), quote_ident(c.relname) || '::text collate "C"') as key,
      array(select p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as "refersTo"
    from pg_class c where relkind in ('r', 'p') and ${OURS} order by relname`);
  return parentsFirst(found.rows.filter(({ name }) => !isRebuilt(name, rebuilt)));
}

function parentsFirst(tables: readonly FoundTable[]): KeptTable[] {
  const placed: KeptTable[] = [];
  let left = tables;
  while (left.length > 0) {
    const waiting = left.filter(({ refersTo }) => left.some(({ name }) => refersTo.includes(name)));
    if (waiting.length === left.length) throw new Error('tables that refer to each other in a circle cannot be restored one by one');
    for (const { name, columns, key } of left.filter((table) => !waiting.includes(table))) placed.push({ name, columns, key });
    left = waiting;
  }
  return placed;
}

/** How far each sequence has got that has been used, but for those of rebuilt tables. */
export async function keptSequences(client: Client, rebuilt: readonly TableOrRow[]): Promise<SequenceBackup[]> {
  const found = await client.query<{ name: string; of: string | null; last: string | null }>(`
    select quote_ident(c.relname) as name, t.relname as of, pg_sequence_last_value(c.oid)::text as last
    from pg_sequence s join pg_class c on c.oid = s.seqrelid
      left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
        and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
      left join pg_class t on t.oid = d.refobjid
    where ${OURS} order by 1`);
  return found.rows.flatMap(({ name, of, last }) => (last === null || (of !== null && isRebuilt(of, rebuilt)) ? [] : [{ name, last }]));
}

function isRebuilt(table: string, rebuilt: readonly TableOrRow[]): boolean {
  return rebuilt.map(nameOf).some((name) => table === name || table.startsWith(`${name}__`));
}

function nameOf(table: TableOrRow): string {
  if (typeof table === 'string') return table;
  const { name } = getMetadataArgsStorage().filterTables(table)[0] ?? {};
  if (!name) throw new Error(`${table.name} names no table`);
  return name;
}
