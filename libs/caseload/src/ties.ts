// Which of two cases stands first when band and days over are the same. Stated on the page, and switchable.
import type { DataSource } from 'typeorm';
import type { RankedCase } from './ranked-cases';
import { compareWaits } from './ranking';

/** Before the longest wait, those at higher risk of being missed; or the longest wait alone. */
export const TIES = ['risk-of-being-missed', 'longest-wait'] as const;
export type TieRule = (typeof TIES)[number];

/** How a case stands among those that rank alike. */
export interface Tie {
  /** How many rank alike, with this one. */
  readonly among: number;
  /** How many of them are at higher risk of being missed. */
  readonly atRisk: number;
  /** What puts this one at higher risk, in words; empty when it is not. */
  readonly because: readonly string[];
}

export interface Placed {
  readonly case: RankedCase;
  /** Null for a case that ranks like no other. */
  readonly tie: Tie | null;
}

/** Tries in a row that nobody answered. */
const UNANSWERED = 2;
/** The most deprived fifth: the first two tenths of the Index of Multiple Deprivation. */
const DEPRIVED = 2;

/** Cases that rank alike, in their order. Each group is one rank; all groups cost one statement. */
export async function inOrder(database: DataSource, alike: readonly (readonly RankedCase[])[], rule: TieRule): Promise<Placed[][]> {
  const tied = alike.filter((group) => group.length > 1).flat();
  const risks = rule === 'risk-of-being-missed' && tied.length > 0 ? await risksOf(database, tied) : new Map<string, string[]>();
  const because = ({ caseId }: RankedCase): readonly string[] => risks.get(caseId) ?? [];
  return alike.map((group) => {
    const atRisk = group.filter((one) => because(one).length > 0).length;
    return [...group]
      .sort((a, b) => Number(because(b).length > 0) - Number(because(a).length > 0) || compareWaits(a, b))
      .map((one) => ({ case: one, tie: group.length > 1 ? { among: group.length, atRisk, because: because(one) } : null }));
  });
}

interface RiskRow {
  readonly caseId: string;
  readonly interpreter: boolean;
  readonly format: string | null;
  readonly adjustments: boolean;
  readonly deprived: boolean;
}

/** By case, what puts it at higher risk of being missed; cases without a risk are not in it. */
async function risksOf(database: DataSource, cases: readonly RankedCase[]): Promise<Map<string, string[]>> {
  const rows: RiskRow[] = await database.query(
    `select * from (
       select c.case_id as "caseId", coalesce((p.needs->>'interpreter')::boolean, false) as interpreter,
         nullif(p.needs->>'format', 'standard') as format, p.needs->>'adjustments' is not null as adjustments,
         coalesce((p.circumstances->>'deprivationDecile')::int <= ${DEPRIVED}, false) as deprived
       from caseload_case c join caseload_patient p on p.patient_id = c.patient_id
       where c.case_id = any($1) and (p.needs is not null or p.circumstances is not null)) risk
     where interpreter or format is not null or adjustments or deprived`,
    [cases.map(({ caseId }) => caseId)],
  );
  const risks = new Map<string, string[]>(
    rows.map(({ caseId, interpreter, format, adjustments, deprived }) => [
      caseId,
      [
        ...(interpreter ? ['needs an interpreter'] : []),
        ...(format === null ? [] : [`needs ${format.replace('-', ' ')}`]),
        ...(adjustments ? ['needs adjustments'] : []),
        ...(deprived ? ['lives in a most deprived fifth'] : []),
      ],
    ]),
  );
  for (const { caseId, unanswered } of cases) {
    if (unanswered >= UNANSWERED) risks.set(caseId, [...(risks.get(caseId) ?? []), `${unanswered} tries without an answer`]);
  }
  return risks;
}
