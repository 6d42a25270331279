// Who may read a table, and which rows of it: what a new table in the place of an old one has to be given again.
import type { Client } from 'pg';

interface Policy {
  readonly drop: string;
  readonly create: string;
}

export interface TableGuards {
  readonly policies: readonly Policy[];
  readonly others: readonly string[];
}

/** Of the table, with the policies of others that look into it. */
export async function guardsOf(client: Client, table: string): Promise<TableGuards> {
  const policies = await client.query<Policy>(
    `select distinct format('drop policy %I on %s', p.polname, p.polrelid::regclass) as drop,
       format('create policy %I on %s as %s for %s to %s', p.polname, p.polrelid::regclass,
           case when p.polpermissive then 'permissive' else 'restrictive' end,
           case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
           case when p.polroles = '{0}' then 'public'
                else (select string_agg(quote_ident(r.rolname), ', ') from pg_roles r where r.oid = any(p.polroles)) end)
         || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
         || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') as create
     from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
     where d.refclassid = 'pg_class'::regclass and d.refobjid = $1::regclass order by 1`,
    [table],
  );
  const others = await client.query<{ statement: string }>(
    `select format('grant %s on ${table} to %s', a.privilege_type, case a.grantee when 0 then 'public' else quote_ident(r.rolname) end) as statement
       from pg_class c cross join aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
      where c.oid = $1::regclass and a.grantee <> c.relowner
     union all
     select format('alter table ${table} %s row level security', how) from pg_class c,
       lateral (values ('enable', c.relrowsecurity), ('force', c.relforcerowsecurity)) f (how, is_set)
      where c.oid = $1::regclass and is_set order by 1`,
    [table],
  );
  return { policies: policies.rows, others: others.rows.map(({ statement }) => statement) };
}
