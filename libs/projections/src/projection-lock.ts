/** One lock per read model, held by the session that folds it. `$1` is the read model's name. */
const SPACE = 1_947_05;
export const lockName = `${SPACE}, hashtext($1)`;

/** Whether some session of this database holds the lock of the read model named in this column. */
export const isLocked = (column: string): string => `exists (select from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and l.locktype = 'advisory' and l.granted
    and l.classid = ${SPACE} and l.objid = hashtext(${column})::oid and l.objsubid = 2)`;
