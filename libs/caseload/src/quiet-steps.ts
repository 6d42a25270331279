import { pcnQuietLimit, quietBefore, quietLimit, type Step } from '@guardian/casework/events';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { limitOn, type PathwayDefinitions } from '@guardian/pathways';

interface QuietStep {
  readonly pathwayId: string;
  readonly version: number;
  readonly step: Step;
  /** What was last heard of before this day is past its quiet limit today. */
  readonly before: CalendarDay;
  /** The same for the limit after which the PCN has to know. */
  readonly pcnBefore: CalendarDay;
}

const workingDays = new WorkingDays();

/** Which silence is too long today, in each step of each pathway version: JSON, to join cases with. */
export async function quietSteps(definitions: PathwayDefinitions, today: CalendarDay): Promise<string> {
  const times = limitOn('pcnQuietTimes', today).is;
  const steps = (await definitions.stepLimits()).map(({ pathwayId, version, step, ...limits }): QuietStep => ({
    ...{ pathwayId, version, step },
    before: quietBefore(today, quietLimit(limits), workingDays),
    pcnBefore: quietBefore(today, pcnQuietLimit(limits, times), workingDays),
  }));
  return JSON.stringify(steps);
}

/** `quietSteps` as a table `q`. */
export const QUIET_STEPS = (param: string): string =>
  `json_to_recordset(${param}::json) as q("pathwayId" text, version int, step text, before date, "pcnBefore" date)`;

/** Whether `caseload_case c` has been quiet for too long. */
export const isTooQuiet = (param: string, level: 'team' | 'pcn'): string =>
  `exists (select from ${QUIET_STEPS(param)} where q."pathwayId" = c.pathway_id and q.version = c.pathway_version and q.step = c.step
            and c.last_event_on < q.${level === 'pcn' ? '"pcnBefore"' : 'before'})`;
