import { AsyncLocalStorage } from 'node:async_hooks';
import { readRows } from '@guardian/projections';
import type { DataSource } from 'typeorm';
import type { Scope } from './scope';
import { behindTheWall } from './wall';

/** Whose personal data one answer holds, gathered while it is made. */
export class Showing {
  private readonly ids = new Set<string>();
  private readonly named = new Set<string>();
  private touched = false;

  /** True once personal data was handed out, also of nobody who is known: the empty result of a search, a row of a file. */
  get holdsPersonalData(): boolean {
    return this.touched;
  }

  get patientIds(): string[] {
    return [...this.ids];
  }

  /** How many patients a file names, be it by Guardian's own ids alone. */
  get patientsNamed(): number {
    return new Set([...this.ids, ...this.named]).size;
  }

  /** Names these patients, and shows nothing of them. */
  name(patientIds: Iterable<string>): void {
    for (const id of patientIds) this.named.add(id);
  }

  /** From here on nothing is known of it: for an answer that takes the place of the one that was made. */
  forget(): void {
    this.touched = false;
    this.ids.clear();
    this.named.clear();
  }

  add(patientIds: Iterable<string | null>): void {
    this.touched = true;
    for (const id of patientIds) if (id !== null) this.ids.add(id);
  }
}

const current = new AsyncLocalStorage<Showing>();

/** Runs what makes one answer: all that it reads of patients, however deep, is gathered in `showing`. */
export const whileShowing = <T>(showing: Showing, work: () => T): T => current.run(showing, work);

/** Says that personal data of these patients is handed out. What nobody is shown, as in the worker, is not gathered. */
export const shows = (patientIds: Iterable<string | null>): void => current.getStore()?.add(patientIds);

/** Says that an answer names these patients by Guardian's own ids: no look at them, and many of them in a file need a second person. */
export const names = (patientIds: Iterable<string>): void => current.getStore()?.name(patientIds);

/**
 * Rows that are shown to somebody, each with its patient; null: of nobody who is known. As `readRows`, and gathered; read as a role that sees
 * what the scope covers and nothing else, whatever the text asks for. Where a row says that its patient is `restricted`, what would tell
 * where they live or belong is taken out of it. Throws NotAllowed for a scope that may not read patients.
 */
export async function readPatients<Row extends { readonly patientId: string | null }>(
  database: DataSource,
  scope: Scope,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const rows = await readRows<Row>(database, text, values, behindTheWall(scope));
  shows(rows.map(({ patientId }) => patientId));
  return rows.map(withoutWhere);
}

const TELLS_WHERE = ['practiceCode', 'othersOrganisation', 'postcode', 'details'];

function withoutWhere<Row extends object>(row: Row): Row {
  if (!('restricted' in row) || row.restricted !== true) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, TELLS_WHERE.includes(name) ? (typeof value === 'string' ? '' : null) : value]),
  ) as Row;
}
