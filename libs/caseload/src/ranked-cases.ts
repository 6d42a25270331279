import type { DataSource } from 'typeorm';
import type { Conditions } from './conditions';
import type { ListedCase } from './listed-case';
import type { Rankable } from './ranking';

export type RankedCase = Rankable & Pick<ListedCase, 'caseId' | 'pathwayId' | 'pathwayVersion'>;

const COLUMNS: Readonly<Record<keyof RankedCase, string>> = {
  caseId: 'case_id',
  pathwayId: 'pathway_id',
  pathwayVersion: 'pathway_version',
  step: 'step',
  stepSince: 'step_since',
  nextMover: 'next_mover',
  suspectedCancer: 'suspected_cancer',
  referredOn: 'referred_on',
  gatePassed: 'gate_passed',
  treated: 'treated',
  gateDueOn: 'gate_due_on',
  replyBy: 'reply_by',
  remindOn: 'remind_on',
  replyEscalatedTo: 'reply_escalated_to',
  nextContactOn: 'next_contact_on',
  unanswered: 'unanswered',
  lastEventOn: 'last_event_on',
  snoozedUntil: 'snoozed_until',
  suspectedDuplicates: 'suspected_duplicates',
  coordinatorId: 'coordinator_id',
  tests: 'tests',
  openSafety: 'open_safety',
  openWork: 'open_work',
};
const KEYS = Object.keys(COLUMNS) as (keyof RankedCase)[];

type Columns = Readonly<Record<keyof RankedCase, readonly unknown[]>>;

/**
 * What the ranking looks at, of ten thousands of cases. Each column comes as one value, and `forEach` shows one case after the other
 * through the same object: a row and an object for each would take five times the CPU.
 */
export class RankedCases {
  private constructor(private readonly columns: Columns) {}

  static async read(database: DataSource, where: Conditions): Promise<RankedCases> {
    const select = KEYS.map((key) => `coalesce(json_agg(c.${COLUMNS[key]}), '[]') as "${key}"`);
    const [columns]: [Columns] = await database.query(`select ${select.join(', ')} from caseload_case c ${where.sql}`, where.values);
    return new RankedCases(columns);
  }

  get length(): number {
    return this.columns.caseId.length;
  }

  caseId(n: number): string {
    return this.columns.caseId[n] as string;
  }

  at(n: number): RankedCase {
    return Object.fromEntries(KEYS.map((key) => [key, this.columns[key][n]])) as unknown as RankedCase;
  }

  /** `shown` is the next case at the next call: whoever wants to keep one takes it by `at(n)`. */
  forEach(see: (shown: RankedCase, n: number) => void): void {
    let n = 0;
    const shown = {};
    for (const key of KEYS) {
      const column = this.columns[key];
      Object.defineProperty(shown, key, { get: () => column[n] });
    }
    for (; n < this.length; n++) see(shown as RankedCase, n);
  }
}
