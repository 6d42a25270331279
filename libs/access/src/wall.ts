// The second wall (ADR 19): what is shown of patients is read by a role of the database that sees the rows of one scope alone, whatever
// condition a query forgot.
import { escapeLiteral } from 'pg';
import { refuseCounts, type Scope } from './scope';

export const READER = 'guardian_reader';

const COLUMNS = { place: 'place_code', pcn: 'pcn_code', practice: 'practice_code' } as const;
const setting = (name: string): string => `(select current_setting('guardian.${name}', true))`;

/** The settings, as SQL, under which a transaction reads the patients of this scope and no other. Throws NotAllowed. */
export function behindTheWall(scope: Scope): string {
  refuseCounts(scope);
  const values = Object.keys(COLUMNS).map((kind) => [kind, kind === scope.kind ? scope.code : ''] as const);
  const all = [
    ...values,
    ['everywhere', scope.kind === 'everywhere' ? 'yes' : ''] as const,
    ['patients', (scope.opened ?? []).map(({ patientId }) => patientId).join(',')] as const,
  ];
  return [`set local role ${READER}`, ...all.map(([name, value]) => `set local guardian.${name} = ${escapeLiteral(value)}`)].join('; ');
}

/** A row of a place is seen by whose scope is that place, or everywhere. */
export const OF_PLACE = `place_code = ${setting('place')} or ${setting('everywhere')} = 'yes'`;

/** A row with codes of where its patient belongs is seen by whose scope it is in. Without a scope nothing is. */
export const OF_SCOPE = [
  ...Object.entries(COLUMNS).map(([kind, column]) => `${column} = ${setting(kind)}`),
  `${setting('everywhere')} = 'yes'`,
].join(' or ');

/** A row of a patient whose record they have opened. */
export const OPENED = `patient_id = any((select string_to_array(nullif(current_setting('guardian.patients', true), ''), ','))::uuid[])`;

/** Puts a table behind the wall: the reader sees rows for which `condition` holds, and who keeps the rows sees all of them. */
export const wall = (table: string, condition: string): string => `
  alter table ${table} enable row level security, force row level security;
  create policy kept_by_the_service on ${table} to current_user using (true) with check (true);
  create policy in_scope on ${table} for select to ${READER} using (${condition});
  grant select on ${table} to ${READER};`;

export const withoutWall = (table: string): string => `
  drop policy in_scope on ${table};
  drop policy kept_by_the_service on ${table};
  alter table ${table} no force row level security, disable row level security;
  revoke select on ${table} from ${READER};`;
