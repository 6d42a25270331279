import type { Step } from '@guardian/casework/events';
import type { PathwayDefinitions } from '@guardian/pathways';
import type { StepLimit } from './ranking';

/** Target and quiet limit of a case's step, in the pathway version that the case keeps. */
export async function limitsByStep(
  definitions: PathwayDefinitions,
): Promise<(of: { pathwayId: string; pathwayVersion: number; step: Step }) => StepLimit | undefined> {
  // By pathway, version and step, one after the other: a key put together would be made for every case of a list.
  const limits = new Map<string, Map<number, Map<Step, StepLimit>>>();
  for (const { pathwayId, version, step, ...limit } of await definitions.stepLimits()) {
    const versions = limits.get(pathwayId) ?? new Map<number, Map<Step, StepLimit>>();
    const steps = versions.get(version) ?? new Map<Step, StepLimit>();
    limits.set(pathwayId, versions.set(version, steps.set(step, limit)));
  }
  return ({ pathwayId, pathwayVersion, step }) => limits.get(pathwayId)?.get(pathwayVersion)?.get(step);
}
