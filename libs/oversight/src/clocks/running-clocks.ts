// The `where` of every question about the clocks that run on a day.
import type { ScopeFilter } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import type { ClockName } from './clock-reading';

export interface ClockFilters {
  readonly pathway?: string;
  /** Treatment function code. */
  readonly specialty?: string;
  readonly provider?: string;
  readonly pcn?: string;
  readonly practice?: string;
}

const COLUMNS = {
  pathway: 'pathway_id',
  specialty: 'specialty',
  provider: 'provider_code',
  pcn: 'pcn_code',
  practice: 'practice_code',
} as const satisfies Readonly<Record<keyof ClockFilters, string>>;

/** Conditions with their parameters, `$1` the as-of day. Values never become SQL text. */
export class RunningClocks {
  readonly values: unknown[];
  private readonly parts: string[];

  /** Of cases that are open on the as-of day; a reading may hold from a later day on. */
  constructor(clock: ClockName, asOf: CalendarDay, scope: ScopeFilter, filters: ClockFilters) {
    this.values = [asOf];
    this.parts = ['runs', 'counted_until > $1::date'];
    this.add('clock = ?', clock);
    if (scope) this.add(`${scope.column} = ?`, scope.value);
    for (const [name, column] of Object.entries(COLUMNS) as [keyof ClockFilters, string][]) {
      const value = filters[name];
      if (value !== undefined) this.add(`${column} = ?`, value);
    }
  }

  /** `?` stands for the value. */
  add(sql: string, value?: unknown): this {
    this.parts.push(value === undefined ? sql : sql.replaceAll('?', this.param(value)));
    return this;
  }

  param(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  get sql(): string {
    return `from oversight_clock where ${this.parts.join(' and ')}`;
  }
}
