import { type Scope, scopeFilter } from '@guardian/access';

/** The `where` of a list: conditions with their parameters, the scope always the first. Values never become SQL text. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** Throws NotAllowed for a scope that may not read patients. */
  constructor(scope: Scope) {
    const filter = scopeFilter(scope);
    if (filter) this.add(`c.${filter.column} = ?`, filter.value);
  }

  /** `?` stands for the value. */
  add(sql: string, value?: unknown): this {
    this.parts.push(value === undefined ? sql : sql.replaceAll('?', this.param(value)));
    return this;
  }

  /** Who is in a list of one practice is registered there: a restricted record, which must not tell that, stands in the lists of all. */
  ofPractice(code: string): this {
    return this.add('c.practice_code = ?', code).add('c.patient_id not in (select patient_id from caseload_patient where restricted)');
  }

  param(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get sql(): string {
    return this.parts.length ? `where ${this.parts.join(' and ')}` : '';
  }
}
