import type { Step } from '@guardian/casework/events';
import type { PathwayDefinitions } from '@guardian/pathways';
import type { StepLimit } from './ranking';

/** Target and quiet limit of a case's step, in the pathway version that the case keeps. */
export async function limitsByStep(
  definitions: PathwayDefinitions,
): Promise<(of: { pathwayId: string; pathwayVersion: number; step: Step }) => StepLimit | undefined> {
  const limits = new Map((await definitions.stepLimits()).map((row) => [`${row.pathwayId} ${row.version} ${row.step}`, row]));
  return ({ pathwayId, pathwayVersion, step }) => limits.get(`${pathwayId} ${pathwayVersion} ${step}`);
}
