import { type CaseRow, limitsByStep, momentOn, type Reason, reasonsFor } from '@guardian/caseload';
import { type CalendarDay, DomainError, WorkingDays } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';

const workingDays = new WorkingDays();

/** The matter of safety that keeps a case on the worklist whatever anybody sets aside; undefined when there is none. */
export async function matterOfSafety(definitions: PathwayDefinitions, row: CaseRow, today: CalendarDay): Promise<Reason | undefined> {
  const limits = await limitsByStep(definitions);
  const [top] = reasonsFor(row, limits(row), momentOn(today, workingDays));
  return top?.band === 'safety' ? top : undefined;
}

/** Throws SafetyNotSnoozed. */
export async function refuseInSafety(definitions: PathwayDefinitions, row: CaseRow, today: CalendarDay): Promise<void> {
  const matter = await matterOfSafety(definitions, row, today);
  if (matter) throw new DomainError('SafetyNotSnoozed', `This cannot wait. ${matter.text}`, { rule: matter.rule });
}
